//! What the national directory says of MKs: each extraction imported whole or not at all, its past kept.
//!
//! An import is a [`Chantier`] where rows are set aside, then an [`Application`] that compares them with the extraction
//! before and writes what differs, page by page, under a number that nobody reads until its last short transaction.

mod alerte;
mod attente;
mod avis;
mod bascule;
mod chantier;
mod ecriture;
mod lecture;
mod page;
mod regard;
mod tranche;
mod verification;

pub use alerte::{Alerte, alertes_du_praticien, alertes_ouvertes, traiter};
pub use bascule::{Application, Bascule, Disparitions, NouvelImport, RefusImport, Suite};
pub use chantier::Chantier;
pub use lecture::{Dit, Evenement, Import, avis, avis_courant, dernier, historique, selon};
pub use regard::{AlerteSuivie, DossierAlerte, Vue, Vues, alertes_pour, voir};
pub(crate) use tranche::avis_de_la_tranche;
pub use verification::{Verification, VerificationGardee, avis_de_la_declaration, garder, verifications};

use std::collections::BTreeMap;

use droit::annuaire::GenreChangement;

use crate::{Echec, Row};

/// Lines of a file, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lignes {
    /// Rows read, header aside.
    pub lues: u64,
    /// Rows about an MK.
    pub gardees: u64,
    /// Rows of no use here.
    pub ecartees: u64,
    /// Rows that cannot be read.
    pub rejetees: u64,
}

impl Lignes {
    /// As an import keeps them.
    pub(crate) fn lire(ligne: &Row) -> Result<Self, Echec> {
        Ok(Self {
            lues: nombre(ligne, "lues")?,
            gardees: nombre(ligne, "gardees")?,
            ecartees: nombre(ligne, "ecartees")?,
            rejetees: nombre(ligne, "rejetees")?,
        })
    }
}

/// A count.
pub(crate) fn nombre(ligne: &Row, colonne: &'static str) -> Result<u64, Echec> {
    Ok(u64::try_from(ligne.get::<i64>(colonne)?).unwrap_or_default())
}

/// What an import changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bilan {
    /// MKs in the extraction.
    pub mks: u64,
    /// MKs of whom something differs, be it a name or an address.
    pub actualises: u64,
    /// Changes, by kind.
    pub changements: BTreeMap<GenreChangement, u64>,
    /// Alerts opened.
    pub alertes: u64,
}
