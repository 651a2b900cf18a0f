//! Cancelling a séance: a motive, and a new count.

use jiff::civil::Date;

use super::accord::{Accorde, Auteur};
use super::agregat::Episode;
use super::compte::{Compte, Repartition, repartir};
use super::refus::Empechement;
use crate::decision::codes;
use crate::identifiant::SeanceId;
use crate::texte::TexteLibre;

codes! {
    /// Why a séance is cancelled.
    MotifAnnulation {
        /// Typed by mistake.
        ErreurDeSaisie = "erreur-de-saisie",
        /// The wrong patient.
        MauvaisPatient = "mauvais-patient",
        /// Typed twice.
        Doublon = "doublon",
        /// The patient did not come.
        PatientAbsent = "patient-absent",
        /// Anything else, told in the text.
        Autre = "autre",
    }
}

impl MotifAnnulation {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::ErreurDeSaisie => "Erreur de saisie",
            Self::MauvaisPatient => "Mauvais patient",
            Self::Doublon => "Saisie en double",
            Self::PatientAbsent => "Le patient n’est pas venu",
            Self::Autre => "Autre motif",
        }
    }
}

/// A séance cancelled, and the count that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeanceAnnulee {
    /// Séance.
    pub seance: SeanceId,
    /// Why.
    pub motif: MotifAnnulation,
    /// In the MK's words.
    pub precision: Option<TexteLibre>,
    /// New slots.
    pub repartition: Repartition,
    /// Day of the latest séance left.
    pub derniere_le: Option<Date>,
}

impl Episode {
    /// Cancels one's own séance: the slot is free again, and the séances beyond the cap take it first.
    pub fn annuler_seance(
        &self,
        seance: SeanceId,
        motif: MotifAnnulation,
        precision: Option<TexteLibre>,
        auteur: &Auteur,
    ) -> Result<Accorde<SeanceAnnulee>, Empechement> {
        self.exiger_modifiable(auteur.par)?;
        let visee = self.seances.iter().find(|s| s.id == seance).ok_or(Empechement::SeanceInconnue)?;
        if visee.compte == Compte::Annulee {
            return Err(Empechement::SeanceAnnulee);
        }
        if visee.par != auteur.par {
            return Err(Empechement::SeanceDAutrui);
        }
        let mut restantes = self.seances.clone();
        restantes.retain(|s| s.id != seance);
        let repartition = repartir(&restantes, self.couvert_du(), self.plafond);
        let derniere_le = restantes.iter().filter(|s| s.compte != Compte::Annulee).map(|s| s.le).max();
        let fait = SeanceAnnulee { seance, motif, precision, repartition, derniere_le };
        Ok(Accorde::nouveau(self, auteur, None, fait))
    }
}
