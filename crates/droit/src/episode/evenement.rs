//! What is observed on the way: adverse events and improvement.

use jiff::civil::Date;

use super::accord::{Accorde, Auteur};
use super::agregat::Episode;
use super::refus::Empechement;
use crate::decision::codes;
use crate::identifiant::{EvenementId, PraticienId};
use crate::texte::TexteLibre;

codes! {
    /// How serious an adverse event is.
    GraviteEvenement {
        /// It passed without care.
        Benin = "benin",
        /// It needed care.
        Modere = "modere",
        /// Hospital, lasting harm, or a life at stake.
        Grave = "grave",
        /// Death.
        Deces = "deces",
    }
}

impl GraviteEvenement {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Benin => "Bénin, sans soin particulier",
            Self::Modere => "Modéré, des soins ont été nécessaires",
            Self::Grave => "Grave : hospitalisation, séquelle ou pronostic vital engagé",
            Self::Deces => "Décès",
        }
    }

    /// Is it to be declared to the health authorities as a serious event.
    pub fn a_declarer(self) -> bool {
        self >= Self::Grave
    }
}

/// An adverse event on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evenement {
    /// Key.
    pub id: EvenementId,
    /// The MK who reports it.
    pub par: PraticienId,
    /// Day it happened.
    pub le: Date,
    /// How serious.
    pub gravite: GraviteEvenement,
    /// What happened.
    pub circonstances: TexteLibre,
    /// What was done.
    pub mesures: TexteLibre,
}

/// An adverse event reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvenementSignale {
    /// The event.
    pub evenement: Evenement,
}

/// The improvement assessed: it decides whether an orientation is due at the last séance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmeliorationEvaluee {
    /// Day.
    pub le: Date,
    /// Has the patient improved.
    pub amelioration: bool,
}

impl Episode {
    /// Reports an adverse event (part of the evaluation of the experiment, décret 2024-618, art. 3).
    pub fn signaler_evenement(
        &self,
        evenement: Evenement,
        auteur: &Auteur,
    ) -> Result<Accorde<EvenementSignale>, Empechement> {
        if !self.suivi_par(auteur.par) {
            return Err(Empechement::NonParticipant);
        }
        self.exiger_dans_l_episode(evenement.le, auteur.aujourd_hui)?;
        let evenement = Evenement { par: auteur.par, ..evenement };
        Ok(Accorde::nouveau(self, auteur, None, EvenementSignale { evenement }))
    }

    /// Records whether the patient improves.
    pub fn evaluer_amelioration(
        &self,
        evaluation: AmeliorationEvaluee,
        auteur: &Auteur,
    ) -> Result<Accorde<AmeliorationEvaluee>, Empechement> {
        self.exiger_modifiable(auteur.par)?;
        self.exiger_dans_l_episode(evaluation.le, auteur.aujourd_hui)?;
        Ok(Accorde::nouveau(self, auteur, None, evaluation))
    }
}
