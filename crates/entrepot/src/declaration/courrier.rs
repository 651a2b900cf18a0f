//! The letters that told the steps of a declaration: the words of each, kept once and never changed.

use std::collections::BTreeSet;

use droit::identifiant::DeclarationId;

use crate::{Echec, Tx, params};

const GARDER: &str = "INSERT INTO courrier_decision (declaration, version, contenu) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING";
const LIRE: &str = "SELECT contenu FROM courrier_decision WHERE declaration = $1 AND version = $2";
const LISTER: &str = "SELECT version FROM courrier_decision WHERE declaration = $1";

/// Keeps the words of the letter of a step; those already kept stay.
pub fn garder_courrier(tx: &mut Tx, declaration: DeclarationId, version: i64, contenu: &str) {
    tx.enqueue(GARDER, params![declaration, version, contenu]);
}

/// The words of the letter of a step, when they were kept.
///
/// # Errors
/// When the base fails.
pub fn courrier(tx: &mut Tx, declaration: DeclarationId, version: i64) -> Result<Option<String>, Echec> {
    tx.query_opt(LIRE, &params![declaration, version])?.map(|ligne| ligne.get("contenu")).transpose()
}

/// The steps whose letter is kept.
///
/// # Errors
/// When the base fails.
pub fn courriers(tx: &mut Tx, declaration: DeclarationId) -> Result<BTreeSet<i64>, Echec> {
    tx.query(LISTER, &params![declaration])?.iter().map(|ligne| ligne.get("version")).collect()
}
