//! « Prêt à facturer »: the check-list of an episode before its bill leaves the MK's billing software.
//!
//! Nothing is sent from here: the list says what to write on the bill, what it rests on, and what would have it refused.

mod bilan;
mod dossier;
mod ligne;
mod piece;
mod point;
mod seance;
#[cfg(test)]
mod tests;

pub use dossier::{BdkFacture, Canal, DossierDeFacturation};
pub use ligne::{LigneFacturable, Objet, Total};
pub use point::{Point, PointVerifie};

use crate::reglement::Reglement;
use dossier::Examen;

/// The check-list and the lines of the bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facturation<'r> {
    /// Every point, in the order of [`Point::TOUS`].
    pub points: Vec<PointVerifie<'r>>,
    /// One line per act, by day.
    pub lignes: Vec<LigneFacturable>,
    /// What they amount to.
    pub total: Total,
}

impl Facturation<'_> {
    /// Is nothing broken and nothing left to confirm.
    pub fn prete(&self) -> bool {
        self.points.iter().all(|point| !point.bloque())
    }
}

/// Checks every point: all of them answer, whatever the first one says.
pub fn preparer<'r>(dossier: &DossierDeFacturation<'_>, reglement: &'r Reglement) -> Facturation<'r> {
    let examen = Examen::nouveau(dossier, reglement);
    let lignes = ligne::lignes(&examen);
    let points = vec![
        seance::prescripteur(&examen),
        seance::canal(&examen),
        seance::cotations(&examen),
        seance::une_par_jour(&examen),
        bilan::rang_du_bdk(&examen),
        piece::accord_prealable(&examen),
        piece::preuve_du_diagnostic(&examen),
        piece::piece_jointe(&examen),
        ligne::montants(&examen, &lignes),
    ];
    let total = Total::de(&lignes);
    Facturation { points, lignes, total }
}
