//! The real server, really killed, really raced for, on a disk really full: what was acknowledged is there, once.
//!
//! `ACCES_DIRECT_MORTS` sets how many times the server is killed on each engine, `ACCES_DIRECT_REDEMARRAGES` how many
//! times PostgreSQL is restarted at once under it, `ACCES_DIRECT_REMISES` how many documents leave meanwhile, `ACCES_DIRECT_COURSES` how many races are run per number of racers.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at the first failure")]

#[path = "../attelage/mod.rs"]
#[expect(dead_code, reason = "the measures use the rest")]
mod attelage;
mod caisse;
mod course;
mod disque_plein;
mod grappe;
mod kines;
mod mort;
mod redemarrage;
mod remises;

/// A number of the environment, or this one.
fn reglage(nom: &str, defaut: u32) -> u32 {
    std::env::var_os(nom).and_then(|texte| texte.to_str()?.parse().ok()).unwrap_or(defaut)
}

/// The PostgreSQL of the tests.
fn serveur_postgres() -> String {
    let adresse = std::env::var_os("ACCES_DIRECT_TEST_PG").and_then(|texte| texte.into_string().ok());
    adresse.unwrap_or_else(|| {
        panic!("ACCES_DIRECT_TEST_PG is not set: run the tests with scripts/test, which starts PostgreSQL")
    })
}
