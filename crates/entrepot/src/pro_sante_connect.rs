//! Requests to sign in with Pro Santé Connect: each serves once, and not for long.

use jiff::{SignedDuration, Timestamp};

use crate::{Echec, Tx, params};

const DEPOSER: &str = "INSERT INTO demande_psc (empreinte, suite, expire_le) VALUES ($1, $2, $3)";
const LIRE: &str = "SELECT suite, expire_le, servie_le FROM demande_psc WHERE empreinte = $1";
const SERVIR: &str = "UPDATE demande_psc SET servie_le = $2 WHERE empreinte = $1 AND servie_le IS NULL";
const OUBLIER: &str = "DELETE FROM demande_psc WHERE expire_le <= $1";

/// A request that is over is kept this long, so that its answer can be told apart from a forged one.
const MEMOIRE: SignedDuration = SignedDuration::from_hours(1);

/// What becomes of the answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reponse {
    /// The first in time: it may be believed.
    Premiere {
        /// Where to go afterwards.
        suite: String,
    },
    /// The request has already served.
    DejaServie,
    /// It came too late.
    Tardive,
    /// No such request, or one long gone.
    SansDemande,
}

/// Leaves a new request for the flush, and the removal of those long gone.
pub fn demander(
    tx: &mut Tx,
    empreinte: [u8; 32],
    suite: &str,
    (maintenant, expire_le): (Timestamp, Timestamp),
) {
    tx.enqueue(OUBLIER, params![maintenant - MEMOIRE]);
    tx.enqueue_one(DEPOSER, params![empreinte, suite, expire_le]);
}

/// Leaves the use of a request for the flush; two answers at once, and the second is [`Echec::Conflit`].
///
/// # Errors
/// When the base fails.
pub fn repondre(tx: &mut Tx, empreinte: [u8; 32], maintenant: Timestamp) -> Result<Reponse, Echec> {
    let Some(ligne) = tx.query_opt(LIRE, &params![empreinte])? else { return Ok(Reponse::SansDemande) };
    if ligne.get::<Option<Timestamp>>("servie_le")?.is_some() {
        return Ok(Reponse::DejaServie);
    }
    if ligne.get::<Timestamp>("expire_le")? <= maintenant {
        return Ok(Reponse::Tardive);
    }
    tx.enqueue_one(SERVIR, params![empreinte, maintenant]);
    Ok(Reponse::Premiere { suite: ligne.get("suite")? })
}
