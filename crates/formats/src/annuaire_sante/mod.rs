//! The public extraction `PS_LibreAcces_Personne_activite` of the Annuaire Santé, read in constant memory.
//!
//! One row per activity, fields between `|`, columns bound by their name. [`Extraction`] gives the rows one by one: an
//! MK's, one set aside, one rejected with its reason; a file that cannot be trusted ends with an [`Inexploitable`].

mod colonne;
mod encodage;
mod erreur;
mod extraction;
mod fictive;
mod ligne;
mod rang;

pub use encodage::Encodage;
pub use erreur::{Inexploitable, Raison, Rejet};
pub use extraction::{Ecart, Extraction, Lue};
pub use fictive::{ExtractionFictive, entete_fictive};
pub(crate) use ligne::departement;

#[cfg(test)]
mod tests;
