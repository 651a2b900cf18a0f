//! How long a decision takes, bare and from JSON to JSON: `cargo bench -p formats`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints its figures and stops where it fails"
)]

use std::convert::Infallible;
use std::hint::black_box;
use std::time::{Duration, Instant};

use droit::decision::{Demande, Issue, decider};
use droit::reglement::Reglement;
use formats::decision::{DecisionJson, lire};
use jiff::civil::{Date, date};

const QUESTION: &str = r#"{ "acte": "seance", "le": "2026-03-09", "departement": "45",
  "structure": { "type": "CPTS", "fiche_projet_de_sante": true },
  "praticien": { "statut": "titulaire", "lieu_exercice": "45", "autorise_du": "2025-10-01", "autorise_au": null },
  "patient": { "medecin_traitant": true },
  "episode": { "ouvert_le": "2026-02-02", "diagnostic_prealable": null, "drapeaux_rouges": [], "amelioration": null,
               "seances": ["2026-02-02", "2026-02-05"] },
  "acte_ngap": { "lettre": "RAM", "coefficient": "8.11" } }"#;

const ESSAIS: u32 = 501;
const TOURS: u32 = 200;

fn main() {
    let reglement = Reglement::embarque().unwrap();
    let demande = question();
    let mut reponse = Vec::with_capacity(16 * 1024);
    assert_eq!(decider_nue(reglement, &demande), Issue::Accordee);
    ecrire(reglement, &demande, &mut reponse);
    println!("réponse : {} octets", reponse.len());

    mesurer("décision nue", || decider_nue(reglement, black_box(&demande)));
    mesurer("lecture du JSON", question);
    mesurer("décision et écriture du JSON", || ecrire(reglement, black_box(&demande), &mut reponse));
    mesurer("du JSON au JSON", || ecrire(reglement, &question(), &mut reponse));
}

fn question() -> Demande {
    let aujourd_hui = |_| Ok::<Date, Infallible>(date(2026, 11, 21));
    lire(black_box(QUESTION.as_bytes()), aujourd_hui).unwrap()
}

/// Resolves the law of the day and decides.
fn decider_nue(reglement: &'static Reglement, demande: &Demande) -> Issue {
    let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
    black_box(decider(demande, &droit, reglement.nomenclature())).issue
}

fn ecrire(reglement: &'static Reglement, demande: &Demande, reponse: &mut Vec<u8>) {
    let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
    let decision = decider(demande, &droit, reglement.nomenclature());
    reponse.clear();
    serde_json::to_writer(reponse, &DecisionJson(&decision)).unwrap();
}

/// The median of many short runs: on a busy machine most of them are not interrupted.
fn mesurer<T>(nom: &str, mut tour: impl FnMut() -> T) {
    let mut essais: Vec<Duration> = (0..ESSAIS)
        .map(|_| {
            let depart = Instant::now();
            for _ in 0..TOURS {
                black_box(tour());
            }
            depart.elapsed() / TOURS
        })
        .collect();
    essais.sort_unstable();
    let mediane = essais.get(essais.len() / 2).copied().unwrap_or_default();
    let (premier, dernier) =
        (essais.first().copied().unwrap_or_default(), essais.last().copied().unwrap_or_default());
    println!("{nom} : {mediane:?} (de {premier:?} à {dernier:?})");
}
