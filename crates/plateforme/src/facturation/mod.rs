//! « Prêt à facturer »: the check-list of an episode, the work list of an MK, the lines for his billing software.
//!
//! It reads episodes and documents; neither knows of it.

pub mod etat;
mod exemple;
pub mod export;
pub mod gabarit;
pub mod json;
pub mod justificatif;
pub mod liste;
pub mod page;
pub mod payeur;
pub mod saisie;
