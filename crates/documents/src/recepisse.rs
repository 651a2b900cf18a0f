//! The receipt of the report of an adverse event: what was reported, what remains due, until when.

use jiff::civil::Date;
use serde::Serialize;

use crate::composition::{Norme, Page, Pdf, composer};
use crate::echec::Echec;
use crate::papier::{EnTete, Fondement, Praticien};

/// One of the two volets of a serious event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Volet {
    /// What it is.
    pub titre: String,
    /// The day it is due.
    pub du_le: Option<Date>,
    /// The day it was sent.
    pub remis_le: Option<Date>,
    /// More words.
    pub precision: Option<String>,
    /// `succes`, `attention` or `erreur`.
    pub ton: &'static str,
}

/// The receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recepisse {
    /// The head; the ARS receives.
    pub en_tete: EnTete,
    /// Number of the event.
    pub numero: String,
    /// Who reported.
    pub praticien: Praticien,
    /// His CPTS.
    pub cpts: Option<String>,
    /// Day of the report.
    pub signale_le: Date,
    /// Day and hour, where they are known.
    pub saisi_le: Option<String>,
    /// Day of the event.
    pub survenu_le: Date,
    /// How serious.
    pub gravite: String,
    /// What, in a word.
    pub nature: Option<String>,
    /// When in the care.
    pub moment: Option<String>,
    /// Who was told.
    pub information: Option<String>,
    /// What happened.
    pub circonstances: String,
    /// What was done.
    pub mesures: String,
    /// What is to be known before one hands the paper over, where its words tell who they are about.
    pub reserve: Option<String>,
    /// Where the examination stands.
    pub etat: String,
    /// The two volets of a serious event; none otherwise.
    pub volets: Vec<Volet>,
    /// Address of the national portal, where it is to be used.
    pub portail: Option<String>,
    /// The texts.
    pub fondements: Vec<Fondement>,
}

/// Typesets the receipt.
///
/// # Errors
/// When the engine fails.
pub fn recepisse(recepisse: &Recepisse) -> Result<Pdf, Echec> {
    let page = Page {
        gabarit: "recepisse.typ",
        donnees: recepisse,
        images: Vec::new(),
        norme: Norme::Administration,
    };
    composer(page, &recepisse.en_tete.tirage())
}
