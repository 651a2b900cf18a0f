//! The fiche on direct access that some departments want annexed to the projet de santé of a CPTS: its life, step by step.
//!
//! [`FicheCpts`] is read from storage; [`FicheCpts::avancer`] decides, and what it grants is a [`FicheAvancee`].

mod cycle;
mod etat;

pub use cycle::{EmpechementFiche, FicheAvancee, FicheCpts, GesteFiche};
pub use etat::{EnvoiFiche, EtapeFiche, EtatFiche, PasFiche};
