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
