//! The rules as dated, cited data, and the law applicable on a day in a department.

pub mod ngap;
mod parametre;
mod territoire;

pub use ngap::{ActeAccesDirect, Nomenclature};
pub use parametre::{Confiance, Serie, Source, Texte, Valeur, Variante};
pub use territoire::{DroitApplicable, EffetDuDroit, LieuExercice, ListeDiagnostics, Portee, Regime};
