//! Indicators: what is counted of the experiment, over whom, over when, and how each figure is made.
//!
//! What the facts of one episode add to the counts is a pure function of its [`Releve`] ([`apports`]); what one patient
//! adds to the numbers of patients is a pure function of all his episodes ([`mouvement`]). Storage keeps the sums;
//! [`Tableau::assembler`] makes the figures of them, and [`secret`] hides what would tell of too few patients.

mod apport;
mod catalogue;
mod chaine;
mod champ;
mod comptes;
mod definition;
mod mesure;
mod participation;
mod periode;
mod releve;
pub mod secret;
mod tableau;
#[cfg(test)]
mod tests;
mod valeur;

pub use apport::apports;
pub use catalogue::{Famille, Indicateur, Nature};
pub use chaine::{Ecart, Mouvement, mouvement, presences_du_praticien, sommes};
pub use champ::{Champ, Perimetre, Situation};
pub use comptes::{Compte, Comptes};
pub use definition::{Definition, Definitions, DefinitionsInvalides};
pub use mesure::{Cellule, Mesure, Variante};
pub use participation::{Activite, Delais, Participation};
pub use periode::{Periode, PeriodeInvalide, Tranche};
pub use releve::{ActeReleve, DocumentReleve, EvenementReleve, OrientationRelevee, Releve, SeanceRelevee};
pub use tableau::{Ligne, Tableau};
pub use valeur::{Histogramme, Manque, Modalite, Valeur, arrondir, dixiemes};

/// Grows whenever the same facts would be counted otherwise: the sums on file are then made again from the facts.
pub const VERSION_DU_CALCUL: i64 = 3;
