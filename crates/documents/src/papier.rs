//! What every paper shows: who writes, from where, under which reference; to whom; on what grounds.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::composition::Tirage;

/// The head of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnTete {
    /// Who writes, for example « ARS Centre-Val de Loire ».
    pub emetteur: String,
    /// Where it applies, for example « Loiret (45) ».
    pub territoire: String,
    /// Names the document for ever, and finds the file again.
    pub reference: String,
    /// The day it bears.
    pub le: Date,
    /// When it is made.
    pub instant: Timestamp,
    /// A warning across the paper, for example that the persons are fictitious.
    pub bandeau: Option<String>,
}

impl EnTete {
    pub(crate) fn tirage(&self) -> Tirage<'_> {
        Tirage { reference: &self.reference, instant: self.instant }
    }
}

/// Whom the paper is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Praticien {
    /// « Prénom Nom ».
    pub nom: String,
    /// RPPS number.
    pub rpps: String,
}

/// To whom the paper is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destinataire {
    /// « Prénom Nom ».
    pub nom: String,
    /// What he is.
    pub qualite: String,
    /// Lines of his address.
    pub adresse: Vec<String>,
}

/// Who answers for the paper: name, quality and service stand for a signature when it is notified online.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signataire {
    /// Name.
    pub nom: String,
    /// In which quality.
    pub qualite: String,
    /// In which service.
    pub service: String,
}

/// A text the paper rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fondement {
    /// Title of the text.
    pub texte: String,
    /// Article.
    pub article: String,
}
