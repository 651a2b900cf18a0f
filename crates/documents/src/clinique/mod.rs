//! The documents of an episode on paper: bilan, report, letter, justificatif. What a doctor reads first comes first.

mod examen;
mod feuille;
mod gabarit;
mod rubrique;
mod schema;

use droit::document::Document;
use jiff::civil::Date;

pub use feuille::{Bloc, Feuille, Personne, Section};
pub use gabarit::{CHAMPS_DU_GABARIT, FauteDeGabarit, Gabarit, GabaritInvalide};
pub use schema::Marques;

use crate::composition::{Norme, Page, Pdf, Tirage, composer};
use crate::echec::Echec;

/// What the document does not know of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cadre {
    /// The day it was validated, where the practice is.
    pub le: Date,
    /// A warning across the paper, for example that the persons are fictitious.
    pub bandeau: Option<String>,
    /// The words of a justificatif, where the department has its own.
    pub gabarit: Gabarit,
}

/// Typesets a validated document, as PDF/A-1a: the profile that exchanges of health documents ask for.
///
/// # Errors
/// When the engine fails.
pub fn clinique(document: &Document, cadre: Cadre) -> Result<Pdf, Echec> {
    let feuille = Feuille::de(document, cadre);
    let images = feuille.dessins();
    let page = Page { gabarit: "clinique.typ", donnees: &feuille, images, norme: Norme::Echange };
    composer(page, &Tirage { reference: &feuille.reference, instant: document.en_tete.valide_le })
}
