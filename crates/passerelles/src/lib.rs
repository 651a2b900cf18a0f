//! The outside world: one port for every message that leaves, a real adapter and a sandbox.
//!
//! A message leaves the outbox of `entrepot` through [`Passerelle::remettre`]. Handing over is *at least once*:
//! the identifier travels with the message so that the receiver can recognise a second copy.

mod bac_a_sable;
mod depot;

pub use bac_a_sable::BacASable;
pub use depot::DossierDeDepot;

/// A message ready to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envoi {
    /// Stable identifier, the same at every attempt.
    pub id: String,
    /// What it is about, e.g. `liste-publique`, `caisse`.
    pub sujet: String,
    /// The content, already in the receiver's format.
    pub contenu: Vec<u8>,
}

/// What the receiver answered to an accepted message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recepisse {
    /// The receiver's own reference.
    pub reference: String,
}

/// Why a message did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Echec {
    /// The receiver is out of reach: try again later.
    #[error("le destinataire ne répond pas : {0}")]
    Passager(String),
    /// The receiver will never take it: a human must look.
    #[error("le destinataire refuse le message : {0}")]
    Definitif(String),
}

/// A way out. Two real implementations exist: a drop folder, and the sandbox of the demo and of the tests.
pub trait Passerelle: Send + Sync {
    /// Hands one message over; must be safe to call again with the same identifier.
    fn remettre(&self, envoi: &Envoi) -> Result<Recepisse, Echec>;
}
