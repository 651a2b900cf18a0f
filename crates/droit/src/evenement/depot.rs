//! A report made without an episode: what happened around the care of a patient the platform does not know.

use jiff::Timestamp;
use jiff::civil::Date;

use super::etat::{EtatEvenement, Faits, Signalement};
use super::geste::EmpechementEvenement;
use super::regle::RegleEvenement;
use crate::identifiant::{CodeDepartement, CptsId, EvenementId, PraticienId};

/// A report to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depot {
    /// Key drawn by the page that shows the form: sent twice, the event is recorded once.
    pub id: EvenementId,
    /// The MK.
    pub par: PraticienId,
    /// The department whose ARS examines it.
    pub departement: CodeDepartement,
    /// His CPTS.
    pub cpts: Option<CptsId>,
    /// What happened.
    pub faits: Faits,
}

/// A report granted. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignalementDepose {
    signalement: Signalement,
    instant: Timestamp,
}

impl SignalementDepose {
    /// The event on file.
    pub fn signalement(&self) -> &Signalement {
        &self.signalement
    }

    /// When.
    pub fn instant(&self) -> Timestamp {
        self.instant
    }
}

impl Depot {
    /// Grants it: nothing is asked but a day that has come.
    pub fn deposer(
        self,
        regle: &RegleEvenement<'_>,
        (aujourd_hui, instant): (Date, Timestamp),
    ) -> Result<SignalementDepose, EmpechementEvenement> {
        if self.faits.le > aujourd_hui {
            return Err(EmpechementEvenement::EvenementAVenir);
        }
        let signalement = Signalement {
            id: self.id,
            episode: None,
            par: self.par,
            departement: self.departement,
            cpts: self.cpts,
            signale_le: aujourd_hui,
            saisi_le: Some(instant),
            volets: regle.ouvrir(self.faits.gravite, aujourd_hui),
            faits: self.faits,
            etat: EtatEvenement::Signale,
            version: 1,
        };
        Ok(SignalementDepose { signalement, instant })
    }
}
