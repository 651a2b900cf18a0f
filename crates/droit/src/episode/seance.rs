//! A séance: recorded, and how a new one is granted.

use jiff::Timestamp;
use jiff::civil::Date;

use super::accord::{Accorde, Contexte};
use super::agregat::Episode;
use super::compte::{Compte, premier_libre};
use super::refus::{Empechement, Refus};
use crate::decision::{Acte, ActeNgap, Decision};
use crate::identifiant::{PraticienId, SeanceId};
use crate::texte::TexteLibre;

/// A séance of the episode, cancelled ones included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seance {
    /// Key.
    pub id: SeanceId,
    /// Day of care, local to the department.
    pub le: Date,
    /// When it was typed.
    pub saisie_le: Timestamp,
    /// Who gave the care.
    pub par: PraticienId,
    /// How it counts.
    pub compte: Compte,
    /// Act of the NGAP, when said.
    pub acte: Option<ActeNgap>,
    /// Note of the MK, for himself.
    pub note: Option<TexteLibre>,
}

/// What the MK asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeanceSaisie {
    /// Key drawn by the caller: a second try with the same one records nothing more.
    pub id: SeanceId,
    /// Day of care.
    pub le: Date,
    /// Act of the NGAP.
    pub acte: Option<ActeNgap>,
    /// Note.
    pub note: Option<TexteLibre>,
}

/// A séance that the rules grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeanceAccordee {
    /// The séance.
    pub seance: Seance,
    /// The cap it was granted under; `None` when unlimited or unknown.
    pub plafond: Option<u16>,
    /// Is the cap that of the patient over all episodes: two episodes then race for the same slots.
    pub par_patient: bool,
    /// Day of the latest séance of the episode, this one included.
    pub derniere_le: Date,
}

impl Episode {
    /// A séance, today or late within the window of the rules.
    ///
    /// Without a prior medical diagnosis the number of séances is capped (décret 2024-618, art. 2; CSP,
    /// art. L. 4321-1). The decision says so and storage holds the same cap as a constraint.
    pub fn enregistrer_seance<'r>(
        &self,
        saisie: SeanceSaisie,
        cx: &Contexte<'r>,
    ) -> Result<Accorde<SeanceAccordee>, Refus<'r>> {
        self.exiger_modifiable(cx.auteur.par)?;
        self.exiger_nouvelle(saisie.id)?;
        cx.exiger_fenetre(saisie.le)?;
        let decision = self.examiner_seance(&saisie, cx);
        let plafond = cx.droit.plafond.connue;
        let motivation = cx.trancher(decision)?;
        let compte = match self.couvre(saisie.le) {
            true => Compte::SousDiagnostic,
            false => Compte::Place(self.place_libre(plafond).ok_or(Empechement::AucunePlace)?),
        };
        let derniere_le = self.derniere_le().map_or(saisie.le, |d| d.max(saisie.le));
        let seance = Seance {
            id: saisie.id,
            le: saisie.le,
            saisie_le: cx.auteur.maintenant,
            par: cx.auteur.par,
            compte,
            acte: saisie.acte,
            note: saisie.note,
        };
        let par_patient = cx.plafond_par_patient();
        let fait = SeanceAccordee { seance, plafond, par_patient, derniere_le };
        Ok(Accorde::nouveau(self, &cx.auteur, Some(motivation), fait))
    }

    /// The whole decision on a séance, to be explained before it is recorded.
    pub fn examiner_seance<'r>(&self, saisie: &SeanceSaisie, cx: &Contexte<'r>) -> Decision<'r> {
        self.decider(Acte::Seance, saisie.le, saisie.acte.clone(), cx)
    }

    fn place_libre(&self, plafond: Option<u16>) -> Option<super::compte::Rang> {
        let tenus: Vec<_> = self.seances.iter().filter_map(|s| s.compte.rang()).collect();
        premier_libre(&tenus, plafond)
    }

    fn exiger_nouvelle(&self, id: SeanceId) -> Result<(), Empechement> {
        match self.seances.iter().any(|s| s.id == id) {
            true => Err(Empechement::DejaEnregistree),
            false => Ok(()),
        }
    }
}
