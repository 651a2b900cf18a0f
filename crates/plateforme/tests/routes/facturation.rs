//! The bill from the page: the check-list, what the MK says, the justificatif, the lines, the words of the department.

use axum::http::{StatusCode, header};
use droit::acces::Role;
use droit::facturation::Point;
use jiff::SignedDuration;
use plateforme::serveur::Portee;
use serde_json::json;

use crate::banc::{Porteur, acteur};
use crate::cabinet::{Cabinet, EPISODE, formulaire, ouverture};
use crate::documents::bilan;

const LIEU: &str = "00000000-0000-0000-0000-000000000001";

async fn preparer(cabinet: &Cabinet) {
    let ouvert = cabinet.banc.poster("/episodes", &cabinet.mk, &ouverture(&[("acte", "RAM 8.11")])).await;
    assert_eq!(ouvert.statut, StatusCode::SEE_OTHER, "{}", ouvert.corps);
}

async fn numeroter(cabinet: &Cabinet) {
    let champ = format!("numero_am.{LIEU}");
    let garde = cabinet.banc.poster("/mon-cabinet", &cabinet.mk, &formulaire(&[(&champ, "457000012")])).await;
    assert_eq!(garde.statut, StatusCode::SEE_OTHER, "{}", garde.corps);
}

async fn page(cabinet: &Cabinet) -> String {
    cabinet.banc.lire(&format!("{EPISODE}/facturation"), &cabinet.mk).await.corps
}

fn dite<'c>(version: &'c str, changements: &[(&'c str, &'c str)]) -> String {
    let mut champs =
        vec![("version", version), ("canal", "acces-direct"), ("bilans", "general"), ("prescripteur", "")];
    champs.retain(|(nom, _)| !changements.iter().any(|(autre, _)| autre == nom));
    champs.extend_from_slice(changements);
    formulaire(&champs)
}

#[tokio::test(flavor = "multi_thread")]
async fn ce_qui_manque_se_dit_puis_l_episode_est_pret() {
    let cabinet = Cabinet::new("facturation");
    preparer(&cabinet).await;
    let avant = page(&cabinet).await;
    for attendu in [
        "points à régler avant de facturer",
        "numéro d’Assurance Maladie du lieu d’exercice manque",
        "annexe 1",
    ] {
        assert!(avant.contains(attendu), "{attendu} : {avant}");
    }
    let jeton = cabinet.banc.jeton(cabinet.comptes[0], &[Portee::EpisodesLire]);
    let api = cabinet.banc.lire(&format!("/api/v1{EPISODE}/facturation"), &jeton).await;
    let lue: serde_json::Value = serde_json::from_str(&api.corps).unwrap();
    assert_eq!((&lue["prete"], &lue["numero_am"]), (&json!(false), &json!(null)), "{lue}");
    let refus = cabinet.banc.poster(&format!("{EPISODE}/justificatif"), &cabinet.mk, "").await;
    assert_eq!(refus.statut, StatusCode::CONFLICT);
    numeroter(&cabinet).await;
    let fait = cabinet.banc.poster(&format!("{EPISODE}/justificatif"), &cabinet.mk, "").await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let apres = page(&cabinet).await;
    let jeton = cabinet.banc.jeton(cabinet.comptes[0], &[Portee::EpisodesLire]);
    let api = cabinet.banc.lire(&format!("/api/v1{EPISODE}/facturation"), &jeton).await;
    let lue: serde_json::Value = serde_json::from_str(&api.corps).unwrap();
    assert_eq!((&lue["prete"], &lue["numero_am"]), (&json!(true), &json!("457000012")), "{lue}");
    assert_eq!(lue["points"].as_array().unwrap().len(), Point::TOUS.len());
    assert_eq!(
        lue["lignes"],
        json!([{ "le": "2026-03-09", "objet": "seance", "lettre": "RAM", "coefficient": "8.11", "montant_centimes": 1792 }])
    );
    assert_eq!(
        (&lue["total"], &lue["piece"]["demande"]),
        (&json!({ "centimes": 1792, "exact": true }), &json!("annexe-1"))
    );
    let confrere = cabinet.banc.jeton(cabinet.comptes[1], &[Portee::EpisodesLire]);
    let ailleurs = cabinet.banc.lire(&format!("/api/v1{EPISODE}/facturation"), &confrere).await;
    assert_eq!(ailleurs.statut, StatusCode::NOT_FOUND, "un épisode d’autrui n’existe pas");
    for attendu in ["Prêt à facturer", "457000012", "RAM 8,11", "17,92\u{a0}€", "Justificatif prêt"] {
        assert!(apres.contains(attendu), "{attendu} : {apres}");
    }
    let document = apres.split("/document.pdf").next().unwrap().rsplit('"').next().unwrap().to_owned();
    let pdf = cabinet.banc.lire(&format!("{document}/document.pdf"), &cabinet.mk).await;
    assert!(pdf.octets.starts_with(b"%PDF-"));
    // It travels with its CDA, and nobody but the payer is to have it: the DMP is owed nothing.
    let cda = cabinet.banc.lire(&format!("{document}/document.xml"), &cabinet.mk).await;
    assert!(cda.corps.contains("code=\"CERT_DECL\""), "{}", cda.corps);
    let ecran = cabinet.banc.lire(&document, &cabinet.mk).await.corps;
    assert!(ecran.contains("CDA (XML)") && ecran.contains("ne va pas dans le DMP"), "{ecran}");
    assert!(!ecran.contains("Corriger ce document"));
    // Made again, it is a new version of the same one.
    cabinet.banc.poster(&format!("{EPISODE}/justificatif"), &cabinet.mk, "").await;
    let liste = cabinet.banc.lire(&format!("{EPISODE}/documents"), &cabinet.mk).await.corps;
    assert!(liste.contains("version 2") && liste.contains("Remplacé"), "{liste}");
}

#[tokio::test(flavor = "multi_thread")]
async fn le_numero_porte_et_le_renouvellement_se_verifient() {
    let cabinet = Cabinet::new("prescripteur");
    preparer(&cabinet).await;
    numeroter(&cabinet).await;
    let adresse = format!("{EPISODE}/facturation");
    let rpps = droit::identifiant::rpps_de_demonstration(0).to_string();
    cabinet.banc.poster(&adresse, &cabinet.mk, &dite("0", &[("prescripteur", &rpps)])).await;
    assert!(page(&cabinet).await.contains("porte un numéro RPPS"));
    let perdu = cabinet.banc.poster(&adresse, &cabinet.mk, &dite("0", &[])).await;
    assert_eq!(perdu.statut, StatusCode::CONFLICT, "un second onglet n’écrase rien");
    let sans_date =
        cabinet.banc.poster(&adresse, &cabinet.mk, &dite("1", &[("canal", "renouvellement")])).await;
    assert_eq!(sans_date.statut, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sans_date.corps.contains("Indiquez le jour de la prescription renouvelée."));
    let renouvele = [("canal", "renouvellement"), ("prescription_du", "2025-06-01")];
    cabinet.banc.poster(&adresse, &cabinet.mk, &dite("1", &renouvele)).await;
    let dit = page(&cabinet).await;
    assert!(
        dit.contains("portez le numéro du médecin qui a prescrit") && dit.contains("gardez-la 33 mois"),
        "{dit}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn les_lignes_sortent_en_csv_et_en_xlsx_et_ce_qui_est_parti_quitte_la_liste() {
    let cabinet = Cabinet::new("lignes");
    let hostile = ouverture(&[("acte", "RAM 8.11"), ("nom", "=HYPERLINK-Test")]);
    let ouvert = cabinet.banc.poster("/episodes", &cabinet.mk, &hostile).await;
    if ouvert.statut != StatusCode::SEE_OTHER {
        preparer(&cabinet).await;
    }
    numeroter(&cabinet).await;
    cabinet.banc.poster(&format!("{EPISODE}/justificatif"), &cabinet.mk, "").await;
    let csv = cabinet.banc.lire(&format!("{EPISODE}/facturation/lignes.csv"), &cabinet.mk).await;
    for attendu in ["RAM", "8,11", "17,92", "457000012", "Accès direct"] {
        assert!(csv.corps.contains(attendu), "{attendu} : {}", csv.corps);
    }
    assert!(!csv.corps.contains("\n=") && !csv.corps.contains(";="), "{}", csv.corps);
    let xlsx = cabinet.banc.lire("/facturation/lignes.xlsx", &cabinet.mk).await;
    assert!(
        xlsx.octets.starts_with(b"PK") && xlsx.entete(header::CONTENT_DISPOSITION).contains("lignes.xlsx")
    );
    let tous = cabinet.banc.lire("/facturation/lignes.csv", &cabinet.mk).await;
    assert_eq!(tous.corps.lines().count(), csv.corps.lines().count(), "{}", tous.corps);
    let liste = cabinet.banc.lire("/facturation", &cabinet.mk).await.corps;
    assert!(liste.contains(EPISODE) && liste.contains("Prêt"), "{liste}");
    let depart = formulaire(&[("version", "0"), ("geste", "facturee")]);
    cabinet.banc.poster(&format!("{EPISODE}/facturation/depart"), &cabinet.mk, &depart).await;
    assert!(!cabinet.banc.lire("/facturation", &cabinet.mk).await.corps.contains(EPISODE));
    assert!(cabinet.banc.lire("/facturation?etat=facturees", &cabinet.mk).await.corps.contains(EPISODE));
    assert_eq!(cabinet.banc.lire("/facturation/lignes.exe", &cabinet.mk).await.statut, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn l_administrateur_change_les_mots_du_justificatif_et_rien_de_ce_qui_est_valide() {
    let cabinet = Cabinet::new("gabarit");
    let compte = cabinet.banc.compte("administrateur", acteur(Role::Administrateur));
    let admin: Porteur = cabinet.banc.session(compte);
    let adresse = "/administration/justificatifs/45";
    let liste = cabinet.banc.lire("/administration/justificatifs", &admin).await;
    assert!(
        liste.corps.contains("Annexe 1") && liste.corps.contains("Aucune pièce demandée"),
        "{}",
        liste.corps
    );
    let envoyer = |version: &str, geste: &str, texte: &str| {
        formulaire(&[("version", version), ("geste", geste), ("texte", texte)])
    };
    let faux = cabinet
        .banc
        .poster(adresse, &admin, &envoyer("0", "garder", "## Soins\nPar {praticienne}\n{ouvert"))
        .await;
    assert_eq!(faux.statut, StatusCode::UNPROCESSABLE_ENTITY);
    for attendu in ["Ligne 2", "« {praticienne} » n’est pas un champ", "Ligne 3", "{ouvert"] {
        assert!(faux.corps.contains(attendu), "{attendu} : {}", faux.corps);
    }
    let juste = "## Caisse du Loiret\nDiagnostic : {diagnostic}\n{seances}\n- <b>{patient}</b>";
    let vu = cabinet.banc.poster(adresse, &admin, &envoyer("0", "apercu", juste)).await;
    assert!(
        vu.corps.contains("Caisse du Loiret") && vu.corps.contains("&lt;b&gt;EXEMPLE Dominique"),
        "{}",
        vu.corps
    );
    let pdf = cabinet.banc.poster(adresse, &admin, &envoyer("0", "pdf", juste)).await;
    assert!(pdf.octets.starts_with(b"%PDF-"));
    let garde = cabinet.banc.poster(adresse, &admin, &envoyer("0", "garder", juste)).await;
    assert_eq!(garde.statut, StatusCode::SEE_OTHER, "{}", garde.corps);
    let perdu = cabinet.banc.poster(adresse, &admin, &envoyer("0", "garder", juste)).await;
    assert_eq!(perdu.statut, StatusCode::CONFLICT);
    preparer(&cabinet).await;
    numeroter(&cabinet).await;
    cabinet.banc.poster(&format!("{EPISODE}/justificatif"), &cabinet.mk, "").await;
    let document =
        page(&cabinet).await.split("/document.pdf").next().unwrap().rsplit('"').next().unwrap().to_owned();
    let avant = cabinet.banc.lire(&format!("{document}/document.pdf"), &cabinet.mk).await.octets;
    let ecran = cabinet.banc.lire(&document, &cabinet.mk).await.corps;
    assert!(ecran.contains("Caisse du Loiret"), "{ecran}");
    cabinet.banc.poster(adresse, &admin, &envoyer("1", "defaut", "")).await;
    assert!(cabinet.banc.lire(adresse, &admin).await.corps.contains("Version 2"));
    assert_eq!(cabinet.banc.lire(&format!("{document}/document.pdf"), &cabinet.mk).await.octets, avant);
    assert_eq!(
        cabinet.banc.lire(&document, &cabinet.mk).await.corps,
        ecran,
        "l’écran dit ce qui a été validé"
    );
    // Made again, it is a new version, in the words of today; the first one keeps its own.
    cabinet.banc.poster(&format!("{EPISODE}/justificatif"), &cabinet.mk, "").await;
    let page = page(&cabinet).await;
    let nouveau = page.split("/document.pdf").next().unwrap().rsplit('"').next().unwrap();
    assert!(!cabinet.banc.lire(nouveau, &cabinet.mk).await.corps.contains("Caisse du Loiret"));
    assert!(cabinet.banc.lire(&document, &cabinet.mk).await.corps.contains("Caisse du Loiret"));
}

#[tokio::test(flavor = "multi_thread")]
async fn ce_qui_est_du_se_voit_puis_disparait() {
    let cabinet = Cabinet::new("dus");
    preparer(&cabinet).await;
    let tableau = cabinet.banc.lire("/tableau-de-bord", &cabinet.mk).await.corps;
    assert!(
        tableau.contains("1 bilan ou compte rendu à valider") && tableau.contains("Bilan initial à valider"),
        "{tableau}"
    );
    assert!(cabinet.banc.lire(EPISODE, &cabinet.mk).await.corps.contains("Écrire le bilan"));
    cabinet.banc.app.horloge.avancer(SignedDuration::from_hours(24 * 9));
    let mk = cabinet.banc.session(cabinet.comptes[0]);
    let dus = cabinet.banc.lire("/documents-dus", &mk).await.corps;
    assert!(dus.contains("en retard de 2 jours") && dus.contains("ZWARTENDIJK"), "{dus}");
    let confrere = cabinet.banc.session(cabinet.comptes[1]);
    assert!(cabinet.banc.lire("/documents-dus", &confrere).await.corps.contains("Rien n’est dû"));
}

#[tokio::test(flavor = "multi_thread")]
async fn un_bilan_ecrit_plus_tard_se_facture_a_son_jour() {
    let cabinet = Cabinet::new("bilan-jour");
    let ouvert = ouverture(&[("acte", "RAM 8.11"), ("le", "2026-03-06")]);
    let ouvert = cabinet.banc.poster("/episodes", &cabinet.mk, &ouvert).await;
    assert_eq!(ouvert.statut, StatusCode::SEE_OTHER, "{}", ouvert.corps);
    let adresse = format!("{EPISODE}/rediger/bilan");
    let vide = cabinet.banc.lire(&adresse, &cabinet.mk).await.corps;
    assert!(vide.contains("name=\"fait_le\"") && vide.contains("value=\"2026-03-09\""), "{vide}");
    for (version, jour, attendu) in
        [("0", "2026-03-10", "pas encore venu"), ("1", "2026-03-05", "ne peut pas le précéder")]
    {
        let refus = cabinet.banc.poster(&adresse, &cabinet.mk, &bilan(version, &[("fait_le", jour)])).await;
        assert_eq!(refus.statut, StatusCode::UNPROCESSABLE_ENTITY, "{attendu}");
        assert!(refus.corps.contains(attendu), "{attendu} : {}", refus.corps);
    }
    let fait = bilan("2", &[("fait_le", "2026-03-07")]);
    let fait = cabinet.banc.poster(&adresse, &cabinet.mk, &fait).await;
    assert_eq!(fait.statut, StatusCode::SEE_OTHER, "{}", fait.corps);
    let document = fait.entete(header::LOCATION).trim_end_matches("?fait=valide").to_owned();
    let cda = cabinet.banc.lire(&format!("{document}/document.xml"), &cabinet.mk).await.corps;
    assert!(cda.contains("<low value=\"20260307\"/>"), "le service dit son jour : {cda}");
    let dite = cabinet.banc.poster(&format!("{EPISODE}/facturation"), &cabinet.mk, &dite("0", &[])).await;
    assert_eq!(dite.statut, StatusCode::SEE_OTHER, "{}", dite.corps);
    let jeton = cabinet.banc.jeton(cabinet.comptes[0], &[Portee::EpisodesLire]);
    let api = cabinet.banc.lire(&format!("/api/v1{EPISODE}/facturation"), &jeton).await.corps;
    let lue: serde_json::Value = serde_json::from_str(&api).unwrap();
    let jours: Vec<_> = lue["lignes"].as_array().unwrap().iter().map(|ligne| &ligne["le"]).collect();
    assert_eq!(jours, ["2026-03-06", "2026-03-07"], "{lue}");
    cabinet.banc.poster(&format!("{document}/corriger"), &cabinet.mk, "").await;
    let repris = cabinet.banc.lire(&adresse, &cabinet.mk).await.corps;
    assert!(repris.contains("value=\"2026-03-07\""), "la correction garde le jour : {repris}");
}
