//! The places of practice that a declaration names, among those of the MK.

use droit::identifiant::{DeclarationId, LieuId};

use crate::{Echec, Tx, params};

const OTER: &str = "DELETE FROM declaration_lieu WHERE declaration = $1";
const CHOISIR: &str = "INSERT INTO declaration_lieu (declaration, lieu) VALUES ($1, $2)";
const CHOISIS: &str = "SELECT lieu FROM declaration_lieu WHERE declaration = $1 ORDER BY lieu";

/// Names the places of a declaration, in the place of those before.
pub fn choisir_lieux(tx: &mut Tx, declaration: DeclarationId, lieux: &[LieuId]) {
    tx.enqueue(OTER, params![declaration]);
    for lieu in lieux {
        tx.enqueue_one(CHOISIR, params![declaration, *lieu]);
    }
}

/// The places a declaration names; none when the MK left it to his main one.
///
/// # Errors
/// When the base fails.
pub fn lieux_choisis(tx: &mut Tx, declaration: DeclarationId) -> Result<Vec<LieuId>, Echec> {
    tx.query(CHOISIS, &params![declaration])?.iter().map(|ligne| ligne.get("lieu")).collect()
}
