//! Identifiers of people and places: parsed once, valid ever after.

mod departement;
mod rpps;

pub use departement::{CodeDepartement, DepartementInconnu};
pub use rpps::{NumeroRpps, RppsInvalide};
