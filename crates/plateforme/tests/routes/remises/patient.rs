//! The page of the patient: the datamatrix completes his identity, his answers are dated, his doctor's mailbox is checked.

use axum::http::StatusCode;
use droit::document::Genre;
use droit::identifiant::{StatutIdentite, rpps_de_demonstration};
use droit::remise::{Etat, ObjetVolonte, Volonte};
use entrepot::{Echec, patient};
use plateforme::config::{Monde, Remises};
use plateforme::remise::reprise::{self, Appris};
use plateforme::remise::voies::Voies;

use super::terrain::{Dossier, MK};
use crate::cabinet::{EPISODE, formulaire};

const SCAN: &str = "IS010000000000000000000000S1279035121518989S21.2.250.1.213.1.4.10S3DOMINIQUE MARIE-LOUISE ANNE<GS>S4PAT-TROIS<GS>S5FS628-03-1979S751215";

fn fiche(dossier: &Dossier) -> patient::Patient {
    let (cle, trousseau) = (dossier.patient, dossier.app.entrepot.trousseau().clone());
    dossier
        .app
        .entrepot
        .lire_ici(move |tx| patient::charger(tx, &trousseau, cle)?.ok_or(Echec::Absent))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn un_datamatrix_complete_l_identite_sans_la_qualifier_et_refuse_celui_d_un_autre() {
    let dossier = Dossier::new("patient-scan").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    let scanner = |scan: String| async move {
        banc.poster(&format!("{EPISODE}/patient/scan"), mk, &formulaire(&[("scan", &scan)])).await
    };
    let lu = scanner(SCAN.to_owned()).await;
    assert_eq!(lu.statut, StatusCode::SEE_OTHER, "{}", lu.corps);
    let apres = fiche(&dossier);
    assert_eq!(apres.prenoms.unwrap().as_str(), "DOMINIQUE MARIE-LOUISE ANNE");
    assert_eq!(apres.identite.statut, StatutIdentite::Qualifiee, "le statut ne change pas");
    assert_eq!(apres.identite.traits.prenom(), "Dominique", "les traits non plus");
    for (ancien, nouveau, attendu) in [
        ("PAT-TROIS", "PAT-QUATRE", "nom de naissance « PAT-QUATRE » au lieu de « PAT-TROIS »"),
        ("28-03-1979", "29-03-1979", "date de naissance"),
        ("518989", "518988", "clé du matricule INS est fausse"),
        ("1.2.250.1.213.1.4.10", "1.2.250.1.213.1.4.8<GS>", "seuls les matricules de test entrent ici"),
        ("S5F", "S5X", "ni M ni F"),
    ] {
        let refus = scanner(SCAN.replacen(ancien, nouveau, 1)).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{attendu}");
        assert!(refus.corps.contains(attendu), "{attendu} : {}", refus.corps);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn l_identite_se_complete_a_la_main_et_la_page_dit_ce_qui_manque() {
    let dossier = Dossier::new("patient-main").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    let poster = |champs: Vec<(&'static str, &'static str)>| async move {
        banc.poster(&format!("{EPISODE}/patient/identite"), mk, &formulaire(&champs)).await
    };
    let vide = poster(vec![
        ("statut", "qualifiee"),
        ("oid", "1.2.250.1.213.1.4.10"),
        ("prenoms", "Marie Dominique"),
    ])
    .await;
    assert_eq!(vide.statut, StatusCode::UNPROCESSABLE_ENTITY);
    for attendu in ["Une identité qualifiée a un matricule", "commence par le premier prénom"] {
        assert!(vide.corps.contains(attendu), "{attendu} : {}", vide.corps);
    }
    let fait = poster(vec![
        ("statut", "validee"),
        ("ins", "2 79 03 51 215 189 89"),
        ("oid", "1.2.250.1.213.1.4.10"),
        ("prenoms", "Dominique Marie"),
        ("lieu_naissance", "51215"),
    ])
    .await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let page = banc.lire(&format!("{EPISODE}/patient?fait=identite"), mk).await;
    for attendu in [
        "Identité enregistrée",
        "L’identité n’est pas qualifiée",
        "Dominique Marie",
        "Ce que chaque statut permet",
    ] {
        assert!(page.corps.contains(attendu), "{attendu} : {}", page.corps);
    }
    let confrere = banc.lire(&format!("{EPISODE}/patient"), &dossier.cabinet.confrere).await;
    assert_eq!(confrere.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn les_reponses_du_patient_et_l_adresse_du_medecin_decident_des_remises_suivantes() {
    let dossier = Dossier::new("patient-volontes").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    let poster = |fin: &'static str, champs: Vec<(&'static str, &'static str)>| async move {
        banc.poster(&format!("{EPISODE}/patient/{fin}"), mk, &formulaire(&champs)).await
    };
    let sans = poster("volonte", vec![("objet", "dmp"), ("le-dmp", "2026-03-10")]).await;
    assert_eq!(sans.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        sans.corps.contains("Choisissez la réponse du patient") && sans.corps.contains("pas encore venu")
    );
    let oui = vec![("objet", "dmp"), ("volonte-dmp", "accord"), ("le-dmp", "2026-03-09")];
    assert_eq!(poster("volonte", oui).await.statut, StatusCode::SEE_OTHER);
    let dehors = poster("boite", vec![("boite", "dr@exemple.fr")]).await;
    assert!(dehors.corps.contains("espace de confiance MSSanté"), "{}", dehors.corps);
    let dedans = poster("boite", vec![("boite", "dr.test@demo.mssante.invalid")]).await;
    assert_eq!(dedans.statut, StatusCode::SEE_OTHER);
    dossier.document(1, Genre::Bilan);
    assert_eq!(
        dossier.etats(1),
        [
            "dmp dmp en-file",
            "medecin-traitant mssante-professionnel en-file",
            "patient mssante-patient compose"
        ]
    );
    let page = banc.lire(&format!("{EPISODE}/patient"), mk).await;
    assert!(page.corps.contains("Accord (ne s’oppose pas), le 9 mars 2026"), "{}", page.corps);
    let sienne =
        banc.poster("/ma-messagerie", mk, &formulaire(&[("boite", "mk@demo.mssante.invalid")])).await;
    assert_eq!(sienne.statut, StatusCode::SEE_OTHER, "{}", sienne.corps);
}

#[tokio::test(flavor = "multi_thread")]
async fn ce_que_le_patient_repond_et_l_adresse_du_medecin_liberent_ce_qui_attendait() {
    let dossier = Dossier::new("patient-reprise").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    dossier.document(1, Genre::Bilan);
    dossier.document(2, Genre::CompteRendu);
    let attend =
        ["dmp dmp compose", "medecin-traitant main-propre compose", "patient mssante-patient compose"];
    assert_eq!(dossier.etats(1), attend);
    assert_eq!(dossier.etats(2), attend);
    let poster = |fin: &'static str, champs: Vec<(&'static str, &'static str)>| async move {
        let fait = banc.poster(&format!("{EPISODE}/patient/{fin}"), mk, &formulaire(&champs)).await;
        assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    };
    poster("volonte", vec![("objet", "dmp"), ("volonte-dmp", "accord"), ("le-dmp", "2026-03-09")]).await;
    poster("boite", vec![("boite", "dr.test@demo.mssante.invalid")]).await;
    let refus = [
        ("objet", "messagerie-patient"),
        ("volonte-messagerie-patient", "opposition"),
        ("le-messagerie-patient", "2026-03-09"),
    ];
    poster("volonte", refus.to_vec()).await;
    for rang in [1, 2] {
        assert_eq!(
            dossier.etats(rang),
            [
                "dmp dmp en-file",
                "medecin-traitant main-propre annule",
                "medecin-traitant mssante-professionnel en-file",
                "patient main-propre compose",
                "patient mssante-patient annule",
            ]
        );
    }
    let liste = banc.lire("/remises", mk).await.corps;
    assert!(liste.contains("remettez-lui le document") && !liste.contains("Demandez au patient"), "{liste}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sans_interface_du_dmp_l_accord_note_laisse_le_portail_a_faire() {
    let sans = Remises::default();
    let dossier =
        Dossier::avec("patient-portail", |_| Voies::des_reglages(&sans, Monde::Reel, None).unwrap()).await;
    dossier.document(1, Genre::Bilan);
    let mk = (dossier.patient, MK);
    let accord = (ObjetVolonte::Dmp, Volonte::Accord);
    let appris = Appris::volonte(&dossier.app, mk, accord, jiff::civil::date(2026, 3, 9));
    reprise::noter(&dossier.app, mk, appris).await.unwrap();
    let depot = dossier.remises(1).into_iter().find(|r| r.suivie.destinataire.code() == "dmp").unwrap();
    assert_eq!(depot.suivie.remise.etat, Etat::Compose, "rien ne part vers une interface qui n’existe pas");
    assert!(depot.dit.as_deref().is_some_and(|dit| dit.contains("portail web du DMP")), "{:?}", depot.dit);
}

#[tokio::test(flavor = "multi_thread")]
async fn l_annuaire_mssante_propose_les_adresses_du_medecin_a_son_numero() {
    let dossier = Dossier::new("patient-annuaire").await;
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    let page = || async { banc.lire(&format!("{EPISODE}/patient"), mk).await.corps };
    let nommer = |rpps: String| async move {
        let champs = [("connu", "oui"), ("nom", "Essai"), ("prenom", "Éloïse"), ("rpps", rpps.as_str())];
        let note = banc.poster(&format!("{EPISODE}/medecin-traitant"), mk, &formulaire(&champs)).await;
        assert_eq!(note.statut, StatusCode::SEE_OTHER, "{}", note.corps);
    };
    nommer(rpps_de_demonstration(3).to_string()).await;
    assert!(!page().await.contains("annuaire MSSanté"), "rien n’est proposé avant la première extraction");
    let adresses = [
        (3, "dr.essai@demo.mssante.invalid"),
        (3, "dr@ailleurs.exemple.fr"),
        (4, "autre@demo.mssante.invalid"),
    ];
    crate::annuaire_sante::importer_les_boites(&dossier.cabinet.banc, &adresses).unwrap();
    let lue = page().await;
    assert!(
        lue.contains("1 adresse trouvée") && lue.contains("value=\"dr.essai@demo.mssante.invalid\""),
        "{lue}"
    );
    for tue in ["ailleurs.exemple.fr", "autre@demo"] {
        assert!(!lue.contains(tue), "{tue} : {lue}");
    }
    dossier.document(1, Genre::Bilan);
    let attente =
        dossier.a_faire().into_iter().find(|r| r.suivie.destinataire.code() == "medecin-traitant").unwrap();
    let remise = format!("/remises/{}", attente.suivie.id);
    assert!(banc.lire(&remise, mk).await.corps.contains("dr.essai@demo.mssante.invalid"));
    let choisie = formulaire(&[("adresse", "dr.essai@demo.mssante.invalid")]);
    let parti = banc.poster(&format!("{remise}/adresse"), mk, &choisie).await;
    assert_eq!(parti.statut, StatusCode::SEE_OTHER, "{}", parti.corps);
    assert!(dossier.etats(1).contains(&"medecin-traitant mssante-professionnel en-file".to_owned()));
    nommer(rpps_de_demonstration(9).to_string()).await;
    assert!(page().await.contains("ne publie pas d’adresse à son numéro RPPS"));
}
