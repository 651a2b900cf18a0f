//! The public extractions of the Annuaire Santé, read in constant memory: the activities
//! (`PS_LibreAcces_Personne_activite`) and the MSSanté mailboxes (`Extraction_Correspondance_MSSante`).
//!
//! Fields stand between `|`, columns are bound by their name. [`Extraction`] and [`Boites`] give the rows one by one: of
//! use here, set aside, or rejected with a reason; a file that cannot be trusted ends with an [`Inexploitable`].

mod boite;
mod colonne;
mod encodage;
mod erreur;
mod extraction;
mod fictive;
mod flux;
mod ligne;
mod rang;

pub use boite::{BoitePubliee, Boites};
pub use encodage::Encodage;
pub use erreur::{Inexploitable, Raison, Rejet};
pub use extraction::{Ecart, Extraction, Lue};
pub use fictive::{ExtractionFictive, boite_fictive, entete_des_boites, entete_fictive};
pub(crate) use ligne::departement;

#[cfg(test)]
mod tests;
