//! Annual campaigns: who is asked, what each validated, the figures of an MK over a year.

mod chiffres;
mod ecriture;
mod forme;
mod lecture;

pub use chiffres::chiffres;
pub use ecriture::{avancer, inscrire_renvoi, inscrire_validation, ouvrir, rappeler, relancer};
pub use forme::{forme, garder_la_forme, oublier_la_forme};
pub use lecture::{
    Attendu, charger, du_departement, du_praticien, fiche, ouvertes, suivi, toutes_les_versions, versions,
};
