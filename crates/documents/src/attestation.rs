//! The attestation by which a CPTS says that a masseur-kinésithérapeute is its member.

use jiff::civil::Date;
use serde::Serialize;

use crate::composition::{Norme, Page, Pdf, composer};
use crate::echec::Echec;
use crate::papier::{EnTete, Fondement, Praticien, Signataire};

/// The attestation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attestation {
    /// The head; the CPTS writes.
    pub en_tete: EnTete,
    /// Who is a member.
    pub praticien: Praticien,
    /// Name of the CPTS.
    pub cpts: String,
    /// In which quality, for example « adhérent » or « membre actif ».
    pub qualite: String,
    /// First day of the membership.
    pub du: Date,
    /// Last day, where it has one.
    pub au: Option<Date>,
    /// Where he practises, in a line.
    pub lieu: Option<String>,
    /// Who attests.
    pub signataire: Signataire,
    /// The text that asks for it.
    pub fondement: Fondement,
}

/// Typesets the attestation.
///
/// # Errors
/// When the engine fails.
pub fn attestation(attestation: &Attestation) -> Result<Pdf, Echec> {
    let page = Page {
        gabarit: "attestation.typ",
        donnees: attestation,
        images: Vec::new(),
        norme: Norme::Administration,
    };
    composer(page, &attestation.en_tete.tirage())
}
