//! The clock of a serious event: what is awaited, until when, and which reminder is due.

use jiff::ToSpan;
use jiff::civil::Date;

use super::etat::{EtatEvenement, Signalement, Volets};
use super::regle::RegleEvenement;

/// What is awaited of the MK on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attente {
    /// Nothing.
    Rien,
    /// The declaration on the national portal, at once.
    Declaration {
        /// Since.
        depuis: Date,
    },
    /// The analysis.
    Analyse {
        /// Last day; `None` when the rules give no delay.
        echeance: Option<Date>,
    },
    /// The analysis, whose delay is over.
    EnRetard {
        /// Last day.
        echeance: Date,
    },
}

/// A reminder: so many days after the report, or the day after the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Jalon {
    /// So many days after the report.
    Jour(u16),
    /// The deadline is over.
    Depasse,
}

impl Jalon {
    /// The spelling under which it is kept.
    pub fn code(self) -> String {
        match self {
            Self::Jour(jours) => jours.to_string(),
            Self::Depasse => "depasse".to_owned(),
        }
    }
}

impl Signalement {
    /// The last day to send the analysis: so many calendar months after the clock starts.
    /// Source: code de la santé publique, R. 1413-69, III.
    pub fn echeance(&self, regle: &RegleEvenement<'_>) -> Option<Date> {
        let (du, mois) = (self.volets.du()?, regle.delai_mois.connue?);
        du.checked_add(i32::from(mois).months()).ok()
    }

    /// What is awaited of the MK on a day. Once the examination set the event aside, nothing is.
    pub fn attente(&self, regle: &RegleEvenement<'_>, le: Date) -> Attente {
        if matches!(&self.etat, EtatEvenement::Clos(cloture) if cloture.suite.ecarte()) {
            return Attente::Rien;
        }
        match &self.volets {
            Volets::SansObjet | Volets::Complets { .. } => Attente::Rien,
            Volets::Attendus { du } => match self.echeance(regle) {
                Some(echeance) if le > echeance => Attente::EnRetard { echeance },
                _ => Attente::Declaration { depuis: *du },
            },
            Volets::Declare { .. } => match self.echeance(regle) {
                Some(echeance) if le > echeance => Attente::EnRetard { echeance },
                echeance => Attente::Analyse { echeance },
            },
        }
    }

    /// Is the declaration on the national portal still to be made: it stays so once the delay of the analysis is over.
    /// Source: code de la santé publique, R. 1413-68.
    pub fn a_declarer(&self, regle: &RegleEvenement<'_>, le: Date) -> bool {
        matches!(self.volets, Volets::Attendus { .. }) && self.attente(regle, le) != Attente::Rien
    }

    /// The reminder due on a day: the latest one only, so that a platform that slept does not send them all at once.
    pub fn rappel_du(&self, regle: &RegleEvenement<'_>, le: Date) -> Option<Jalon> {
        match self.attente(regle, le) {
            Attente::Rien => None,
            Attente::EnRetard { .. } => Some(Jalon::Depasse),
            Attente::Declaration { .. } | Attente::Analyse { .. } => {
                let (du, jours) = (self.volets.du()?, regle.rappels.connue.as_ref()?);
                let atteint =
                    |jour: &u16| du.checked_add(i32::from(*jour).days()).is_ok_and(|rappel| rappel <= le);
                jours.iter().copied().filter(atteint).max().map(Jalon::Jour)
            }
        }
    }
}
