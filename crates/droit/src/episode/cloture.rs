//! The end of an episode.

use jiff::civil::Date;

use super::accord::{Accorde, Contexte};
use super::agregat::Episode;
use super::refus::Refus;
use crate::decision::{Acte, codes};

codes! {
    /// How an episode ended.
    IssueEpisode {
        /// The aims are reached.
        ObjectifsAtteints = "objectifs-atteints",
        /// Oriented to a doctor.
        Oriente = "oriente",
        /// Care goes on with a prescription.
        PoursuiteSurPrescription = "poursuite-sur-prescription",
        /// The patient stopped coming.
        Abandon = "abandon",
        /// Another cause.
        Autre = "autre",
        /// Over since its term, and closed with the opening of the next one.
        Echue = "echue",
    }
}

impl IssueEpisode {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::ObjectifsAtteints => "Objectifs atteints",
            Self::Oriente => "Patient orienté vers un médecin",
            Self::PoursuiteSurPrescription => "Poursuite sur prescription",
            Self::Abandon => "Le patient n’est plus venu",
            Self::Autre => "Autre issue",
            Self::Echue => "Arrivé à son terme",
        }
    }
}

/// An episode closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpisodeClos {
    /// Last day.
    pub le: Date,
    /// How it ended.
    pub issue: IssueEpisode,
}

impl Episode {
    /// Closes the episode.
    pub fn clore<'r>(
        &self,
        le: Date,
        issue: IssueEpisode,
        cx: &Contexte<'r>,
    ) -> Result<Accorde<EpisodeClos>, Refus<'r>> {
        self.exiger_modifiable(cx.auteur.par)?;
        self.exiger_dans_l_episode(le, cx.auteur.aujourd_hui)?;
        let decision = self.decider(Acte::Clore, le, None, cx);
        let motivation = cx.trancher(decision)?;
        Ok(Accorde::nouveau(self, &cx.auteur, Some(motivation), EpisodeClos { le, issue }))
    }
}
