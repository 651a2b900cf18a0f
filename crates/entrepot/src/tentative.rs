//! Failed attempts to sign in, counted under a keyed hash of the account or of the address.

use jiff::Timestamp;

use crate::chiffre::IndexAveugle;
use crate::{Echec, Tx, params};

const LIRE: &str = "SELECT echecs, dernier_le, attente FROM tentative WHERE cle = $1";
const ECRIRE: &str = "INSERT INTO tentative (cle, echecs, dernier_le, attente) VALUES ($1, $2, $3, $4)
    ON CONFLICT (cle) DO UPDATE SET echecs = $2, dernier_le = $3, attente = $4";

/// What is known of the attempts under one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tentatives {
    /// How many failed in a row.
    pub echecs: u32,
    /// When the last one was.
    pub dernier_le: Timestamp,
    /// Until when to wait before the next one.
    pub attente: Timestamp,
}

/// The attempts under a key.
///
/// # Errors
/// When the base fails or the row cannot be read.
pub fn lire(tx: &mut Tx, cle: IndexAveugle) -> Result<Option<Tentatives>, Echec> {
    let Some(ligne) = tx.query_opt(LIRE, &params![cle])? else { return Ok(None) };
    Ok(Some(Tentatives {
        echecs: ligne.get("echecs")?,
        dernier_le: ligne.get("dernier_le")?,
        attente: ligne.get("attente")?,
    }))
}

/// Leaves the attempts under a key for the flush.
pub fn ecrire(tx: &mut Tx, cle: IndexAveugle, tentatives: Tentatives) {
    let Tentatives { echecs, dernier_le, attente } = tentatives;
    tx.enqueue(ECRIRE, params![cle, echecs, dernier_le, attente]);
}

/// Leaves the removal of the attempts under a key for the flush.
pub fn oublier(tx: &mut Tx, cle: IndexAveugle) {
    tx.enqueue("DELETE FROM tentative WHERE cle = $1", params![cle]);
}

/// Leaves the removal of attempts older than this instant for the flush.
pub fn oublier_avant(tx: &mut Tx, instant: Timestamp) {
    tx.enqueue("DELETE FROM tentative WHERE dernier_le < $1", params![instant]);
}
