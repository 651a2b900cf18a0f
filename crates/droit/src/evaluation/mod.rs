//! Evaluation: figures with their intervals, how complete they are, and the annual report made of them.
//!
//! [`donnees`] makes flat figures of a table of indicators: screens, reports and exports all show these, so that the same
//! number is the same everywhere. [`Rapport`] is the life of a report; [`Contenu`] is what a signature freezes.

mod completude;
mod contenu;
mod donnee;
mod forme;
mod rapport;
pub mod statistique;
#[cfg(test)]
mod tests;

pub use completude::{Completude, Renseignement};
pub use contenu::{Contenu, Lieu, Presentation, VersionAnterieure};
pub use donnee::{Chiffre, Donnee, ModaliteDite, donnees};
pub use forme::{COMPARES, Forme, formes, se_compare};
pub use rapport::{
    Commentaires, EtatRapport, Numero, Rapport, RapportACorriger, RapportSigne, RefusDeSigner,
    SectionRapport, Signature, SujetRapport,
};
