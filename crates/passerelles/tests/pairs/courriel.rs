//! Mail to a real server: protected, signed in, with attachments, and always under the same Message-ID.

use std::path::Path;
use std::sync::Arc;

use passerelles::{
    BoiteAuxLettres, Chiffrement, Colis, Echec, Envoi, EnvoiPostal, Fichier, Livreur, Passerelle, Relais,
    Secret, Smtp,
};

use crate::appui::{Pair, certifier, lancer_script};

struct Poste {
    dossier: tempfile::TempDir,
    pair: Pair,
}

impl Poste {
    fn ouvrir(protection: &str, conduite: &str) -> Self {
        let dossier = tempfile::tempdir().unwrap();
        certifier(dossier.path());
        let chemin = dossier.path().to_str().unwrap();
        let pair = lancer_script("aiosmtpd", "serveur_smtp.py", &[chemin, protection, conduite]);
        Self { dossier, pair }
    }

    fn smtp(&self, chiffrement: Chiffrement, mot_de_passe: &str, autorite: Option<&Path>) -> Arc<Smtp> {
        let identifiants = match chiffrement {
            Chiffrement::EnClair => None,
            _ => Some(("acces-direct".to_owned(), Secret::from(mot_de_passe))),
        };
        let relais = Relais { hote: "localhost", port: self.pair.port, chiffrement, identifiants, autorite };
        Arc::new(Smtp::new(&relais, "ne-pas-repondre@acces-direct.example".parse().unwrap()).unwrap())
    }

    fn recus(&self) -> Vec<String> {
        let lire = |n: u32| std::fs::read_to_string(self.dossier.path().join(format!("{n:03}.eml"))).ok();
        (1..).map_while(lire).collect()
    }

    fn autorite(&self) -> std::path::PathBuf {
        self.dossier.path().join("autorite.pem")
    }
}

fn envoi() -> Envoi {
    let contenu = r#"{"adresse":"mk@exemple.example","sujet":"Déclaration acceptée","texte":"Bonjour à vous.","lien":"https://ars.example/d/1"}"#;
    Envoi { id: "0199-1".into(), sujet: "courriel".into(), contenu: contenu.as_bytes().to_vec() }
}

fn message_id(message: &str) -> &str {
    message.lines().find(|ligne| ligne.starts_with("Message-ID:")).unwrap()
}

#[test]
fn un_courriel_part_sous_starttls_et_sous_tls_toujours_sous_le_meme_identifiant() {
    for (protection, chiffrement) in [("starttls", Chiffrement::Starttls), ("tls", Chiffrement::Tls)] {
        let poste = Poste::ouvrir(protection, "normale");
        let boite = BoiteAuxLettres(poste.smtp(chiffrement, "sesame ouvre", Some(&poste.autorite())));
        let recepisse = boite.remettre(&envoi()).unwrap();
        assert_eq!(recepisse.reference, "<0199-1@acces-direct.example>");
        boite.remettre(&envoi()).unwrap();
        let recus = poste.recus();
        assert_eq!(recus.len(), 2, "{protection}");
        assert_eq!(message_id(&recus[0]), "Message-ID: <0199-1@acces-direct.example>");
        assert_eq!(message_id(&recus[0]), message_id(&recus[1]));
        assert!(recus[0].contains("To: mk@exemple.example"));
    }
}

#[test]
fn une_invitation_part_avec_son_calendrier_a_cote_du_texte() {
    let poste = Poste::ouvrir("clair", "normale");
    let boite = BoiteAuxLettres(poste.smtp(Chiffrement::EnClair, "", None));
    let contenu = r#"{"adresse":"membre@comite.example","sujet":"Comité","texte":"La réunion aura lieu.","calendrier":{"methode":"REQUEST","contenu":"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"}}"#;
    let envoi = Envoi { id: "0199-9".into(), sujet: "courriel".into(), contenu: contenu.as_bytes().to_vec() };
    boite.remettre(&envoi).unwrap();
    let recu = poste.recus().remove(0);
    for attendu in
        ["multipart/alternative", "text/plain", "text/calendar", "method=REQUEST", "BEGIN:VCALENDAR"]
    {
        assert!(recu.contains(attendu), "{attendu} manque dans {recu}");
    }
    let faux = contenu.replace("REQUEST\",\"contenu", "SUPPRIMER\",\"contenu");
    let envoi = Envoi { contenu: faux.into_bytes(), ..envoi };
    assert!(matches!(boite.remettre(&envoi), Err(Echec::Definitif(_))), "an unknown method never leaves");
}

#[test]
fn un_colis_part_en_pieces_jointes_intactes() {
    let poste = Poste::ouvrir("clair", "normale");
    let smtp = poste.smtp(Chiffrement::EnClair, "", None);
    let adresse = "gestion@caisse.example".parse().unwrap();
    let fichiers = vec![Fichier { nom: "liste.csv".into(), contenu: "nom;œuf\r\n".as_bytes().to_vec() }];
    let colis =
        Colis { id: "t-7".into(), objet: "Fichier n° 7".into(), texte: "Ci-joint.".into(), fichiers };
    EnvoiPostal { smtp, adresse }.livrer(&colis).unwrap();
    let recu = poste.recus().remove(0);
    assert!(recu.contains("multipart/mixed") && recu.contains("liste.csv"), "{recu}");
    // « nom;œuf\r\n » in base64.
    assert!(recu.contains("bm9tO8WTdWYNCg=="), "{recu}");
}

#[test]
fn une_autorite_inconnue_arrete_l_envoi_avant_le_mot_de_passe() {
    let poste = Poste::ouvrir("starttls", "normale");
    let boite = BoiteAuxLettres(poste.smtp(Chiffrement::Starttls, "sesame ouvre", None));
    let echec = boite.remettre(&envoi()).unwrap_err();
    assert!(matches!(&echec, Echec::Passager(dit) if dit.contains("certificate")), "{echec}");
    assert!(poste.recus().is_empty());
}

#[test]
fn un_mauvais_mot_de_passe_se_corrige_puis_se_retente() {
    let poste = Poste::ouvrir("starttls", "normale");
    let boite = BoiteAuxLettres(poste.smtp(Chiffrement::Starttls, "faux", Some(&poste.autorite())));
    assert!(matches!(boite.remettre(&envoi()), Err(Echec::Passager(_))));
    assert!(poste.recus().is_empty());
}

#[test]
fn une_boite_inconnue_est_un_refus_et_une_attente_n_en_est_pas_un() {
    let poste = Poste::ouvrir("clair", "inconnu");
    let boite = BoiteAuxLettres(poste.smtp(Chiffrement::EnClair, "", None));
    assert!(
        matches!(boite.remettre(&envoi()), Err(Echec::Definitif(dit)) if dit.contains("550") || dit.contains("boite"))
    );
    let poste = Poste::ouvrir("clair", "plus-tard");
    let boite = BoiteAuxLettres(poste.smtp(Chiffrement::EnClair, "", None));
    assert!(matches!(boite.remettre(&envoi()), Err(Echec::Passager(_))));
}

#[test]
fn coupe_apres_l_acceptation_le_message_repart_sous_le_meme_identifiant() {
    let poste = Poste::ouvrir("clair", "coupe");
    let boite = BoiteAuxLettres(poste.smtp(Chiffrement::EnClair, "", None));
    assert!(matches!(boite.remettre(&envoi()), Err(Echec::Passager(_))), "the answer never came");
    boite.remettre(&envoi()).unwrap();
    let recus = poste.recus();
    assert_eq!(recus.len(), 2, "at least once: the second copy is visible");
    assert_eq!(message_id(&recus[0]), message_id(&recus[1]), "and recognisable");
}

#[test]
fn le_courriel_sans_chiffrement_ne_quitte_pas_la_machine() {
    let relais = Relais {
        hote: "courriel.example",
        port: 25,
        chiffrement: Chiffrement::EnClair,
        identifiants: None,
        autorite: None,
    };
    let refus = Smtp::new(&relais, "a@b.example".parse().unwrap()).unwrap_err();
    assert!(matches!(refus, Echec::Definitif(_)));
}

#[test]
fn un_courriel_illisible_est_mis_de_cote() {
    let poste = Poste::ouvrir("clair", "normale");
    let boite = BoiteAuxLettres(poste.smtp(Chiffrement::EnClair, "", None));
    let envoi = Envoi { contenu: b"{}".to_vec(), ..envoi() };
    assert!(matches!(boite.remettre(&envoi), Err(Echec::Definitif(_))));
}
