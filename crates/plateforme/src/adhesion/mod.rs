//! Memberships: as the MK reads his own, as his CPTS renews them, as the ARS sees those that ended; their proofs, their papers.

pub mod attestation;
pub mod echues;
mod histoire;
pub mod mienne;
pub mod preuves;
pub mod renouvellements;
mod veille;

pub use histoire::{Appartenance, Fins, rappels};
pub use veille::{appliquer_les_fins, appliquer_selon, rappeler, rappeler_par};
