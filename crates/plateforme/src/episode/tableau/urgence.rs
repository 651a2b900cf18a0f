//! What is due first: how pressing the alerts of an episode are.

use droit::episode::Alerte;

use crate::gabarits::Ton;

/// How pressing, the least first in order of `Ord` reversed: sort by it, smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgence {
    /// Nothing can be done any more without an act of the MK.
    Bloquante,
    /// To be done at the next séance.
    Proche,
    /// To be prepared.
    AVenir,
    /// Nothing.
    Aucune,
}

/// How pressing one alert is.
pub fn de(alerte: &Alerte) -> Urgence {
    match alerte {
        Alerte::Expire { .. } | Alerte::OrientationDue | Alerte::Excedent(_) => Urgence::Bloquante,
        Alerte::Seances { faites, plafond } if faites >= plafond => Urgence::Bloquante,
        Alerte::Seances { faites, plafond } if faites + 1 >= *plafond => Urgence::Proche,
        Alerte::Jours { ecoules, .. } if *ecoules >= 80 => Urgence::Proche,
        Alerte::Seances { .. } | Alerte::Jours { .. } | Alerte::AmeliorationAEvaluer => Urgence::AVenir,
    }
}

/// The most pressing of these.
pub fn pire(alertes: &[Alerte]) -> Urgence {
    alertes.iter().map(de).min().unwrap_or(Urgence::Aucune)
}

impl Urgence {
    /// How it is shown.
    pub fn ton(self) -> Ton {
        match self {
            Self::Bloquante => Ton::Erreur,
            Self::Proche => Ton::Attention,
            Self::AVenir => Ton::Info,
            Self::Aucune => Ton::Neutre,
        }
    }
}
