//! A decision of the committee: who carries it, until when, what became of it.

use jiff::civil::Date;

use crate::decision::codes;
use crate::declaration::Declarant;
use crate::identifiant::{DecisionComiteId, MembreId, ReunionId};
use crate::texte::TexteLibre;

codes! {
    /// The steps of a decision.
    EtapeDecision {
        /// To be done.
        Ouverte = "ouverte",
        /// Done.
        Faite = "faite",
        /// Given up.
        Abandonnee = "abandonnee",
    }
}

impl EtapeDecision {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Ouverte => "À faire",
            Self::Faite => "Faite",
            Self::Abandonnee => "Abandonnée",
        }
    }
}

/// Where a decision stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatDecision {
    /// To be done.
    Ouverte,
    /// Done.
    Faite {
        /// Day.
        le: Date,
    },
    /// Given up.
    Abandonnee {
        /// Day.
        le: Date,
        /// Why.
        motif: TexteLibre,
    },
}

impl EtatDecision {
    /// The step reached.
    pub fn etape(&self) -> EtapeDecision {
        match self {
            Self::Ouverte => EtapeDecision::Ouverte,
            Self::Faite { .. } => EtapeDecision::Faite,
            Self::Abandonnee { .. } => EtapeDecision::Abandonnee,
        }
    }
}

/// A decision, as storage gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionComite {
    /// Key.
    pub id: DecisionComiteId,
    /// The meeting that took it.
    pub reunion: ReunionId,
    /// What is decided.
    pub texte: TexteLibre,
    /// Who carries it.
    pub responsable: MembreId,
    /// Until when.
    pub echeance: Date,
    /// Where it stands.
    pub etat: EtatDecision,
    /// Version it was read in.
    pub version: i64,
}

impl DecisionComite {
    /// Was it still to be done at the end of a day, as far as what became of it says.
    pub fn ouverte_le(&self, jour: Date) -> bool {
        match self.etat {
            EtatDecision::Ouverte => true,
            EtatDecision::Faite { le } | EtatDecision::Abandonnee { le, .. } => le > jour,
        }
    }

    /// Is it late on a day.
    pub fn en_retard(&self, le: Date) -> bool {
        self.etat == EtatDecision::Ouverte && le > self.echeance
    }
}

/// A decision to record. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionPrise {
    decision: DecisionComite,
    auteur: Declarant,
}

impl DecisionPrise {
    /// The decision.
    pub fn decision(&self) -> &DecisionComite {
        &self.decision
    }

    /// Who, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }

    pub(super) fn nouvelle(decision: DecisionComite, auteur: &Declarant) -> Self {
        Self { decision, auteur: *auteur }
    }
}

/// What becomes of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GesteDecision {
    /// It is done.
    Faire,
    /// It is given up.
    Abandonner(TexteLibre),
    /// It is taken up again.
    Reprendre,
}

/// A step granted. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionAvancee {
    suite: DecisionComite,
    auteur: Declarant,
}

impl DecisionAvancee {
    /// The decision as it stands from now on; its version is still the one it was decided on.
    pub fn suite(&self) -> &DecisionComite {
        &self.suite
    }

    /// Who, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// Why a decision does not move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementDecision {
    /// Not from here.
    #[error("cette décision a déjà changé d’état : relisez où elle en est")]
    Etape,
    /// It would be due before it is taken.
    #[error("cette échéance précède la réunion : choisissez une date à venir")]
    Echeance,
    /// The committee did not meet.
    #[error("la réunion ne s’est pas tenue : enregistrez d’abord les présences")]
    NonTenue,
}

impl DecisionComite {
    /// Takes a step.
    pub fn avancer(
        &self,
        geste: &GesteDecision,
        auteur: &Declarant,
    ) -> Result<DecisionAvancee, EmpechementDecision> {
        let le = auteur.aujourd_hui;
        let etat = match (geste, &self.etat) {
            (GesteDecision::Faire, EtatDecision::Ouverte) => EtatDecision::Faite { le },
            (GesteDecision::Abandonner(motif), EtatDecision::Ouverte) => {
                EtatDecision::Abandonnee { le, motif: motif.clone() }
            }
            (GesteDecision::Reprendre, EtatDecision::Faite { .. } | EtatDecision::Abandonnee { .. }) => {
                EtatDecision::Ouverte
            }
            _ => return Err(EmpechementDecision::Etape),
        };
        Ok(DecisionAvancee { suite: Self { etat, ..self.clone() }, auteur: *auteur })
    }
}
