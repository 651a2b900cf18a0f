//! The public list of authorised MKs, in the formats others read: CSV, Atom, FHIR R4.
//!
//! All of them are written from the same lines, which are a consequence of the ARS's decisions.

mod atom;
mod csv;
mod fhir;

pub use atom::{Flux, ecrire_atom};
pub use csv::{CelluleSure, ecrire_csv};
pub use fhir::{PageDeBundle, bundle};

use droit::fiche_publique::FichePublique;
use jiff::civil::Date;

/// An authorised MK as the public sees him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inscription {
    /// Key of the authorisation, an UUID.
    pub cle: String,
    /// Key of the MK, an UUID.
    pub praticien: String,
    /// RPPS number: open data of the national directory, by which others join this list to theirs.
    pub rpps: String,
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
    /// Places of practice in the department, the main one first.
    pub lieux: Vec<Lieu>,
    /// First day of the authorisation, inclusive.
    pub du: Date,
    /// Last day, inclusive; `None` while it runs.
    pub au: Option<Date>,
    /// What he says of himself, with its day.
    pub fiche: Option<FichePublique>,
}

/// Where the MK receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lieu {
    /// Key of the place, an UUID.
    pub cle: String,
    /// Street.
    pub adresse: String,
    /// Postcode.
    pub code_postal: String,
    /// Commune.
    pub commune: String,
}

#[cfg(test)]
impl Inscription {
    /// An MK of the tests.
    fn d_essai(cle: &str, praticien: &str, nom: &str) -> Self {
        Self {
            cle: cle.to_owned(),
            praticien: praticien.to_owned(),
            rpps: "99700000007".to_owned(),
            nom: nom.to_owned(),
            prenom: "Éloïse".to_owned(),
            departement: "45".to_owned(),
            cpts: "c1".to_owned(),
            nom_cpts: "CPTS <Est> & Ouest".to_owned(),
            lieux: vec![Lieu {
                cle: format!("lieu-{praticien}"),
                adresse: "1 rue du Test ; bâtiment \"B\"".to_owned(),
                code_postal: "45000".to_owned(),
                commune: "Orléans".to_owned(),
            }],
            du: jiff::civil::date(2025, 10, 1),
            au: Some(jiff::civil::date(2026, 9, 30)),
            fiche: Some(FichePublique {
                accueil: "5".parse().ok().map(droit::fiche_publique::Accueil::Sous),
                domicile: Some(droit::fiche_publique::Domicile::Oui),
                telephone: "0238000000".parse().ok(),
                dit_le: jiff::civil::date(2026, 1, 2),
            }),
        }
    }
}

/// Somebody enters or leaves the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
