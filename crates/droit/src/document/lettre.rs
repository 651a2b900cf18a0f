//! The letter that orients the patient to a doctor: why, how soon, what is asked, what was tried.

use std::ops::Deref;

use jiff::civil::Date;

use super::manque::{Incomplet, Manque, exiger};
use super::soins::Soins;
use crate::decision::DrapeauRouge;
use crate::episode::{Destination, Episode, MotifOrientation, Urgence};
use crate::texte::TexteLibre;

/// What a letter says (décret 2024-618, art. 2: the patient is oriented as soon as a diagnosis or an opinion is needed).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FicheLettre {
    /// Why.
    pub motif: MotifOrientation,
    /// In the words of the MK; always there when the motive is « autre ».
    pub precision: Option<TexteLibre>,
    /// To whom.
    pub destination: Destination,
    /// How soon.
    pub urgence: Urgence,
    /// Warning signs found.
    pub drapeaux: Vec<DrapeauRouge>,
    /// What is asked of the doctor.
    pub question: TexteLibre,
    /// What the examination found.
    pub constatations: Option<TexteLibre>,
    /// Séances already done.
    pub soins: Soins,
    /// What was tried.
    pub deja_tente: Option<TexteLibre>,
}

/// A complete letter. Only [`BrouillonLettre::valider`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LettreOrientation(FicheLettre);

impl Deref for LettreOrientation {
    type Target = FicheLettre;

    fn deref(&self) -> &FicheLettre {
        &self.0
    }
}

/// A letter while it is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of FicheLettre, each possibly missing")]
pub struct BrouillonLettre {
    pub motif: Option<MotifOrientation>,
    pub precision: Option<TexteLibre>,
    pub destination: Option<Destination>,
    pub urgence: Option<Urgence>,
    pub drapeaux: Vec<DrapeauRouge>,
    pub question: Option<TexteLibre>,
    pub constatations: Option<TexteLibre>,
    pub soins: Soins,
    pub deja_tente: Option<TexteLibre>,
}

impl BrouillonLettre {
    /// What the episode and its latest orientation already say.
    pub fn prerempli(episode: &Episode, bilan_le: Option<Date>) -> Self {
        let derniere = episode.orientations.last();
        Self {
            motif: derniere.map(|orientation| orientation.motif),
            precision: derniere.and_then(|orientation| orientation.precision.clone()),
            destination: derniere.map(|orientation| orientation.destination),
            urgence: derniere.map(|orientation| orientation.urgence),
            drapeaux: episode.drapeaux.clone(),
            question: None,
            constatations: None,
            soins: Soins::de(episode, bilan_le),
            deja_tente: None,
        }
    }

    /// The letter, or everything that it lacks.
    pub fn valider(&self) -> Result<LettreOrientation, Incomplet> {
        let mut manques = Vec::new();
        let motif = exiger(self.motif, Manque::MotifOrientation, &mut manques);
        if motif == Some(MotifOrientation::Autre) && self.precision.is_none() {
            manques.push(Manque::PrecisionDuMotif);
        }
        let destination = exiger(self.destination, Manque::Destination, &mut manques);
        let urgence = exiger(self.urgence, Manque::Urgence, &mut manques);
        let question = exiger(self.question.clone(), Manque::Question, &mut manques);
        match (motif, destination, urgence, question) {
            (Some(motif), Some(destination), Some(urgence), Some(question)) if manques.is_empty() => {
                Ok(LettreOrientation(FicheLettre {
                    motif,
                    precision: self.precision.clone(),
                    destination,
                    urgence,
                    drapeaux: self.drapeaux.clone(),
                    question,
                    constatations: self.constatations.clone(),
                    soins: self.soins.clone(),
                    deja_tente: self.deja_tente.clone(),
                }))
            }
            _ => Err(Incomplet(manques)),
        }
    }
}

impl From<&LettreOrientation> for BrouillonLettre {
    /// The draft of a correction: it starts from what was validated.
    fn from(lettre: &LettreOrientation) -> Self {
        let fiche = lettre.0.clone();
        Self {
            motif: Some(fiche.motif),
            precision: fiche.precision,
            destination: Some(fiche.destination),
            urgence: Some(fiche.urgence),
            drapeaux: fiche.drapeaux,
            question: Some(fiche.question),
            constatations: fiche.constatations,
            soins: fiche.soins,
            deja_tente: fiche.deja_tente,
        }
    }
}
