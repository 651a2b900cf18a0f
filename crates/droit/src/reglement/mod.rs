//! The rules as dated, cited data, and the law applicable on a day in a department.
//!
//! The files of `reglement/` are embedded; [`Reglement::embarque`] reads them once, [`Reglement::au`] resolves a day.

mod applicable;
mod brut;
mod choix;
mod couche;
mod drapeau;
mod embarque;
mod erreur;
mod fiche;
mod fichiers;
mod indicateurs;
mod lecture;
pub mod ngap;
mod parametre;
mod parametres;
mod registre;
mod territoire;
mod territoires;

#[cfg(test)]
mod tests;

pub use choix::{
    Declarant, DepartEpisode, EffetDiagnostic, EffetFinAdhesion, PieceFacturation, PriseEnCompteFiche,
    QualiteMembre, RythmeEvaluation, RythmeListe, TestCpts,
};
pub use couche::Definition;
pub use drapeau::{Signe, Signes, SignesInvalides};
pub use embarque::Reglement;
pub use erreur::ReglementInvalide;
pub use fiche::{Fiche, Ligne, LigneVariante, Marque, QuestionOuverte, Reference, Section};
pub use lecture::nom_du_diagnostic;
pub use ngap::{ActeAccesDirect, Nomenclature};
pub use parametre::{Confiance, Echelon, Origine, Serie, Source, Texte, Valeur, Variante};
pub use parametres::Parametres;
pub use registre::Registre;
pub use territoire::{DroitApplicable, EffetDuDroit, LieuExercice, ListeDiagnostics, Portee, Regime};
pub use territoires::Departement;
