//! Every figure of the product, as ratios taken in the same run: `scripts/mesures`, read with `docs/mesures.md`.
//!
//! `cargo bench -p plateforme --bench mesures -- decision lot` runs some parts only. A figure is printed only when what
//! was measured has been checked: answers, journal, counts, cap.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints its figures and stops at a failure"
)]

#[path = "../../tests/attelage/mod.rs"]
#[expect(dead_code, reason = "the tests of failures use the rest")]
mod attelage;
mod charge;
mod decision;
mod demo;
mod depart;
mod lot;
mod machine;
mod memoire;
mod nue;
mod pages;
mod rapport;
mod seance;

use demo::Demo;
use machine::Machine;

/// A part of the bench, by its name on the command line.
const PARTIES: [&str; 6] = ["decision", "lot", "seance", "depart", "memoire", "pages"];

fn main() {
    let demandees: Vec<String> = std::env::args().skip(1).filter(|mot| !mot.starts_with("--")).collect();
    let inconnue = demandees.iter().find(|mot| !PARTIES.contains(&mot.as_str()));
    assert!(inconnue.is_none(), "unknown part: {inconnue:?}; the parts are {PARTIES:?}");
    let voulue = |partie: &str| demandees.is_empty() || demandees.iter().any(|mot| mot == partie);
    let avant = Machine::observer();
    println!("{avant}\n");
    if voulue("decision") {
        decision::mesurer();
    }
    if voulue("lot") {
        lot::mesurer();
    }
    if voulue("seance") {
        seance::mesurer();
    }
    if ["depart", "memoire", "pages"].into_iter().any(voulue) {
        let demo = Demo::engendrer();
        if voulue("memoire") {
            memoire::mesurer(&demo);
        }
        if voulue("depart") {
            depart::mesurer(&demo);
        }
        if voulue("pages") {
            pages::mesurer(&demo);
        }
        demo.base.effacer();
    }
    println!("\n{}", Machine::observer());
    println!("{}", avant.verdict());
}
