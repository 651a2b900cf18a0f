//! The CPTS as its coordination sees it: its members, its departments and their rules, its projet de santé.

pub mod ajout;
pub mod attestation;
pub mod membre;
pub mod membres;
pub mod preuve;
pub mod projet;
mod regle;
pub mod renouvellement;
pub mod supports;
pub mod tableau;
pub mod territoire;

pub use crate::ici::Ici;
