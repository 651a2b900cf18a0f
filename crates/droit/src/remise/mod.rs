//! The delivery of a document to one destination: what is known of it, and what each event makes of that.
//!
//! One document has as many deliveries as destinations, each with its own state. An attempt is written down before
//! anything leaves, so that a process that dies after the receiver accepted is seen: the next attempt counts as a
//! possible duplicate, and the receiver recognises it by its identifier, which never changes.

mod attente;
mod due;
mod etat;
mod evenement;
mod relance;
mod reponse;
mod volonte;

#[cfg(test)]
mod tests;

pub use attente::Attente;
pub use due::{Depart, Destinataire, Due, Situation, Voie, copie_au_patient, dues, retenue};
pub use etat::{Canal, Cause, Etat, Preuve, Remise};
pub use evenement::{Evenement, SansEffet};
pub use relance::{ESSAIS_MAXIMUM, prochain_essai};
pub use reponse::NatureReponse;
pub use volonte::{ObjetVolonte, Volonte, VolonteRecueillie, Volontes};
