//! The documents of an episode before real servers of mail: each arrives whole, each answer moves its delivery.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use droit::document::Genre;
use droit::identifiant::DocumentId;
use droit::remise::{ObjetVolonte, Volonte};
use formats::xdm;
use jiff::SignedDuration;
use mail_parser::{MessageParser, MimeHeaders};
use plateforme::config::Monde;
use plateforme::remise::voies::Voies;
use plateforme::remise::{expedition, releve};
use uuid::Uuid;

use super::terrain::Dossier;
use crate::courrier_d_essai::Courrier;
use crate::document_d_essai::Ecrit;

async fn dossier(nom: &str, courrier: &Courrier) -> Dossier {
    let reglages = courrier.reglages();
    Dossier::avec(nom, |_| Voies::des_reglages(&reglages, Monde::Fictif, None).unwrap()).await
}

async fn relever(dossier: &Dossier) {
    for _ in 0..30 {
        if releve::relever(&dossier.app, Uuid::from_u128(1)).await.unwrap() > 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// A mail whose archive holds the CDA that was sealed, and whose PDF is the one inside it, byte for byte.
fn verifier(brut: &[u8], ecrit: &Ecrit, a: &str) {
    let mail = MessageParser::default().parse(brut).unwrap();
    assert_eq!(mail.to().unwrap().first().unwrap().address(), Some(a));
    let pieces: Vec<_> = mail.attachments().collect();
    let entete = |nom: &str| mail.header_raw(nom).map(str::trim).unwrap_or_default().to_owned();
    assert_eq!(entete("X-MSS-NIL"), "acces-direct");
    assert!(entete("Disposition-Notification-To").contains("mk@demo.mssante.invalid"));
    let pdf = pieces.last().unwrap();
    assert_eq!(pdf.contents(), ecrit.pdf, "le PDF est celui qui a été scellé");
    let code = formats::cda::genre(&ecrit.document).unwrap().code.as_str();
    assert_eq!((entete("X-MSS-CODECDA").as_str(), pieces.len()), (code, 2));
    assert!(mail.subject().unwrap().starts_with("XDM/1.0/DDM+"), "{:?}", mail.subject());
    let archive = pieces.first().unwrap();
    assert_eq!(archive.attachment_name(), Some("IHE_XDM.zip"));
    let lue = xdm::lire(archive.contents()).unwrap();
    assert_eq!(lue.documents.len(), 1);
    let recu = lue.documents.first().unwrap();
    assert_eq!(recu.octets, ecrit.cda, "le CDA est celui qui a été scellé");
    let xml = String::from_utf8(recu.octets.clone()).unwrap();
    let b64 = xml.split_once("representation=\"B64\">").unwrap().1.split('<').next().unwrap();
    let serre: String = b64.chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(STANDARD.decode(serre).unwrap(), ecrit.pdf, "le PDF joint est celui du CDA");
}

#[tokio::test(flavor = "multi_thread")]
async fn les_quatre_documents_d_un_episode_arrivent_entiers() {
    let courrier = Courrier::demarrer("quatre");
    let dossier = dossier("pairs-quatre", &courrier).await;
    dossier.boite_du_medecin("integre@demo.mssante.invalid");
    dossier.dire(ObjetVolonte::MessageriePatient, Volonte::Accord);
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    for (rang, genre) in (1..).zip(Genre::TOUS) {
        let ecrit = dossier.document(rang, *genre);
        if *genre == Genre::Justificatif {
            vers_le_payeur(&dossier, rang).await;
        }
        expedition::tour(&dossier.app).await.unwrap();
        let boite = if *genre == Genre::Justificatif {
            "payeur@demo.mssante.invalid"
        } else {
            "integre@demo.mssante.invalid"
        };
        let recus = courrier.livres(boite);
        let identifiant = dossier
            .remises(rang)
            .iter()
            .find(|r| r.suivie.adresse.as_deref() == Some(boite))
            .unwrap()
            .suivie
            .message
            .clone();
        let brut = recus.iter().find(|brut| String::from_utf8_lossy(brut).contains(&identifiant)).unwrap();
        verifier(brut, &ecrit, boite);
    }
    let patient = "279035121518989@patient.mssante.invalid";
    assert_eq!(courrier.livres(patient).len(), 3, "bilan, compte rendu et lettre");
    let copie = format!("/documents/{}/copie-au-patient", DocumentId::new(4));
    assert_eq!(banc.poster(&copie, mk, "").await.statut, 303);
    expedition::tour(&dossier.app).await.unwrap();
    assert_eq!(courrier.livres(patient).len(), 4, "et le justificatif, puisqu’il le demande");
    relever(&dossier).await;
    for rang in 1..=3 {
        let attendu = "medecin-traitant mssante-professionnel remis".to_owned();
        assert!(dossier.etats(rang).contains(&attendu), "{:?}", dossier.etats(rang));
    }
    let page = banc.lire("/remises?etat=remises", mk).await;
    assert!(page.corps.contains("intégré par le logiciel du destinataire"), "{}", page.corps);
}

/// The MK writes to the payer's own mailbox instead of joining paper to the bill.
async fn vers_le_payeur(dossier: &Dossier, rang: u128) {
    use crate::cabinet::formulaire;
    let id = dossier.remises(rang).first().unwrap().suivie.id;
    let corps = formulaire(&[("adresse", "payeur@demo.mssante.invalid")]);
    let parti = dossier.cabinet.banc.poster(&format!("/remises/{id}/adresse"), dossier.mk(), &corps).await;
    assert_eq!(parti.statut, 303, "{}", parti.corps);
}

/// Receipts come back to the mailbox that the program reads, even once the MK gave his own for people's answers.
#[tokio::test(flavor = "multi_thread")]
async fn les_accuses_arrivent_meme_quand_le_praticien_a_sa_propre_boite() {
    use crate::cabinet::formulaire;
    let courrier = Courrier::demarrer("accuses");
    let dossier = dossier("pairs-accuses", &courrier).await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    let sienne = formulaire(&[("boite", "le.mk@demo.mssante.invalid")]);
    assert_eq!(banc.poster("/ma-messagerie", mk, &sienne).await.statut, 303);
    let boites = ["integre@demo.mssante.invalid", "inconnu@demo.mssante.invalid"];
    for (rang, boite) in (1..).zip(boites) {
        dossier.boite_du_medecin(boite);
        dossier.document(rang, Genre::CompteRendu);
    }
    expedition::tour(&dossier.app).await.unwrap();
    for boite in boites {
        let recus = courrier.livres(boite);
        let mail = MessageParser::default().parse(recus.first().unwrap()).unwrap();
        assert_eq!(mail.reply_to().unwrap().first().unwrap().address(), Some("le.mk@demo.mssante.invalid"));
        for entete in ["Disposition-Notification-To", "Return-Receipt-To"] {
            assert_eq!(mail.header_raw(entete).map(str::trim), Some("mk@demo.mssante.invalid"), "{entete}");
        }
    }
    relever(&dossier).await;
    for (rang, etat) in [(1, "remis"), (2, "rejete")] {
        let attendu = format!("medecin-traitant mssante-professionnel {etat}");
        assert!(dossier.etats(rang).contains(&attendu), "{:?}", dossier.etats(rang));
    }
    assert!(courrier.livres("le.mk@demo.mssante.invalid").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn rebond_erreur_904_silence_et_coupure_finissent_chacun_dans_leur_etat() {
    let courrier = Courrier::demarrer("retours");
    let dossier = dossier("pairs-retours", &courrier).await;
    let boites = ["rebond", "inconnu", "muet", "refuse", "plus-tard", "coupe"];
    for (rang, boite) in (1..).zip(boites) {
        let adresse: &'static str = Box::leak(format!("{boite}@demo.mssante.invalid").into_boxed_str());
        dossier.boite_du_medecin(adresse);
        dossier.document(rang, Genre::CompteRendu);
    }
    expedition::tour(&dossier.app).await.unwrap();
    relever(&dossier).await;
    let etat = |rang: u128| {
        let remises = dossier.remises(rang);
        let suivie = remises
            .iter()
            .find(|r| r.suivie.destinataire.code() == "medecin-traitant")
            .unwrap()
            .suivie
            .clone();
        (suivie.remise.etat.code(), suivie.remise.doublons_possibles)
    };
    let etats: Vec<_> = (1..=6).map(etat).collect();
    assert_eq!(
        etats,
        [("rejete", 0), ("rejete", 0), ("accepte", 0), ("rejete", 0), ("en-file", 0), ("en-file", 1)],
        "la coupure après l’envoi se voit comme un doublon possible"
    );
    dossier.app.horloge.avancer(SignedDuration::from_hours(73));
    expedition::tour(&dossier.app).await.unwrap();
    expedition::tour(&dossier.app).await.unwrap();
    assert_eq!(etat(3), ("sans-reponse", 0));
    assert_eq!(etat(6).0, "accepte");
    let recus = courrier.livres("coupe@demo.mssante.invalid");
    let ids: std::collections::BTreeSet<_> = recus
        .iter()
        .map(|brut| MessageParser::default().parse(brut).unwrap().message_id().unwrap().to_owned())
        .collect();
    assert_eq!((recus.len(), ids.len()), (2, 1), "reçu deux fois, sous le même identifiant");
    let avis = dossier.a_faire();
    let causes: Vec<String> = avis
        .iter()
        .filter_map(|r| match &r.suivie.remise.etat {
            droit::remise::Etat::Rejete { cause, .. } => Some(cause.as_str().to_owned()),
            _ => None,
        })
        .collect();
    assert!(
        causes.iter().any(|c| c.contains("Erreur 904"))
            && causes.iter().any(|c| c.contains("552 boite pleine")),
        "{causes:?}"
    );
}

/// The operator numbers its mailbox anew: it is read again from its beginning, and what was read counts no more.
#[tokio::test(flavor = "multi_thread")]
async fn une_boite_renumerotee_se_relit_sans_rien_compter_deux_fois() {
    let courrier = Courrier::demarrer("numeros");
    let dossier = dossier("pairs-numeros", &courrier).await;
    dossier.boite_du_medecin("inconnu@demo.mssante.invalid");
    dossier.document(1, Genre::CompteRendu);
    expedition::tour(&dossier.app).await.unwrap();
    relever(&dossier).await;
    let rejetee = "medecin-traitant mssante-professionnel rejete".to_owned();
    assert!(dossier.etats(1).contains(&rejetee), "{:?}", dossier.etats(1));
    let remises = dossier.remises(1);
    let id = remises.iter().find(|r| r.suivie.destinataire.code() == "medecin-traitant").unwrap().suivie.id;
    let encore = dossier.cabinet.banc.poster(&format!("/remises/{id}/envoyer"), dossier.mk(), "").await;
    assert_eq!(encore.statut, 303, "{}", encore.corps);
    let relevee_le = dossier.app.horloge.maintenant();
    super::terrain::ecrire(&dossier.app, move |tx| {
        let ailleurs = entrepot::boite::Position { validite: 1, dernier: 900, relevee_le };
        entrepot::boite::avancer(tx, "mk@demo.mssante.invalid", ailleurs);
    });
    assert!(releve::relever(&dossier.app, Uuid::from_u128(1)).await.unwrap() > 0, "tout est relu");
    let en_file = "medecin-traitant mssante-professionnel en-file".to_owned();
    assert!(dossier.etats(1).contains(&en_file), "l’ancien refus ne vaut plus : {:?}", dossier.etats(1));
}
