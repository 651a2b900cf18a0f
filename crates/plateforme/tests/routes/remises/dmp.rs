//! Documents before a real HTTP server that answers as the DMP would: cut after it took, then deposited once; replaced.

use std::sync::mpsc::Receiver;

use axum::http::{StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use droit::document::Genre;
use droit::identifiant::DocumentId;
use droit::remise::{Etat, ObjetVolonte, Preuve, Remise, Volonte};
use jiff::SignedDuration;
use plateforme::config::{Monde, Remises};
use plateforme::remise::expedition;
use plateforme::remise::voies::Voies;
use serde_json::Value;

use super::pair::{Replique, Vue, serveur};
use super::terrain::Dossier;
use crate::cabinet::EPISODE;
use crate::relecture::relire;

const PRIS: &str = r#"{"resourceType":"Bundle","type":"transaction-response","entry":[
    {"response":{"status":"201 Created","location":"List/1"}},
    {"response":{"status":"201 Created","location":"DocumentReference/7"}},
    {"response":{"status":"201 Created","location":"Binary/1"}}]}"#;
const REMPLACE: &str = r#"{"resourceType":"Bundle","type":"transaction-response","entry":[
    {"response":{"status":"201 Created","location":"List/2"}},
    {"response":{"status":"201 Created","location":"DocumentReference/8"}},
    {"response":{"status":"201 Created","location":"Binary/2"}},
    {"response":{"status":"200 OK","location":"DocumentReference/7/_history/2"}}]}"#;

/// The ledger of one episode before a DMP that plays these; a token of its own.
async fn dossier(nom: &str, repliques: Vec<Replique>) -> (Dossier, Receiver<Vue>) {
    let (base, vues) = serveur(repliques);
    let jeton = std::env::temp_dir().join(format!("jeton-{nom}-{}", std::process::id()));
    std::fs::write(&jeton, "jeton-d-essai\n").unwrap();
    let reglages =
        Remises { dmp_url: Some(base.parse().unwrap()), dmp_jeton: Some(jeton), ..Remises::default() };
    let dossier = Dossier::avec(nom, |_| Voies::des_reglages(&reglages, Monde::Fictif, None).unwrap()).await;
    dossier.dire(ObjetVolonte::Dmp, Volonte::Accord);
    (dossier, vues)
}

fn depot(dossier: &Dossier, document: u128) -> Remise {
    let siennes = dossier.remises(document).into_iter();
    siennes.filter(|r| r.suivie.destinataire.code() == "dmp").map(|r| r.suivie.remise).next().unwrap()
}

fn dit<'v>(vue: &'v Value, chemin: &str) -> &'v str {
    vue.pointer(chemin).and_then(Value::as_str).unwrap_or_else(|| panic!("{chemin} manque : {vue}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn un_depot_coupe_est_incertain_puis_depose_sous_le_meme_identifiant() {
    let (dossier, vues) = dossier("dmp-pdsm", vec![Replique::Coupe, Replique::prise(PRIS)]).await;
    dossier.document(1, Genre::Bilan);
    let depot = || depot(&dossier, 1);
    expedition::tour(&dossier.app).await.unwrap();
    assert!(matches!(depot().etat, Etat::EnFile { .. }), "{:?}", depot());
    assert_eq!(depot().doublons_possibles, 1, "le DMP l’a peut-être déjà");
    dossier.app.horloge.avancer(SignedDuration::from_hours(1));
    expedition::tour(&dossier.app).await.unwrap();
    assert!(matches!(depot().etat, Etat::Remis { preuve: Preuve::RecepisseDmp, .. }), "{:?}", depot());
    let (premiere, seconde) = (vues.recv().unwrap().corps, vues.recv().unwrap().corps);
    let condition = |vue| dit(vue, "/entry/1/request/ifNoneExist").to_owned();
    assert_eq!(condition(&premiere), condition(&seconde), "le DMP le reconnaît");
    assert_eq!(premiere, seconde);
}

#[tokio::test(flavor = "multi_thread")]
async fn une_correction_est_deposee_en_remplacement_de_la_version_d_avant() {
    let repliques = vec![Replique::prise(PRIS), Replique::prise(REMPLACE)];
    let (dossier, vues) = dossier("dmp-correction", repliques).await;
    dossier.document(1, Genre::Bilan);
    expedition::tour(&dossier.app).await.unwrap();
    let premiere = vues.recv().unwrap().corps;
    let ancienne = dit(&premiere, "/entry/1/resource/masterIdentifier/value").to_owned();
    assert!(premiere.pointer("/entry/1/resource/relatesTo").is_none(), "{premiere}");
    let corrigee = corriger(&dossier).await;
    expedition::tour(&dossier.app).await.unwrap();
    assert!(matches!(depot(&dossier, 1).etat, Etat::Remis { .. }), "ce qui est déposé le reste");
    let remise = depot(&dossier, corrigee.parse::<DocumentId>().unwrap().bits());
    assert!(matches!(remise.etat, Etat::Remis { preuve: Preuve::RecepisseDmp, .. }), "{remise:?}");
    let seconde = vues.recv().unwrap();
    assert!(seconde.tete.starts_with("POST /fhir"), "{}", seconde.tete);
    let cible = dit(&seconde.corps, "/entry/1/resource/relatesTo/0/target/reference");
    assert_eq!(dit(&seconde.corps, "/entry/1/resource/relatesTo/0/code"), "replaces");
    assert!(cible.ends_with(&format!("|{ancienne}")), "{cible} désigne {ancienne}");
    assert_eq!(dit(&seconde.corps, "/entry/3/request/url"), cible, "la version d’avant est périmée avec");
    assert_ne!(dit(&seconde.corps, "/entry/1/resource/masterIdentifier/value"), ancienne);
    let cda = STANDARD.decode(dit(&seconde.corps, "/entry/2/resource/data")).unwrap();
    let adresse = format!("{EPISODE}/documents/{corrigee}/document.xml");
    assert_eq!(cda, dossier.cabinet.banc.lire(&adresse, dossier.mk()).await.octets, "les mêmes octets");
    let lu = relire(&cda);
    assert_eq!(lu.enfant("relatedDocument").attribut("typeCode"), "RPLC");
    assert_eq!(lu.enfant("versionNumber").attribut("value"), "2");
}

/// Corrects the first document as its MK does: the draft filled with what was validated, other words, validated.
async fn corriger(dossier: &Dossier) -> String {
    let (banc, mk) = (&dossier.cabinet.banc, dossier.mk());
    let premier = DocumentId::new(1);
    let ouvert = banc.poster(&format!("{EPISODE}/documents/{premier}/corriger"), mk, "").await;
    assert_eq!(ouvert.statut, StatusCode::SEE_OTHER, "{}", ouvert.corps);
    let page = banc.lire(ouvert.entete(header::LOCATION), mk).await.corps;
    let cle = page.split("name=\"brouillon\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let corps = crate::documents::bilan("1", &[("brouillon", cle), ("diagnostic", "Corrigé")]);
    let valide = banc.poster(ouvert.entete(header::LOCATION), mk, &corps).await;
    assert_eq!(valide.statut, StatusCode::SEE_OTHER, "{}", valide.corps);
    let vers = valide.entete(header::LOCATION).trim_end_matches("?fait=valide");
    vers.rsplit('/').next().unwrap().to_owned()
}
