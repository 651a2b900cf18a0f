//! Adverse events on file: their facts sealed, their steps, their messages, the reminders told.

mod ecriture;
mod lecture;
mod message;
mod rappel;

pub use ecriture::{inscrire_depot, inscrire_pas};
pub use lecture::{
    EvenementVu, PasInscrit, charger, compter_ouverts, du_departement, du_praticien, historique,
};
pub use message::{MessageEvenement, ecrire_message, messages};
pub use rappel::{en_attente, rappeler};

pub(crate) use ecriture::{Nouveau, inserer};
