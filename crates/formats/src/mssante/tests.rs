//! Stories of a mail: where it may go, what it carries, what comes back.

use droit::identifiant::{
    Ins, LieuNaissance, MoisDeNaissance, OidIns, SexeInscrit, StatutIdentite, ins_de_demonstration,
};
use droit::patient::{Identite, Sexe, Traits};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

const AUJOURD_HUI: Date = date(2026, 11, 22);

fn patient(oid: OidIns, statut: StatutIdentite) -> Identite {
    let traits =
        Traits::nouveaux("D’Hôtel-Éric", "Zoé", Sexe::Feminin, date(1988, 10, 12), AUJOURD_HUI).unwrap();
    let naissance = MoisDeNaissance { annee: 1988, mois: 10 };
    let essai = ins_de_demonstration(SexeInscrit::Feminin, naissance, 7);
    let ins = Some(Ins::new(essai.matricule().clone(), oid));
    Identite { traits, ins, lieu_naissance: None::<LieuNaissance>, statut }
}

fn demo() -> ListeBlanche {
    ListeBlanche::lire(Espace::Demonstration, "# ajoutés\nchu-demo.invalid\n").unwrap()
}

fn courrier<'a>(patient: &'a Identite, produit: &'a Produit) -> Courrier<'a> {
    let liste = demo();
    Courrier {
        identifiant: "0199-1@demo.mssante.invalid".into(),
        expediteur: Expediteur {
            adresse: liste.adresse("mk@demo.mssante.invalid").unwrap(),
            civilite: Some("Mme".into()),
            prenom: "Inès".into(),
            nom: "Démo".into(),
            entite: "Cabinet_du Parc".into(),
        },
        reponse_a: None,
        destinataire: liste.adresse("medecin@chu-demo.invalid").unwrap(),
        patient,
        documents: vec![DocumentJoint {
            libelle: "CR de rééducation fonctionnelle, bilan initial\r\nBcc: x".into(),
            code: "47420-5".into(),
            acte_le: date(2026, 11, 20),
            pdf: b"%PDF-1.4".to_vec(),
        }],
        archive: Some(b"PK".to_vec()),
        texte: Texte::Premier,
        echange: Echange::Clos,
        produit,
    }
}

#[test]
fn seul_l_espace_de_confiance_recoit() {
    let reel = ListeBlanche::lire(Espace::Reel, "chu-exemple.fr").unwrap();
    assert!(reel.adresse("dr@operateur.mssante.fr").is_ok());
    assert!(reel.adresse("dr@CHU-Exemple.fr").is_ok());
    for dehors in
        ["dr@exemple.fr", "dr@fauxmssante.fr", "dr@mssante.fr.exemple.com", "dr@demo.mssante.invalid"]
    {
        assert!(matches!(reel.adresse(dehors), Err(AdresseRefusee::HorsEspace(_))), "{dehors}");
    }
    for forme in [
        "",
        "dr",
        "@mssante.fr",
        "a b@x.mssante.fr",
        "a@b@x mssante.fr",
        "a\r\n@x.mssante.fr",
        ".a@x.mssante.fr",
    ] {
        assert_eq!(reel.adresse(forme), Err(AdresseRefusee::Forme), "{forme:?}");
    }
}

#[test]
fn la_boite_d_un_patient_ne_se_saisit_pas() {
    let avec_son_domaine = ListeBlanche::lire(Espace::Demonstration, "patient.mssante.invalid").unwrap();
    for liste in [demo(), avec_son_domaine] {
        for saisie in ["279035121518989@patient.mssante.invalid", "dr@Patient.MSSante.invalid"] {
            assert_eq!(liste.adresse(saisie), Err(AdresseRefusee::BoiteDePatient), "{saisie}");
        }
        assert!(liste.adresse("dr@autre-patient.mssante.invalid").is_ok());
    }
    let reel = ListeBlanche::lire(Espace::Reel, "").unwrap();
    assert_eq!(reel.adresse("279035121518989@patient.mssante.fr"), Err(AdresseRefusee::BoiteDePatient));
}

#[test]
fn on_n_ecrit_au_patient_que_sous_une_identite_qualifiee() {
    for statut in StatutIdentite::TOUS {
        let adresse = adresse_du_patient(&patient(OidIns::NirTest, *statut), &demo());
        assert_eq!(adresse.is_ok(), *statut == StatutIdentite::Qualifiee, "{}", statut.code());
    }
}

#[test]
fn un_matricule_d_essai_ne_quitte_pas_la_demonstration() {
    let reel = ListeBlanche::lire(Espace::Reel, "").unwrap();
    let essai = patient(OidIns::NirTest, StatutIdentite::Qualifiee);
    assert_eq!(adresse_du_patient(&essai, &reel), Err(AdresseRefusee::AutreEspace));
    let demo_ = patient(OidIns::NirDemo, StatutIdentite::Qualifiee);
    assert_eq!(adresse_du_patient(&demo_, &reel), Err(AdresseRefusee::AutreEspace));
}

#[test]
fn une_adresse_de_patient_ne_se_lit_pas_dans_les_journaux() {
    let adresse = adresse_du_patient(&patient(OidIns::NirTest, StatutIdentite::Qualifiee), &demo()).unwrap();
    assert_eq!(format!("{adresse:?}"), "Adresse(…@patient.mssante.invalid)");
}

#[test]
fn l_objet_et_les_noms_suivent_les_regles() {
    let patient = patient(OidIns::NirTest, StatutIdentite::Qualifiee);
    let produit = Produit::nouveau("DEMO-1").unwrap();
    let message = composer(courrier(&patient, &produit)).unwrap();
    assert_eq!(
        message.objet,
        "XDM/1.0/DDM+CR de rééducation fonctionnelle, bilan initial Bcc: x D’HÔTEL-ÉRIC Zoé 12/10/1988"
    );
    assert_eq!(message.libelle, "Mme_Inès_DÉMO_Cabinet du Parc");
    let noms: Vec<_> = message.pieces.iter().map(|piece| piece.nom.as_str()).collect();
    assert_eq!(
        noms,
        ["IHE_XDM.zip", "20261120_CR de rééducation fonctionnelle, bilan i_D’HÔTEL-ÉRIC_Zoé.pdf"]
    );
    let entete = |nom: &str| message.entetes.iter().find(|(n, _)| *n == nom).map(|(_, v)| v.as_str());
    assert_eq!(entete("X-MSS-CODECDA"), Some("47420-5"));
    assert_eq!(entete("X-MSS-INS"), Some("O"));
    assert_eq!(entete("X-MSS-NIL"), Some("DEMO-1"));
    assert_eq!(entete("X-MSS-MES"), Some("FIN"));
    assert_eq!(entete("Disposition-Notification-To"), Some("mk@demo.mssante.invalid"));
}

#[test]
fn les_accuses_reviennent_a_la_boite_qui_envoie_et_les_reponses_au_praticien() {
    let patient = patient(OidIns::NirTest, StatutIdentite::Qualifiee);
    let produit = Produit::nouveau("DEMO-1").unwrap();
    let sienne = demo().adresse("ines.demo@demo.mssante.invalid").unwrap();
    let courrier = Courrier { reponse_a: Some(sienne.clone()), ..courrier(&patient, &produit) };
    let message = composer(courrier).unwrap();
    assert_eq!(message.reponse_a, Some(sienne));
    for nom in ["Disposition-Notification-To", "Return-Receipt-To"] {
        assert!(message.entetes.contains(&(nom, "mk@demo.mssante.invalid".to_owned())), "{nom}");
    }
}

#[test]
fn une_identite_non_qualifiee_part_sans_dire_d_ins() {
    let patient = patient(OidIns::NirTest, StatutIdentite::Validee);
    let produit = Produit::nouveau("DEMO-1").unwrap();
    let message = composer(courrier(&patient, &produit)).unwrap();
    assert!(message.entetes.contains(&("X-MSS-INS", "N".to_owned())));
}

#[test]
fn un_courriel_vide_ou_trop_lourd_n_est_pas_compose() {
    let patient = patient(OidIns::NirTest, StatutIdentite::Qualifiee);
    let produit = Produit::nouveau("DEMO-1").unwrap();
    let vide = Courrier { documents: vec![], ..courrier(&patient, &produit) };
    assert_eq!(composer(vide), Err(MessageRefuse::SansDocument));
    let lourd = Courrier { archive: Some(vec![0; 8_000_000]), ..courrier(&patient, &produit) };
    assert_eq!(composer(lourd), Err(MessageRefuse::TropLourd));
}

fn mdn(disposition: &str) -> Vec<u8> {
    format!(
        "From: lps@h.mssante.invalid\r\nTo: mk@demo.mssante.invalid\r\nSubject: Accuse\r\n\
         Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nPris en compte\r\n\
         --b\r\nContent-Type: message/disposition-notification\r\n\r\n\
         Final-Recipient: rfc822;autre@h.mssante.invalid\r\nOriginal-Message-ID: <m-1@demo>\r\n\
         Disposition: automatic-action/MDN-sent-automatically;\r\n {disposition}\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <m-1@demo>\r\nSubject: x\r\n\r\ny\r\n--b--\r\n"
    )
    .into_bytes()
}

#[test]
fn un_accuse_d_integration_est_compris() {
    let attendu = Retour::Notification { original: Some("m-1@demo".into()), lecture: Lecture::Integre };
    assert_eq!(lire(&mdn("processed")), attendu);
    assert!(matches!(lire(&mdn("displayed")), Retour::Notification { lecture: Lecture::Lu, .. }));
    assert!(
        matches!(lire(&mdn("deleted")), Retour::Notification { lecture: Lecture::Autre(mot), .. } if mot == "deleted")
    );
}

#[test]
fn chaque_erreur_d_integration_garde_son_code() {
    let codes = [
        ("900", CodeErreur::Version),
        ("901", CodeErreur::Auteur),
        ("902", CodeErreur::PatientInconnu),
        ("903", CodeErreur::InsAbsent),
        ("904", CodeErreur::InsDifferent),
        ("905", CodeErreur::InsIncomplet),
        ("906", CodeErreur::Autre),
        ("999", CodeErreur::Autre),
        ("", CodeErreur::Autre),
    ];
    for (code, attendu) in codes {
        let lu = lire(&mdn(&format!(
            "processed/Error: {code}^Libellé^messageErrorCondition| E^Error^errorSeverity"
        )));
        let Retour::Notification { lecture: Lecture::Erreur(erreur), .. } = lu else {
            panic!("{code} : {lu:?}")
        };
        assert_eq!((erreur.code, erreur.libelle.as_str()), (attendu, "Libellé"));
        assert!(erreur.code.explication().contains(':'));
    }
}

#[test]
fn une_erreur_sans_accuse_demande_se_reconnait_a_son_objet() {
    for objet in [
        "[KO Intégration système !][902] XDM/1.0/DDM+CR NOM",
        "[Erreur d'intégration !][902] XDM/1.0/DDM+CR NOM",
    ] {
        let mail = format!(
            "From: lps@h.mssante.invalid\r\nSubject: {objet}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n902 Identifiant inconnu\r\n\
             --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <m-2@demo>\r\nSubject: x\r\n\r\ny\r\n--b--\r\n"
        );
        let Retour::Notification { original, lecture: Lecture::Erreur(erreur) } = lire(mail.as_bytes())
        else {
            panic!("{objet}")
        };
        assert_eq!((original.as_deref(), erreur.code), (Some("m-2@demo"), CodeErreur::PatientInconnu));
    }
}

fn dsn(action: &str, fin: &str) -> Vec<u8> {
    format!(
        "From: mailer-daemon@h.mssante.invalid\nSubject: Etat\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nbla\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; h\n\n\
         Final-Recipient: rfc822; x@h\nAction: {action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 inconnu\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <m-3@demo>\n\n--b--\n"
    )
    .replace('\n', fin)
    .into_bytes()
}

#[test]
fn un_rebond_dit_ce_que_le_serveur_a_dit() {
    for fin in ["\n", "\r\n"] {
        let attendu = Retour::Remise {
            original: Some("m-3@demo".into()),
            remise: Remise::Echec("5.1.1 smtp; 550 inconnu".into()),
        };
        assert_eq!(lire(&dsn("failed", fin)), attendu);
        assert!(matches!(lire(&dsn("delayed", fin)), Retour::Remise { remise: Remise::Retarde, .. }));
        assert!(matches!(lire(&dsn("delivered", fin)), Retour::Remise { remise: Remise::Remis, .. }));
    }
}

#[test]
fn un_rebond_sans_forme_est_reconnu() {
    let mail = "From: MAILER-DAEMON@h.mssante.invalid\r\nSubject: Undelivered Mail Returned to Sender\r\n\r\n\
                Boîte pleine\r\nMessage-ID: <m-4@demo>\r\n";
    let Retour::Remise { original, remise: Remise::Echec(cause) } = lire(mail.as_bytes()) else { panic!() };
    assert_eq!((original.as_deref(), cause.as_str()), (Some("m-4@demo"), "Boîte pleine"));
}

#[test]
fn la_reponse_d_une_personne_se_rattache_au_message() {
    let mail = "From: Dr Démo <dr@h.mssante.invalid>\r\nSubject: Re: bilan\r\nIn-Reply-To: <m-5@demo>\r\n\
                Content-Type: text/plain; charset=utf-8\r\n\r\nMerci, d’accord.\r\n";
    let Retour::Reponse { original, de, texte, .. } = lire(mail.as_bytes()) else { panic!() };
    assert_eq!(
        (original.as_deref(), de.as_str(), texte.trim()),
        (Some("m-5@demo"), "dr@h.mssante.invalid", "Merci, d’accord.")
    );
}

proptest! {
    #[test]
    fn rien_ne_fait_tomber_la_lecture(octets in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = lire(&octets);
    }

    #[test]
    fn aucun_champ_n_ajoute_d_en_tete(libelle in "\\PC{0,60}|[\\r\\n:A-Za-z ]{0,60}") {
        let patient = patient(OidIns::NirTest, StatutIdentite::Qualifiee);
        let produit = Produit::nouveau("DEMO-1").unwrap();
        let mut courrier = courrier(&patient, &produit);
        for document in &mut courrier.documents {
            document.libelle.clone_from(&libelle);
        }
        let message = composer(courrier).unwrap();
        prop_assert!(!message.objet.contains(['\r', '\n']));
        for piece in &message.pieces {
            prop_assert!(!piece.nom.contains(['\r', '\n', '/', '\\']));
        }
    }
}
