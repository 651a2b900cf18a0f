//! Stories of deposits: what is posted, once or in place of another, and what answers mean.

use droit::document::Genre;
use droit::identifiant::{DocumentId, Fictif};
use proptest::prelude::*;

use super::*;
use crate::cda::tests::{compte_rendu, contexte};
use crate::document::exemple::{PERSONNES, documents};

fn poster(transaction: Transaction, corrige: bool) -> Result<Requete, PdsmRefuse> {
    let mut document = compte_rendu(PERSONNES[0].sujet());
    if corrige {
        let suite = document.en_tete.reference.corrigee(DocumentId::new(77)).unwrap();
        document.en_tete.reference = suite;
    }
    let cda = Cda::<Fictif>::ecrire(&document, b"%PDF-1.7 essai", &contexte()).unwrap();
    composer(&document, &cda, &contexte(), (transaction, &Oid::d_un_uuid(9)))
}

#[test]
fn la_publication_simplifiee_porte_le_cda_entier() {
    let requete = poster(Transaction::PublicationSimplifiee, false).unwrap();
    assert_eq!(requete.chemin, "/DocumentReference");
    assert!(requete.si_absent.unwrap().starts_with("identifier=urn:ietf:rfc:3986|urn:oid:2.25."));
    let data = requete.corps.pointer("/content/0/attachment/data").and_then(Value::as_str).unwrap();
    assert!(STANDARD.decode(data).unwrap().starts_with(b"<?xml"));
    assert_eq!(requete.corps.pointer("/context/sourcePatientInfo/reference").unwrap(), "#patient");
}

#[test]
fn le_lot_lie_la_fiche_et_le_contenu_sous_condition() {
    let corps = poster(Transaction::Lot, false).unwrap().corps;
    let entrees = corps.get("entry").and_then(Value::as_array).unwrap();
    let urls: Vec<_> =
        entrees.iter().map(|e| e.pointer("/request/url").and_then(Value::as_str).unwrap()).collect();
    assert_eq!(urls, ["List", "DocumentReference", "Binary"]);
    assert_eq!(entrees[1].pointer("/resource/content/0/attachment/url"), entrees[2].get("fullUrl"));
    assert!(entrees[1].pointer("/request/ifNoneExist").is_some());
    assert!(entrees[1].pointer("/resource/relatesTo").is_none());
}

#[test]
fn une_correction_remplace_et_perime_la_version_d_avant() {
    for transaction in [Transaction::Lot, Transaction::PublicationSimplifiee] {
        let corps = poster(transaction, true).unwrap().corps;
        assert_eq!(corps.pointer("/entry/1/resource/relatesTo/0/code").unwrap(), "replaces");
        assert_eq!(corps.pointer("/entry/3/request/method").unwrap(), "PATCH");
        assert_eq!(
            corps.pointer("/entry/3/request/url"),
            corps.pointer("/entry/1/resource/relatesTo/0/target/reference")
        );
    }
}

/// What the profiles ask for beyond base FHIR, which a validator of R4 does not see (PDSm_SubmissionSetComprehensive,
/// PDSm_ComprehensiveDocumentReference and MHD, `ihe-sourceId` and `ihe-designationType`; the ANS publishes them).
#[test]
fn le_lot_et_la_fiche_disent_ce_que_leurs_profils_exigent() {
    let corps = poster(Transaction::Lot, false).unwrap().corps;
    let (lot, fiche) =
        (corps.pointer("/entry/0/resource").unwrap(), corps.pointer("/entry/1/resource").unwrap());
    let extension = |nom: &str| {
        let url = format!("https://profiles.ihe.net/ITI/MHD/StructureDefinition/{nom}");
        let toutes = lot.get("extension").and_then(Value::as_array).unwrap();
        toutes.iter().find(|e| e.get("url").and_then(Value::as_str) == Some(&url)).unwrap().clone()
    };
    let source = extension("ihe-sourceId");
    assert_eq!(source.pointer("/valueIdentifier/value").unwrap(), "urn:oid:2.25.77");
    let activite = extension("ihe-designationType");
    let activite = activite.pointer("/valueCodeableConcept/coding/0").unwrap();
    assert_eq!(
        (activite.get("code").unwrap(), activite.get("system").unwrap()),
        (&json!("SA08"), &json!("urn:oid:1.2.250.1.71.4.2.4"))
    );
    for (chemin, ressource) in
        [("/identifier/0/use", lot), ("/masterIdentifier/use", fiche), ("/identifier/0/use", fiche)]
    {
        assert_eq!(ressource.pointer(chemin).unwrap(), "usual", "{chemin}");
    }
    assert_eq!(lot.pointer("/identifier/0/value").unwrap(), "urn:oid:2.25.9");
    for fiche in [fiche, &poster(Transaction::PublicationSimplifiee, false).unwrap().corps] {
        let confidentialite = fiche.pointer("/securityLabel/0/coding/0").unwrap();
        let systeme = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
        assert_eq!(
            (confidentialite.get("code").unwrap(), confidentialite.get("system").unwrap()),
            (&json!("N"), &json!(systeme))
        );
        let gardien = fiche.pointer("/custodian/reference").and_then(Value::as_str).unwrap();
        let contenues = fiche.get("contained").and_then(Value::as_array).unwrap();
        let cabinet = contenues
            .iter()
            .find(|c| c.get("id").and_then(Value::as_str) == gardien.strip_prefix('#'))
            .unwrap();
        assert_eq!(cabinet.get("resourceType").unwrap(), "Organization");
        assert_eq!(cabinet.pointer("/identifier/0/value").unwrap(), "1450000088");
    }
}

/// What is posted, whole: `tests-navigateur` gives these files to a FHIR validator that is not ours.
#[test]
fn ce_qui_est_depose_est_ce_que_le_validateur_lit() {
    for (nom, transaction, corrige) in [
        ("lot", Transaction::Lot, false),
        ("remplacement", Transaction::Lot, true),
        ("publication-simplifiee", Transaction::PublicationSimplifiee, false),
    ] {
        let corps = poster(transaction, corrige).unwrap().corps;
        insta::assert_snapshot!(nom, serde_json::to_string_pretty(&corps).unwrap());
    }
}

#[test]
fn sans_ins_rien_n_est_depose() {
    let mut document = compte_rendu(PERSONNES[0].sujet());
    document.en_tete.sujet.prenoms = None;
    let cda = Cda::<Fictif>::ecrire(&document, b"%PDF-1.7", &contexte()).unwrap();
    let refus = composer(&document, &cda, &contexte(), (Transaction::Lot, &Oid::d_un_uuid(9)));
    assert_eq!(refus, Err(PdsmRefuse::SansIns));
}

#[test]
fn un_justificatif_n_est_jamais_depose() {
    let document = documents(&PERSONNES[0].sujet()).pop().unwrap();
    assert_eq!(document.genre(), Genre::Justificatif);
    let cda = Cda::<Fictif>::ecrire(&document, b"%PDF-1.7", &contexte()).unwrap();
    for transaction in [Transaction::Lot, Transaction::PublicationSimplifiee] {
        let refus = composer(&document, &cda, &contexte(), (transaction, &Oid::d_un_uuid(9)));
        assert_eq!(refus, Err(PdsmRefuse::PourLePayeur));
    }
}

#[test]
fn chaque_reponse_a_son_sens() {
    let lot = br#"{"resourceType":"Bundle","type":"transaction-response","entry":[
        {"response":{"status":"201 Created","location":"List/1"}},
        {"response":{"status":"201 Created","location":"DocumentReference/7/_history/1"}}]}"#;
    assert_eq!(lire(lot).unwrap().reference, "DocumentReference/7/_history/1");
    let seul = br#"{"resourceType":"DocumentReference","id":"9"}"#;
    assert_eq!(lire(seul).unwrap().reference, "DocumentReference/9");
    let refus = br#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"INS inconnu"}]}"#;
    assert_eq!(lire(refus), Err(ReponseRefusee("INS inconnu".to_owned())));
    let partiel = br#"{"resourceType":"Bundle","entry":[{"response":{"status":"422 Unprocessable","outcome":{"issue":[{"code":"invalid"}]}}}]}"#;
    assert_eq!(lire(partiel), Err(ReponseRefusee("422 Unprocessable invalid".to_owned())));
    assert!(lire(b"<html>").is_err() && lire(b"{}").is_err());
}

proptest! {
    #[test]
    fn aucune_reponse_ne_fait_paniquer(octets in proptest::collection::vec(any::<u8>(), 0..200), texte in "\\PC{0,80}") {
        let _: Result<Depose, ReponseRefusee> = lire(&octets);
        let _: Result<Depose, ReponseRefusee> = lire(texte.as_bytes());
    }
}
