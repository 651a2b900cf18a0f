//! What the national directory of health professionals (Annuaire Santé) says of MKs, and what it means for a file.
//!
//! The directory is a source among others: it informs the agent, it decides nothing.

mod activite;
mod avis;
mod changement;

pub use activite::{Activite, CadreActivite, Inscription, Lieu, ModeExercice, Releve, Site};
pub use avis::{AvisAnnuaire, ConstatAnnuaire, Repere};
pub use changement::{Changement, GenreChangement, comparer};
