//! The main job of an MK: his dashboard, the opening of an episode, its séances and what happens on the way.
//!
//! [`operation`] is the one path of a fact: read in one load, decide in `droit`, write in one batch, start again when
//! somebody else wrote in between. Pages and API both take it.

pub mod acte;
pub mod amelioration;
pub mod annulation;
pub mod champ;
pub mod cloture;
pub mod diagnostic;
pub mod dossier;
pub mod dus;
pub mod evenement;
pub mod exercice;
pub mod ins;
pub mod operation;
pub mod orientation;
pub mod ouverture;
pub mod page;
pub mod refus;
pub mod seance;
pub mod suivi;
pub mod tableau;

use droit::identifiant::EpisodeId;

use crate::echec::Failure;

/// The identifier of an address; what is not one is not found.
pub fn identifiant(texte: &str) -> Result<EpisodeId, Failure> {
    texte.parse().map_err(|_| Failure::Introuvable)
}
