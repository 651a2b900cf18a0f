//! Identifiers of people and places: parsed once, valid ever after.

mod departement;
mod entite;
mod rpps;

pub use departement::{CodeDepartement, DepartementInconnu};
pub use entite::{CompteId, CptsId, IdentifiantInvalide, PraticienId};
pub use rpps::{NumeroRpps, RppsInvalide};
