//! What the rules grant: a fact wrapped so that only this crate can make one.

use std::ops::Deref;

use jiff::Timestamp;
use jiff::civil::Date;

use super::agregat::Episode;
use super::refus::{Empechement, Refus};
use crate::decision::{
    self, Acte, ActeNgap, Code, Decision, Demande, DossierEpisode, Etat, Issue, Structure,
};
use crate::identifiant::{CodeDepartement, EpisodeId, PatientId, PraticienId};
use crate::reglement::{DroitApplicable, Nomenclature, Portee};
use crate::texte::TexteLibre;

/// Who acts, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Auteur {
    /// The MK.
    pub par: PraticienId,
    /// Today, local to the department.
    pub aujourd_hui: Date,
    /// Now.
    pub maintenant: Timestamp,
}

/// The MK says why an act goes on that the rules leave to him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Why.
    pub motif: TexteLibre,
}

/// Everything a decision needs besides the episode.
#[derive(Clone, Debug)]
pub struct Contexte<'r> {
    /// Who acts.
    pub auteur: Auteur,
    /// His status and authorisation on the day of the act.
    pub praticien: decision::Praticien,
    /// The structure.
    pub structure: Structure,
    /// What is known of the patient.
    pub patient: decision::Patient,
    /// His confirmation, where he gave one.
    pub confirmation: Option<Confirmation>,
    /// The law on the day of the act.
    pub droit: DroitApplicable<'r>,
    /// The acts of the NGAP.
    pub nomenclature: &'r Nomenclature,
}

impl<'r> Contexte<'r> {
    pub(super) fn demande(
        &self,
        acte: Acte,
        le: Date,
        departement: CodeDepartement,
        dossier: DossierEpisode,
        acte_ngap: Option<ActeNgap>,
    ) -> Demande {
        Demande {
            acte,
            le,
            aujourd_hui: self.auteur.aujourd_hui,
            departement,
            structure: self.structure,
            praticien: self.praticien,
            patient: Some(self.patient),
            episode: Some(dossier),
            acte_ngap,
        }
    }

    /// A refusal never passes; what is to be confirmed passes with a motive, which is kept.
    pub(super) fn trancher(&self, decision: Decision<'r>) -> Result<Motivation, Refus<'r>> {
        match (decision.issue, &self.confirmation) {
            (Issue::Refusee, _) => Err(Refus::Refusee(Box::new(decision))),
            (Issue::AConfirmer, None) => Err(Refus::AConfirmer(Box::new(decision))),
            (Issue::AConfirmer, Some(_)) => Ok(Motivation::de(&decision, self.confirmation.clone())),
            (Issue::Accordee, _) => Ok(Motivation::de(&decision, None)),
        }
    }

    /// Late entry is bounded: a parameter of the rules, an interpretation since no text says.
    pub(super) fn exiger_fenetre(&self, le: Date) -> Result<(), Empechement> {
        let Some(jours) = self.droit.saisie_tardive_jours.connue else { return Ok(()) };
        let age = self.auteur.aujourd_hui.duration_since(le).as_hours() / 24;
        if age > i64::from(jours) { Err(Empechement::HorsFenetre { jours }) } else { Ok(()) }
    }

    pub(super) fn plafond_par_patient(&self) -> bool {
        self.droit.portee.connue == Some(Portee::Patient)
    }
}

/// On what grounds an act was granted: kept in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motivation {
    /// Outcome.
    pub issue: Issue,
    /// Findings other than `sans_objet`.
    pub constats: Vec<(Code, Etat)>,
    /// Fingerprint of the rules.
    pub empreinte: String,
    /// Confirmation, where one was needed.
    pub confirmation: Option<Confirmation>,
}

impl Motivation {
    pub(crate) fn de(decision: &Decision<'_>, confirmation: Option<Confirmation>) -> Self {
        let constats = decision
            .constats
            .iter()
            .filter(|c| c.etat != Etat::SansObjet)
            .map(|c| (c.code, c.etat))
            .collect();
        let empreinte = decision.droit.empreinte.to_owned();
        Self { issue: decision.issue, constats, empreinte, confirmation }
    }
}

/// A fact that the rules grant, on an episode in the version it was decided on.
///
/// Nothing outside this crate can build one, hence nothing the rules did not grant can be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accorde<T> {
    episode: EpisodeId,
    patient: PatientId,
    version: i64,
    auteur: Auteur,
    motivation: Option<Motivation>,
    fait: T,
}

impl<T> Accorde<T> {
    pub(super) fn nouveau(
        episode: &Episode,
        auteur: &Auteur,
        motivation: Option<Motivation>,
        fait: T,
    ) -> Self {
        Self {
            episode: episode.id,
            patient: episode.patient,
            version: episode.version,
            auteur: *auteur,
            motivation,
            fait,
        }
    }

    pub(super) fn premier(
        episode: EpisodeId,
        patient: PatientId,
        auteur: &Auteur,
        motivation: Motivation,
        fait: T,
    ) -> Self {
        Self { episode, patient, version: 0, auteur: *auteur, motivation: Some(motivation), fait }
    }

    /// Episode it is about.
    pub fn episode(&self) -> EpisodeId {
        self.episode
    }

    /// Patient of the episode.
    pub fn patient(&self) -> PatientId {
        self.patient
    }

    /// Version of the episode it was decided on: storage refuses it on any other.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Who acts, and when.
    pub fn auteur(&self) -> &Auteur {
        &self.auteur
    }

    /// The decision it rests on; `None` for what no rule forbids, such as an orientation.
    pub fn motivation(&self) -> Option<&Motivation> {
        self.motivation.as_ref()
    }
}

impl<T> Deref for Accorde<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.fait
    }
}
