//! The façade on a real base: what is written is read, what fails leaves nothing.
#![expect(clippy::unwrap_used, reason = "a test stops at the first failure")]

use std::path::PathBuf;

use entrepot::chiffre::CleMaitresse;
use entrepot::journal::Entree;
use entrepot::{Configuration, Echec, Emplacement, Entrepot, params};
use jiff::Timestamp;

fn open(nom: &str) -> Entrepot {
    let chemin = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{nom}-{}.db", std::process::id()));
    Entrepot::ouvrir(Configuration::new(Emplacement::Sqlite(chemin), CleMaitresse::new([7; 32]))).unwrap()
}

fn line() -> Entree {
    Entree::new(Timestamp::UNIX_EPOCH, "compte/1", "essai", "episode/1")
}

#[test]
fn a_line_traced_is_read_and_a_failed_closure_leaves_nothing() {
    let entrepot = open("facade");
    entrepot
        .ecrire_ici(|tx| {
            tx.tracer(line());
            Ok::<_, Echec>(())
        })
        .unwrap();
    let refus = entrepot.ecrire_ici(|tx| {
        tx.tracer(line());
        tx.enqueue_one("UPDATE journal_tete SET seq = $1 WHERE id = $2", params![9, 2]);
        Ok::<_, Echec>(())
    });
    assert_eq!(refus, Err(Echec::Conflit));
    let nombre: i64 =
        entrepot.lire_ici(|tx| tx.query_one("SELECT count(*) AS n FROM journal", &[])?.get("n")).unwrap();
    assert_eq!(nombre, 1);
}
