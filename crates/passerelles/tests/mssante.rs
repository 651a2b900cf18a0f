//! MSSanté against real servers: aiosmtpd takes mails, Dovecot keeps the boxes, a test authority signs everyone.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a failure is a panic"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use droit::identifiant::StatutIdentite;
use droit::patient::{Identite, Sexe, Traits};
use formats::mssante::{
    CodeErreur, Courrier, DocumentJoint, Echange, Espace, Expediteur, Lecture, ListeBlanche, Message,
    Produit, Remise, Retour, Texte, composer, lire,
};
use jiff::Timestamp;
use jiff::civil::date;
use passerelles::mssante::{Confiance, EchecMssante, Jeton, Operateur, Position, Recu, Session};

/// Both servers, stopped and erased at the end.
struct Pair {
    _dossier: tempfile::TempDir,
    chemin: PathBuf,
    operateur: Operateur,
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/courrier-de-test")
}

impl Pair {
    fn demarrer() -> Self {
        let dossier = tempfile::Builder::new().prefix("ad-mel").tempdir_in("/tmp").unwrap();
        let chemin = dossier.path().join("p");
        let sortie = Command::new(script()).arg("demarrer").arg(&chemin).output().unwrap();
        assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
        let lieux: serde_json::Value = serde_json::from_slice(&sortie.stdout).unwrap();
        let port = |nom: &str| u16::try_from(lieux[nom].as_u64().unwrap()).unwrap();
        let operateur = Operateur {
            hote: "localhost".into(),
            port_smtp: port("smtp"),
            port_imap: port("imap"),
            confiance: confiance(&chemin, "autorite.pem"),
            delai: Duration::from_secs(10),
        };
        Self { _dossier: dossier, chemin, operateur }
    }

    fn session(&self, jeton: &str) -> Session {
        let texte = fs::read_to_string(self.chemin.join(jeton)).unwrap();
        Session {
            boite: liste().adresse("mk@demo.mssante.invalid").unwrap(),
            jeton: Jeton::nouveau(texte.trim()).unwrap(),
        }
    }

    /// What came back for this message, waiting a little for it.
    fn retour(&self, depuis: Position) -> Vec<Retour> {
        for _ in 0..50 {
            let releve = self.operateur.relever(&self.session("jeton-valide.txt"), depuis).unwrap();
            if !releve.recus.is_empty() {
                return releve
                    .recus
                    .iter()
                    .map(|recu| match recu {
                        Recu::Courriel(octets) => lire(octets),
                        Recu::TropLourd { octets } => panic!("{octets} octets"),
                    })
                    .collect();
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        vec![]
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        let _ = Command::new(script()).arg("arreter").arg(&self.chemin).status();
    }
}

fn confiance(chemin: &Path, autorite: &str) -> Confiance {
    confiance_de(chemin, autorite, ("client.pem", "client.cle.pem"))
}

fn confiance_de(chemin: &Path, autorite: &str, (certificat, cle): (&str, &str)) -> Confiance {
    let lu = |nom: &str| fs::read(chemin.join(nom)).unwrap();
    Confiance::lire(&lu(autorite), &lu(certificat), &lu(cle)).unwrap()
}

fn liste() -> ListeBlanche {
    ListeBlanche::lire(Espace::Demonstration, "").unwrap()
}

const PDF: &[u8] = b"%PDF-1.4 contenu \x00\xff du bilan";

fn message(a: &str, identifiant: &str) -> Message {
    let traits =
        Traits::nouveaux("D’Hôtel", "Zoé", Sexe::Feminin, date(1988, 10, 12), date(2026, 11, 22)).unwrap();
    let patient = Identite { traits, ins: None, lieu_naissance: None, statut: StatutIdentite::Provisoire };
    let produit = Produit::nouveau("DEMO-1").unwrap();
    composer(Courrier {
        identifiant: identifiant.into(),
        expediteur: Expediteur {
            adresse: liste().adresse("mk@demo.mssante.invalid").unwrap(),
            civilite: None,
            prenom: "Inès".into(),
            nom: "Démo".into(),
            entite: "Cabinet fictif".into(),
        },
        reponse_a: None,
        destinataire: liste().adresse(&format!("{a}@demo.mssante.invalid")).unwrap(),
        patient: &patient,
        documents: vec![DocumentJoint {
            libelle: "Bilan initial".into(),
            code: "47420-5".into(),
            acte_le: date(2026, 11, 20),
            pdf: PDF.to_vec(),
        }],
        archive: Some(b"PK archive".to_vec()),
        texte: Texte::Premier,
        echange: Echange::Ouvert,
        produit: &produit,
    })
    .unwrap()
}

fn maintenant() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

/// Everything delivered to a box, as bytes on the server's disk.
fn livres(pair: &Pair, nom: &str) -> Vec<Vec<u8>> {
    let dossier = pair.chemin.join(format!("boites/{nom}@demo.mssante.invalid/new"));
    let fichiers = fs::read_dir(dossier).map(|d| d.map(|e| fs::read(e.unwrap().path()).unwrap()).collect());
    fichiers.unwrap_or_default()
}

#[test]
fn un_message_arrive_entier_et_chaque_retour_a_son_sens() {
    let pair = Pair::demarrer();
    let session = pair.session("jeton-valide.txt");
    let envoyer = |a: &str| {
        let id = format!("{a}-1@demo.mssante.invalid");
        pair.operateur.envoyer(&session, &message(a, &id), maintenant())
    };
    assert!(envoyer("muet").unwrap().reference.contains("accepte"));
    let recu = livres(&pair, "muet").remove(0);
    let lu = mail_parser::MessageParser::default().parse(&recu).unwrap();
    assert_eq!(lu.message_id(), Some("muet-1@demo.mssante.invalid"));
    assert_eq!(lu.subject(), Some("XDM/1.0/DDM+Bilan initial D’HÔTEL Zoé 12/10/1988"));
    assert_eq!(lu.header_raw("X-MSS-NIL").map(str::trim), Some("DEMO-1"));
    assert_eq!(lu.attachment(1).unwrap().contents(), PDF);
    assert!(pair.operateur.relever(&session, Position::default()).unwrap().recus.is_empty());

    envoyer("integre").unwrap();
    let original = |a: &str| Some(format!("{a}-1@demo.mssante.invalid"));
    let attendu = Retour::Notification { original: original("integre"), lecture: Lecture::Integre };
    assert_eq!(pair.retour(Position::default()), [attendu]);

    let suite = pair.operateur.relever(&session, Position::default()).unwrap().position;
    envoyer("inconnu").unwrap();
    let [Retour::Notification { original: de, lecture: Lecture::Erreur(erreur) }] = &pair.retour(suite)[..]
    else {
        panic!("une erreur était attendue")
    };
    assert_eq!((de, erreur.code), (&original("inconnu"), CodeErreur::InsDifferent));

    let suite = pair.operateur.relever(&session, suite).unwrap().position;
    envoyer("rebond").unwrap();
    let [Retour::Remise { original: de, remise: Remise::Echec(cause) }] = &pair.retour(suite)[..] else {
        panic!("un rebond était attendu")
    };
    assert_eq!((de, cause.as_str()), (&original("rebond"), "5.2.2 smtp; 552 boite pleine"));
}

#[test]
fn chaque_refus_est_dit_et_ce_qui_est_incertain_aussi() {
    let pair = Pair::demarrer();
    let session = pair.session("jeton-valide.txt");
    let envoyer = |session: &Session, a: &str| {
        pair.operateur.envoyer(session, &message(a, &format!("{a}-2@demo.mssante.invalid")), maintenant())
    };
    assert!(
        matches!(envoyer(&session, "refuse"), Err(EchecMssante::Definitif(cause)) if cause.starts_with("550"))
    );
    assert!(
        matches!(envoyer(&session, "plus-tard"), Err(EchecMssante::Passager(cause)) if cause.starts_with("451"))
    );
    assert_eq!(envoyer(&pair.session("jeton-expire.txt"), "muet"), Err(EchecMssante::Session));
    assert!(livres(&pair, "muet").is_empty(), "rien n’est parti");

    assert!(matches!(envoyer(&session, "coupe"), Err(EchecMssante::Incertain(_))));
    assert_eq!(livres(&pair, "coupe").len(), 1, "le message est parti malgré la coupure");
    envoyer(&session, "coupe").unwrap();
    let identifiants: Vec<_> = livres(&pair, "coupe")
        .iter()
        .map(|octets| {
            mail_parser::MessageParser::default().parse(octets).unwrap().message_id().unwrap().to_owned()
        })
        .collect();
    assert_eq!(identifiants, ["coupe-2@demo.mssante.invalid"; 2], "le second porte le même identifiant");

    assert!(matches!(
        pair.operateur.relever(&pair.session("jeton-expire.txt"), Position::default()),
        Err(EchecMssante::Session)
    ));
}

#[test]
fn un_serveur_d_une_autre_autorite_ne_recoit_rien() {
    let (pair, autre) = (Pair::demarrer(), Pair::demarrer());
    let trompe = Operateur { confiance: confiance(&autre.chemin, "autorite.pem"), ..pair.operateur.clone() };
    let session = pair.session("jeton-valide.txt");
    let envoi = trompe.envoyer(&session, &message("muet", "x@demo.mssante.invalid"), maintenant());
    assert!(matches!(envoi, Err(EchecMssante::Passager(_))), "{envoi:?}");
    assert!(matches!(trompe.relever(&session, Position::default()), Err(EchecMssante::Passager(_))));
    assert!(livres(&pair, "muet").is_empty());
}

#[test]
fn un_port_ferme_ou_un_certificat_vide_se_disent() {
    let pair = Pair::demarrer();
    let ferme = Operateur { port_smtp: 1, port_imap: 1, ..pair.operateur.clone() };
    let session = pair.session("jeton-valide.txt");
    let envoi = ferme.envoyer(&session, &message("muet", "x@demo.mssante.invalid"), maintenant());
    assert!(matches!(envoi, Err(EchecMssante::Passager(_))), "{envoi:?}");
    assert!(matches!(ferme.relever(&session, Position::default()), Err(EchecMssante::Passager(_))));
    assert!(Confiance::lire(b"", b"", b"").is_err());
    assert!(Jeton::nouveau("deux mots").is_err());
}

/// The servers know the root alone: the leaf of an intermediate authority is nobody without its chain.
#[test]
fn un_certificat_d_une_autorite_intermediaire_vient_avec_sa_chaine() {
    let pair = Pair::demarrer();
    let session = pair.session("jeton-valide.txt");
    let par = |certificat: &str| {
        let confiance = confiance_de(&pair.chemin, "autorite.pem", (certificat, "feuille.cle.pem"));
        let operateur = Operateur { confiance, ..pair.operateur.clone() };
        let id = format!("{certificat}@demo.mssante.invalid");
        let envoi = operateur.envoyer(&session, &message("muet", &id), maintenant());
        (envoi, operateur.relever(&session, Position::default()))
    };
    let (envoi, releve) = par("chaine.pem");
    assert!(envoi.unwrap().reference.contains("accepte"));
    assert!(releve.unwrap().recus.is_empty());
    let (envoi, releve) = par("feuille.pem");
    assert!(matches!(envoi, Err(EchecMssante::Passager(_))), "{envoi:?}");
    // Dovecot takes the connection and refuses whoever comes by it; aiosmtpd refuses the connection.
    assert_eq!(releve, Err(EchecMssante::Session));
}
