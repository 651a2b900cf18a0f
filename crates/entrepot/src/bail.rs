//! Leases: a task runs on one node at a time, without any lock of the engine.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{Echec, Tx, params};

const PRENDRE: &str = "INSERT INTO bail (nom, preneur, jusqu_a) VALUES ($1, $2, $3)
    ON CONFLICT (nom) DO UPDATE SET preneur = $2, jusqu_a = $3 WHERE bail.preneur = $2 OR bail.jusqu_a <= $4";
const RENDRE: &str = "DELETE FROM bail WHERE nom = $1 AND preneur = $2";

/// Takes or renews a lease; says whether it is held.
///
/// # Errors
/// What the engine reports.
pub fn prendre(
    tx: &mut Tx,
    nom: &str,
    preneur: Uuid,
    maintenant: Timestamp,
    duree: SignedDuration,
) -> Result<bool, Echec> {
    Ok(tx.execute(PRENDRE, &params![nom, preneur, maintenant + duree, maintenant])? == 1)
}

/// Gives a lease back before its end.
pub fn rendre(tx: &mut Tx, nom: &str, preneur: Uuid) {
    tx.enqueue(RENDRE, params![nom, preneur]);
}
