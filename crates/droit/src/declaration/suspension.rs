//! Suspending a participation and taking it up again: the declaration stays, the right stops and starts on given days.

use jiff::civil::Date;

use super::cycle::{exiger_motif, veille};
use super::etat::{Declaration, EtatDeclaration};
use super::motif::MotifSuspension;
use super::prononce::{Declarant, EmpechementDeclaration, Prononce};
use crate::texte::TexteLibre;

/// The ARS suspends: the lists, the caisse and the MK are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipationSuspendue {
    /// Day of the decision.
    pub le: Date,
    /// First day without the right.
    pub du: Date,
    /// Why.
    pub motif: MotifSuspension,
    /// In the agent's words.
    pub precision: Option<TexteLibre>,
}

impl ParticipationSuspendue {
    /// Last day of the right, inclusive.
    pub fn dernier_jour(&self) -> Date {
        veille(self.du)
    }
}

/// The ARS ends the suspension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParticipationReprise {
    /// Day of the decision.
    pub le: Date,
    /// First day of the right again.
    pub du: Date,
}

impl Declaration {
    /// Suspends an open right from a day, past or to come.
    ///
    /// Article 1 of the decree provides for no suspension (parameter `retrait`, unknown): what the ARS decides is recorded
    /// with its motive, and the right stops because the MK is no longer on its list (décret 2024-618, art. 1, III).
    pub fn suspendre(
        &self,
        motif: MotifSuspension,
        precision: Option<TexteLibre>,
        du: Date,
        declarant: &Declarant,
    ) -> Result<Prononce<ParticipationSuspendue>, EmpechementDeclaration> {
        let EtatDeclaration::Validee { effet_du: Some(debut), .. } = self.etat else {
            return Err(self.mal_placee());
        };
        exiger_motif(&[motif], MotifSuspension::Autre, precision.as_ref())?;
        if du <= debut && debut <= declarant.aujourd_hui {
            return Err(EmpechementDeclaration::SuspensionTropTot);
        }
        let fait = ParticipationSuspendue { le: declarant.aujourd_hui, du, motif, precision };
        Ok(Prononce::nouveau(self, declarant, None, fait))
    }

    /// Takes the participation up again from a day, at the earliest the one it stopped on.
    pub fn reprendre(
        &self,
        du: Date,
        declarant: &Declarant,
    ) -> Result<Prononce<ParticipationReprise>, EmpechementDeclaration> {
        let EtatDeclaration::Suspendue { du: arret, .. } = self.etat else {
            return Err(self.mal_placee());
        };
        if du < arret {
            return Err(EmpechementDeclaration::RepriseTropTot);
        }
        let fait = ParticipationReprise { le: declarant.aujourd_hui, du };
        Ok(Prononce::nouveau(self, declarant, None, fait))
    }
}
