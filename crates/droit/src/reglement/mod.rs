//! The rules as dated, cited data, and the law applicable on a day in a department.

mod parametre;
mod territoire;

pub use parametre::{Confiance, Serie, Source, Texte, Valeur, Variante};
pub use territoire::{
    ActeAccesDirect, DroitApplicable, EffetDuDroit, LieuExercice, ListeDiagnostics, Portee, Regime, RegleActe,
};
