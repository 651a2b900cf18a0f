//! What a monthly publication costs: every table of many departments at once, with those of their CPTS, on both engines.
//!
//! `cargo bench -p plateforme --bench parution`; PostgreSQL too when `ACCES_DIRECT_TEST_PG` gives a server. Each department
//! has 400 MKs, nine CPTS and some 19,000 episodes in 26 months, written as facts and counted by the product's own recount.
//! One department first, then `ACCES_DIRECT_DEPARTEMENTS` (20, those of the experiment, when it says nothing): the printed
//! ratio says how the cost grows. The first publication, then that of the next month, which hides what both would tell.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints its figures and stops at a failure"
)]

#[path = "../../entrepot/benches/commun/hasard.rs"]
mod hasard;
#[path = "parution/nation.rs"]
mod nation;
#[path = "../../entrepot/benches/commun/schema.rs"]
mod schema;
#[path = "../../entrepot/benches/commun/soins.rs"]
mod soins;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use droit::indicateur::Variante;
use droit::indicateur::secret::Etendue;
use droit::reglement::Reglement;
use entrepot::chiffre::CleMaitresse;
use entrepot::{Configuration, Emplacement, Entrepot, indicateur};
use jiff::civil::{Date, date};
use plateforme::indicateur::famille::Famille;
use plateforme::indicateur::parution;

use nation::Nation;

const DEPARTEMENTS: usize = 20;
/// The day of the first publication, and that of the next.
const JOURS: [Date; 2] = [date(2026, 11, 1), date(2026, 12, 1)];

fn reglement() -> &'static Reglement {
    Reglement::embarque().unwrap()
}

fn main() {
    let nombre = std::env::var_os("ACCES_DIRECT_DEPARTEMENTS")
        .and_then(|n| n.to_str()?.parse().ok())
        .unwrap_or(DEPARTEMENTS);
    let dossier = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("banc-parution");
    let serveur = std::env::var_os("ACCES_DIRECT_TEST_PG").and_then(|v| v.into_string().ok());
    let (mut un, mut tous) = (Vec::new(), Vec::new());
    for (departements, durees) in [(1, &mut un), (nombre, &mut tous)] {
        recreer(&dossier);
        durees.push(mesurer("SQLite", departements, Emplacement::Sqlite(dossier.join("nation.db"))));
        std::fs::remove_dir_all(&dossier).unwrap();
        let Some(serveur) = &serveur else { continue };
        let mesurer = |emplacement| mesurer("PostgreSQL", departements, emplacement);
        durees.push(schema::a_part(serveur, &format!("banc_parution_{departements}"), mesurer));
    }
    for (une, toutes) in un.iter().zip(&tous) {
        let rapport = toutes.as_secs_f64() / une.as_secs_f64();
        println!("\nrapport : {nombre} départements coûtent {rapport:.1} fois un seul");
    }
    if serveur.is_none() {
        println!("PostgreSQL : non mesuré, ACCES_DIRECT_TEST_PG ne donne pas de serveur");
    }
}

fn recreer(dossier: &PathBuf) {
    if dossier.exists() {
        std::fs::remove_dir_all(dossier).unwrap();
    }
    std::fs::create_dir_all(dossier).unwrap();
}

/// The time of the second publication.
fn mesurer(moteur: &str, departements: usize, emplacement: Emplacement) -> Duration {
    println!("\n{moteur}, {departements} département(s)");
    let entrepot = Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap();
    let mut nation = Nation::fonder(&entrepot, reglement(), departements);
    let mut derniere = Duration::ZERO;
    for jour in JOURS {
        let depart = Instant::now();
        let (episodes, seances) = nation.soigner_jusqu_au(&entrepot, jour);
        println!(
            "  au {jour} : {episodes} épisodes et {seances} séances de plus, écrits en {:.1?}",
            depart.elapsed()
        );
        let depart = Instant::now();
        let comptes = entrepot.ecrire_ici(indicateur::recalculer).unwrap();
        println!("  recompter {comptes} épisodes{:>29} {:.1?}", "", depart.elapsed());
        let depart = Instant::now();
        parution::publier_ici(&entrepot, reglement(), jour, "2026-12-01T03:00:00Z".parse().unwrap()).unwrap();
        derniere = depart.elapsed();
        println!("  publier, toutes les tables, les trois façons de compter {derniere:>8.1?}");
    }
    for variante in Variante::TOUS {
        detailler(&entrepot, *variante);
    }
    derniere
}

/// What a publication does, without memory of the one before: reading and tying the tables, choosing what is hidden.
fn detailler(entrepot: &Entrepot, variante: Variante) {
    let depart = Instant::now();
    let famille = entrepot.lire_ici(move |tx| Famille::charger(tx, reglement(), variante)).unwrap();
    let lecture = depart.elapsed();
    let depart = Instant::now();
    let parues = famille.paraitre();
    let resolution = depart.elapsed();
    let publiees = parues.values().filter(|table| table.etendue != Etendue::Aucune);
    let (tables, cachees) = publiees
        .fold((0, 0), |(tables, cachees), table| (tables + 1, cachees + table.masque().iter().count()));
    println!(
        "  {:<12} lire {lecture:>8.1?}, choisir quoi taire {resolution:>8.1?} : {tables} tables, {cachees} nombres tus",
        variante.code()
    );
}
