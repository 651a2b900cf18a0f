//! `docs/departements.md` is what the rules say today.
//!
//! To write it again: `cargo test -p formats --test departements -- --ignored`.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a failure is the failure of the test")]

use std::path::{Path, PathBuf};

use droit::reglement::Reglement;
use formats::reglement::tableau_des_departements;
use jiff::civil::date;

fn chemin() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/departements.md")
}

fn attendu() -> String {
    tableau_des_departements(Reglement::embarque().unwrap(), date(2026, 11, 21))
}

#[test]
fn le_document_dit_ce_que_disent_les_regles() {
    let ecrit = std::fs::read_to_string(chemin()).unwrap();
    assert!(ecrit == attendu(), "docs/departements.md est périmé : voyez l'en-tête de ce test");
}

#[test]
#[ignore = "writes docs/departements.md"]
fn ecrire_le_document() {
    std::fs::write(chemin(), attendu()).unwrap();
}
