//! The public list of authorised MKs, in the formats others read: CSV, Atom, FHIR R4.
//!
//! All of them are written from the same lines, which are a consequence of the ARS's decisions.

mod atom;
mod csv;
mod fhir;

pub use atom::{Flux, ecrire_atom};
pub use csv::{CelluleSure, ecrire_csv};
pub use fhir::bundle;

use jiff::civil::Date;

/// An authorised MK as the public sees him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inscription {
    /// Key of the authorisation, an UUID.
    pub cle: String,
    /// Key of the MK, an UUID.
    pub praticien: String,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Code of the department.
    pub departement: String,
    /// Key of the CPTS, an UUID.
    pub cpts: String,
    /// Name of the CPTS.
    pub nom_cpts: String,
    /// Place of practice, when on file.
    pub lieu: Option<Lieu>,
    /// First day of the authorisation, inclusive.
    pub du: Date,
    /// Last day, inclusive; `None` while it runs.
    pub au: Option<Date>,
}

/// Where the MK receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lieu {
    /// Street.
    pub adresse: String,
    /// Postcode.
    pub code_postal: String,
    /// Commune.
    pub commune: String,
}

/// Somebody enters or leaves the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouvement {
    /// First day on the list.
    Arrivee,
    /// First day off the list.
    Depart,
}

impl Mouvement {
    /// The code used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Arrivee => "arrivee",
            Self::Depart => "depart",
        }
    }
}

/// A change of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changement {
    /// Enters or leaves.
    pub mouvement: Mouvement,
    /// On this day.
    pub le: Date,
    /// Who.
    pub inscription: Inscription,
}
