//! The episode as read from storage, and the questions everything else asks of it.

use std::ops::Deref;

use jiff::civil::Date;

use super::accord::Contexte;
use super::cloture::IssueEpisode;
use super::compte::Compte;
use super::diagnostic::{Diagnostic, Effet};
use super::evenement::Evenement;
use super::localisation::Localisation;
use super::orientation::Orientation;
use super::refus::Empechement;
use super::seance::Seance;
use crate::decision::{
    Acte, ActeNgap, Decision, Demande, DossierEpisode, DrapeauRouge, TypeStructure, decider,
};
use crate::identifiant::{CodeDepartement, EpisodeId, PatientId, PraticienId};

/// Open or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatEpisode {
    /// Care goes on.
    Ouvert,
    /// Care ended.
    Clos {
        /// Last day.
        le: Date,
        /// How it ended.
        issue: IssueEpisode,
    },
}

/// What is on file, as storage gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fiche {
    /// Key.
    pub id: EpisodeId,
    /// Patient.
    pub patient: PatientId,
    /// Place treated.
    pub localisation: Localisation,
    /// Department of the practice.
    pub departement: CodeDepartement,
    /// Structure the care is given in, hence the regime.
    pub type_structure: TypeStructure,
    /// Day of the first séance or bilan.
    pub ouvert_le: Date,
    /// Last day without diagnosis; `None` when the rules do not say.
    pub fin_le: Option<Date>,
    /// The cap at the last decision; `None` when unknown.
    pub plafond: Option<u16>,
    /// The MKs who take part, the first one first.
    pub participants: Vec<PraticienId>,
    /// Séances, cancelled ones included.
    pub seances: Vec<Seance>,
    /// Proof of diagnosis on file.
    pub diagnostic: Option<Diagnostic>,
    /// Warning signs.
    pub drapeaux: Vec<DrapeauRouge>,
    /// Latest assessment of the improvement.
    pub amelioration: Option<bool>,
    /// Orientations, oldest first.
    pub orientations: Vec<Orientation>,
    /// Adverse events, oldest first.
    pub evenements: Vec<Evenement>,
    /// Open or closed.
    pub etat: EtatEpisode,
    /// Grows by one at each write.
    pub version: i64,
}

/// An episode: read with `.champ`, changed only through what the rules grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode(Fiche);

impl Deref for Episode {
    type Target = Fiche;

    fn deref(&self) -> &Fiche {
        &self.0
    }
}

impl Episode {
    /// The episode on file.
    pub fn relu(fiche: Fiche) -> Self {
        Self(fiche)
    }

    /// Séances that were done, in order of date: the displayed rank is the place in this order.
    pub fn seances_faites(&self) -> Vec<&Seance> {
        let mut faites: Vec<&Seance> = self.seances.iter().filter(|s| s.compte != Compte::Annulee).collect();
        faites.sort_by_key(|s| (s.le, s.saisie_le));
        faites
    }

    /// Séances done without diagnosis, whoever the MK.
    pub fn sans_diagnostic(&self) -> u16 {
        let n = self.seances.iter().filter(|s| s.compte.sans_diagnostic()).count();
        u16::try_from(n).unwrap_or(u16::MAX)
    }

    /// Séances beyond the cap, done under a proof since withdrawn.
    pub fn excedent(&self) -> u16 {
        let n = self.seances.iter().filter(|s| s.compte == Compte::Excedent).count();
        u16::try_from(n).unwrap_or(u16::MAX)
    }

    /// Day of the latest séance.
    pub fn derniere_le(&self) -> Option<Date> {
        self.seances.iter().filter(|s| s.compte != Compte::Annulee).map(|s| s.le).max()
    }

    /// Does a proof of diagnosis lift the cap for this day.
    pub fn couvre(&self, jour: Date) -> bool {
        self.couvert_du().is_some_and(|du| jour >= du)
    }

    /// First day a proof of diagnosis covers.
    pub fn couvert_du(&self) -> Option<Date> {
        self.diagnostic.as_ref().filter(|d| d.effet == Effet::LeveLePlafond).map(|d| d.piece.enregistre_le)
    }

    /// Is the MK one of those who take part.
    pub fn suivi_par(&self, praticien: PraticienId) -> bool {
        self.participants.contains(&praticien)
    }

    /// Without diagnosis, was the episode over before this day.
    pub fn expire_au(&self, jour: Date) -> bool {
        !self.couvre(jour) && self.fin_le.is_some_and(|fin| jour > fin)
    }

    /// What the rules read of the episode for an act of this day: a day before the diagnosis is judged on the
    /// séances without diagnosis alone, a covered day on all of them.
    pub fn dossier(&self, jour: Date) -> DossierEpisode {
        let couvert = self.couvre(jour);
        let retenue = |s: &&Seance| s.compte != Compte::Annulee && (couvert || s.compte.sans_diagnostic());
        DossierEpisode {
            ouvert_le: Some(self.ouvert_le),
            diagnostic_prealable: self.diagnostic.as_ref().map(|d| d.piece),
            drapeaux_rouges: self.drapeaux.clone(),
            amelioration: self.amelioration,
            seances: self.seances.iter().filter(retenue).map(|s| s.le).collect(),
        }
    }

    pub(super) fn decider<'r>(
        &self,
        acte: Acte,
        le: Date,
        acte_ngap: Option<ActeNgap>,
        cx: &Contexte<'r>,
    ) -> Decision<'r> {
        let demande: Demande = cx.demande(acte, le, self.departement, self.dossier(le), acte_ngap);
        decider(&demande, &cx.droit, cx.nomenclature)
    }

    pub(super) fn exiger_modifiable(&self, par: PraticienId) -> Result<(), Empechement> {
        match (&self.etat, self.suivi_par(par)) {
            (EtatEpisode::Clos { .. }, _) => Err(Empechement::EpisodeClos),
            (EtatEpisode::Ouvert, false) => Err(Empechement::NonParticipant),
            (EtatEpisode::Ouvert, true) => Ok(()),
        }
    }

    pub(super) fn exiger_dans_l_episode(&self, jour: Date, aujourd_hui: Date) -> Result<(), Empechement> {
        match jour >= self.ouvert_le && jour <= aujourd_hui {
            true => Ok(()),
            false => Err(Empechement::DateHorsEpisode),
        }
    }
}
