//! How long a decision takes, bare and from JSON to JSON, beside reading and writing the same JSON without deciding.

use std::convert::Infallible;
use std::hint::black_box;
use std::time::Instant;

use droit::decision::{Demande, Issue, decider};
use droit::reglement::Reglement;
use formats::decision::{DecisionJson, lire};
use jiff::civil::{Date, date};

use crate::rapport::{Cible, Serie, Unite, dire, titre};

/// The example of the README: one line, as in a batch.
pub const QUESTION: &str = r#"{ "acte": "seance", "le": "2026-03-09", "departement": "45", "structure": { "type": "CPTS", "fiche_projet_de_sante": true }, "praticien": { "statut": "titulaire", "lieu_exercice": "45", "autorise_du": "2025-10-01", "autorise_au": null }, "patient": { "medecin_traitant": true }, "episode": { "ouvert_le": "2026-02-02", "diagnostic_prealable": null, "drapeaux_rouges": [], "amelioration": null, "seances": ["2026-02-02", "2026-02-05"] }, "acte_ngap": { "lettre": "RAM", "coefficient": "8.11" } }"#;

const PAIRES: usize = 201;
const TOURS: u32 = 200;

pub fn mesurer() {
    titre("Décision, en mémoire");
    let reglement = Reglement::embarque().unwrap();
    let demande = question();
    let mut reponse = Vec::with_capacity(16 * 1024);
    assert_eq!(decider_nue(reglement, &demande), Issue::Accordee);
    du_json_au_json(reglement, &mut reponse);
    let neutre: serde_json::Value = serde_json::from_slice(&reponse).unwrap();
    assert_eq!(neutre.get("issue").and_then(|issue| issue.as_str()), Some("accordee"));
    let (mut nues, mut json, mut sans, mut rapports) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PAIRES {
        nues.push(chronometrer(|| decider_nue(reglement, black_box(&demande))));
        let avec_decision = chronometrer(|| du_json_au_json(reglement, &mut reponse));
        let sans_decision = chronometrer(|| relire_et_reecrire(&neutre, &mut reponse));
        json.push(avec_decision);
        sans.push(sans_decision);
        rapports.push(avec_decision / sans_decision);
    }
    dire("décision nue (droit du jour compris)", &Serie::new(nues), Unite::Secondes, Cible::Sous(1e-6));
    dire("du JSON au JSON", &Serie::new(json), Unite::Secondes, Cible::Sous(20e-6));
    dire("même JSON lu et écrit sans décider", &Serie::new(sans), Unite::Secondes, Cible::Aucune);
    dire("  rapport : du JSON au JSON / sans décider", &Serie::new(rapports), Unite::Fois, Cible::Aucune);
}

/// Decisions per second of one thread from JSON to JSON: what a batch is compared with.
pub fn debit_en_memoire() -> f64 {
    let reglement = Reglement::embarque().unwrap();
    let mut reponse = Vec::with_capacity(16 * 1024);
    let durees: Serie = (0..25).map(|_| chronometrer(|| du_json_au_json(reglement, &mut reponse))).collect();
    1.0 / durees.mediane()
}

fn question() -> Demande {
    let aujourd_hui = |_| Ok::<Date, Infallible>(date(2026, 11, 21));
    lire(black_box(QUESTION.as_bytes()), aujourd_hui).unwrap()
}

fn decider_nue(reglement: &'static Reglement, demande: &Demande) -> Issue {
    let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
    black_box(decider(demande, &droit, reglement.nomenclature())).issue
}

fn du_json_au_json(reglement: &'static Reglement, reponse: &mut Vec<u8>) {
    let demande = question();
    let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
    let decision = decider(&demande, &droit, reglement.nomenclature());
    reponse.clear();
    serde_json::to_writer(reponse, &DecisionJson(&decision)).unwrap();
}

fn relire_et_reecrire(neutre: &serde_json::Value, reponse: &mut Vec<u8>) {
    black_box(serde_json::from_str::<serde_json::Value>(black_box(QUESTION)).unwrap());
    reponse.clear();
    serde_json::to_writer(reponse, neutre).unwrap();
}

fn chronometrer<T>(mut tour: impl FnMut() -> T) -> f64 {
    let depart = Instant::now();
    for _ in 0..TOURS {
        black_box(tour());
    }
    depart.elapsed().as_secs_f64() / f64::from(TOURS)
}
