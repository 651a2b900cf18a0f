//! Encryption at rest: the master key, the ring of keys derived from it, envelopes and blind indexes.
//!
//! AES-256-GCM-SIV under keys derived by HKDF-SHA-256. Each envelope names its key and is bound to its cell.

mod maitresse;
mod temoin;
mod trousseau;

pub use maitresse::{CleInvalide, CleMaitresse};
pub(crate) use temoin::reconnaitre;
pub use trousseau::{Cellule, CleId, Illisible, IndexAveugle, Trousseau};
