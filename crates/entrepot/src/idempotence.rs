//! A request sent twice with the same key: carried out once, answered twice the same.

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::{Echec, Tx, params};

/// How long a key is kept.
pub const CONSERVATION: SignedDuration = SignedDuration::from_hours(30 * 24);

const RETROUVER: &str =
    "SELECT corps, statut, reponse FROM idempotence WHERE compte = $1 AND route = $2 AND cle = $3";
const CONSERVER: &str = "INSERT INTO idempotence (compte, route, cle, corps, statut, reponse, depose_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const PURGER: &str = "DELETE FROM idempotence WHERE depose_le < $1";

/// A key, within the account and the route that use it, bound to the body of its first request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cle {
    compte: String,
    route: String,
    cle: String,
    corps: [u8; 32],
}

/// An answer to give again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reponse {
    /// The HTTP status.
    pub statut: u16,
    /// The body.
    pub corps: Vec<u8>,
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Connue {
    /// Never seen: carry out, then [`Cle::conserver`] in the same transaction.
    Nouvelle,
    /// Seen with this body: give this answer again.
    Deja(Reponse),
    /// Seen with another body: refuse.
    AutreCorps,
}

impl Cle {
    /// Binds a key to its account, its route and the body of the request.
    pub fn new(
        compte: impl Into<String>,
        route: impl Into<String>,
        cle: impl Into<String>,
        corps: &[u8],
    ) -> Self {
        Self {
            compte: compte.into(),
            route: route.into(),
            cle: cle.into(),
            corps: Sha256::digest(corps).into(),
        }
    }

    /// What is known of this key.
    ///
    /// # Errors
    /// What the engine reports.
    pub fn retrouver(&self, tx: &mut Tx) -> Result<Connue, Echec> {
        let Some(ligne) = tx.query_opt(RETROUVER, &params![&self.compte, &self.route, &self.cle])? else {
            return Ok(Connue::Nouvelle);
        };
        if ligne.get::<[u8; 32]>("corps")? != self.corps {
            return Ok(Connue::AutreCorps);
        }
        Ok(Connue::Deja(Reponse { statut: ligne.get("statut")?, corps: ligne.get("reponse")? }))
    }

    /// Keeps the answer with the fact. If the key was taken meanwhile the whole fact fails with [`Echec::Doublon`]:
    /// [`Cle::retrouver`] then gives the answer of the winner.
    pub fn conserver(&self, tx: &mut Tx, reponse: &Reponse, maintenant: Timestamp) {
        tx.enqueue(
            CONSERVER,
            params![
                &self.compte,
                &self.route,
                &self.cle,
                self.corps,
                reponse.statut,
                reponse.corps.clone(),
                maintenant
            ],
        );
    }
}

/// Forgets the keys older than [`CONSERVATION`]; says how many.
///
/// # Errors
/// What the engine reports.
pub fn purger(tx: &mut Tx, maintenant: Timestamp) -> Result<u64, Echec> {
    tx.execute(PURGER, &params![maintenant - CONSERVATION])
}
