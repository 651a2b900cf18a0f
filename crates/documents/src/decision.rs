//! The letter by which an ARS tells a masseur-kinésithérapeute what it decided on his declaration.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::composition::{Norme, Page, Pdf, composer};
use crate::echec::Echec;
use crate::papier::{Destinataire, EnTete, Fondement, Praticien, Signataire};

/// The letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The head; the ARS writes.
    pub en_tete: EnTete,
    /// To whom.
    pub destinataire: Destinataire,
    /// About whom.
    pub praticien: Praticien,
    /// CPTS the declaration rests on.
    pub cpts: String,
    /// Day of the filing.
    pub depose_le: Option<Date>,
    /// What was decided.
    pub prononce: Prononce,
    /// The texts it rests on.
    pub fondements: Vec<Fondement>,
    /// Who decided for the ARS; `None` when nobody there did: the practitioner or his CPTS ended it.
    pub signataire: Option<Signataire>,
    /// How to contest it, where it may be.
    pub recours: Option<Recours>,
}

/// What was decided, in the words to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "nature", rename_all = "kebab-case")]
pub enum Prononce {
    /// Accepted.
    Acceptation {
        /// First day of the right; `None` while the event that opens it is awaited.
        effet_du: Option<Date>,
        /// Last day of the experiment, where a source gives it.
        fin: Option<Date>,
    },
    /// Something is missing.
    Complement {
        /// What.
        pieces: Vec<String>,
        /// In the agent's words.
        precision: Option<String>,
    },
    /// Refused.
    Refus {
        /// Why.
        motifs: Vec<String>,
        /// In the agent's words.
        precision: Option<String>,
    },
    /// Ended.
    Retrait {
        /// Why.
        motif: String,
        /// Last day of the right, inclusive.
        dernier_jour: Date,
        /// In the agent's words.
        precision: Option<String>,
    },
    /// Suspended.
    Suspension {
        /// Why.
        motif: String,
        /// First day without the right.
        du: Date,
        /// In the agent's words.
        precision: Option<String>,
    },
    /// Open again after a suspension.
    Retablissement {
        /// First day of the right.
        du: Date,
        /// In the agent's words.
        precision: Option<String>,
    },
    /// A place added since the acceptance is retained.
    LieuRetenu {
        /// The place.
        adresse: String,
        /// First day on the list.
        du: Date,
        /// In the agent's words.
        precision: Option<String>,
    },
    /// It is not.
    LieuEcarte {
        /// The place.
        adresse: String,
        /// Why, in the agent's words.
        precision: Option<String>,
    },
}

/// How the decision may be contested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recours {
    /// Months to act.
    pub mois: u16,
    /// The text that says so.
    pub fondement: Fondement,
}

/// Typesets the letter.
///
/// # Errors
/// When the engine fails.
pub fn decision(lettre: &Decision) -> Result<Pdf, Echec> {
    let page =
        Page { gabarit: "decision.typ", donnees: lettre, images: Vec::new(), norme: Norme::Administration };
    composer(page, &lettre.en_tete.tirage())
}
