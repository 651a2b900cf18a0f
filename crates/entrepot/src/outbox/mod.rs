//! The outbox: what must leave, written with the fact that causes it, sent later by the worker.
//!
//! A message is delivered at least once, under an identifier that never changes. The worker takes it under a lease:
//! should the worker die, the message is taken again when the lease ends.

mod remise;

pub use remise::{
    Bilan, ESSAIS_MAXIMUM, Pli, RemisePassee, Suite, abandonner, abandonnes, bilan, prendre, relancer,
    remettre, remettre_le_passe, repousser,
};

use jiff::Timestamp;
use uuid::Uuid;

use crate::{Tx, params};

const DEPOSER: &str = "INSERT INTO outbox (id, genre, cle, contenu, depose_le, echeance)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (cle) DO NOTHING";

/// A message for the outside. Its `cle` makes it unique for ever: deposited twice, it leaves once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its identifier, also that of the document or e-mail sent.
    pub id: Uuid,
    /// What it is, for example `notifier-praticien`.
    pub genre: String,
    /// What it tells of, for example `declaration/0199…/validee`.
    pub cle: String,
    /// The content, as JSON; references, never an identity in clear.
    pub contenu: String,
    /// When it is deposited.
    pub depose_le: Timestamp,
    /// Not to be sent before.
    pub echeance: Timestamp,
}

impl Message {
    pub(crate) fn enqueue(self, tx: &mut Tx) {
        tx.enqueue(
            DEPOSER,
            params![self.id, self.genre, self.cle, self.contenu, self.depose_le, self.echeance],
        );
    }
}
