//! The pack of a meeting of the monitoring committee: agenda, figures, open decisions, members.

use jiff::civil::Date;
use serde::Serialize;

use crate::composition::{Norme, Page, Pdf, composer};
use crate::echec::Echec;
use crate::papier::{EnTete, Fondement};

/// A figure with its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chiffre {
    /// What it counts.
    pub libelle: String,
    /// The figure, as written.
    pub valeur: String,
}

/// A line of the participation table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Participation {
    /// Name of the CPTS.
    pub cpts: String,
    /// Declarations filed.
    pub declarees: u64,
    /// MKs authorised.
    pub autorises: u64,
}

/// A decision that is followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suivi {
    /// What was decided.
    pub texte: String,
    /// Who carries it.
    pub responsable: String,
    /// Until when.
    pub echeance: Date,
    /// Is it late, in words; nothing otherwise.
    pub retard: Option<String>,
}

/// The pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DossierDeSeance {
    /// The head.
    pub en_tete: EnTete,
    /// « 3e réunion ».
    pub titre: String,
    /// Day, hour and place, in a line.
    pub rendezvous: String,
    /// Agenda.
    pub ordre_du_jour: Vec<String>,
    /// Where the figures come from, in a sentence.
    pub origine: String,
    /// Figures.
    pub chiffres: Vec<Chiffre>,
    /// Participation by CPTS.
    pub participation: Vec<Participation>,
    /// Open decisions.
    pub decisions: Vec<Suivi>,
    /// Members, by institution.
    pub membres: Vec<Chiffre>,
    /// The texts.
    pub fondements: Vec<Fondement>,
}

/// Typesets the pack.
///
/// # Errors
/// When the engine fails.
pub fn dossier_de_seance(dossier: &DossierDeSeance) -> Result<Pdf, Echec> {
    let page =
        Page { gabarit: "seance.typ", donnees: dossier, images: Vec::new(), norme: Norme::Administration };
    composer(page, &dossier.en_tete.tirage())
}
