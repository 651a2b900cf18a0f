//! The JSON of decisions: a question in, strictly read; an answer out, in the published shape.
//!
//! The same JSON serves the command line, the API and the tests.

mod champ;
mod entree;
mod erreur;
mod sortie;
#[cfg(test)]
mod tests;

pub use entree::{SEANCES_MAX, lire, lire_objet};
pub use erreur::Erreur;
pub use sortie::{DecisionJson, ErreurDeLigne};
