//! Learning notes: what an adverse event teaches to the others, without its patient nor its MK.
//!
//! An agent writes, another one reads again and publishes; [`crate::anonymat`] finds what would name somebody.

mod cycle;
#[cfg(test)]
mod tests;

pub use cycle::{
    Contenu, EmpechementRetour, EtapeRetour, EtatRetour, GesteRetour, Origine, PasRetour, Relecture, Retour,
    RetourAvance, RetourEcrit,
};
