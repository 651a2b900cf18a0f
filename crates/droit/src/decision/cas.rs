//! The case at hand: the question, the law of the day, and what several rules share.

use jiff::civil::Date;

use super::demande::{Acte, Demande, DiagnosticPrealable, DossierEpisode};
use super::motif::SansObjet;
use super::reponse::Seances;
use crate::reglement::ngap::Nomenclature;
use crate::reglement::{DepartEpisode, DroitApplicable, EffetDiagnostic, ListeDiagnostics, Portee, Regime};

/// What a rule reads.
#[derive(Debug)]
pub(super) struct Cas<'d, 'r> {
    pub(super) demande: &'d Demande,
    pub(super) droit: &'d DroitApplicable<'r>,
    pub(super) nomenclature: &'r Nomenclature,
    pub(super) preuve: Preuve,
    pub(super) compte: Compte,
}

/// What the proof of diagnosis is worth on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preuve {
    /// None was presented, or it counts as none.
    Aucune,
    /// It is good from this later day.
    APartirDu(Date),
    /// It lifts the cap and the length of the episode.
    Valable,
}

/// The séances that count, and whether all of them are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compte {
    /// This many.
    Exact(u32),
    /// This many in the episode; those of the other episodes were not counted.
    Incomplet(u32),
}

impl Compte {
    /// The number known.
    pub(super) fn faites(self) -> u32 {
        match self {
            Self::Exact(faites) | Self::Incomplet(faites) => faites,
        }
    }
}

impl<'d, 'r> Cas<'d, 'r> {
    pub(super) fn new(
        demande: &'d Demande,
        droit: &'d DroitApplicable<'r>,
        nomenclature: &'r Nomenclature,
    ) -> Self {
        let preuve = preuve(demande, droit);
        let compte = compte(demande, droit, preuve);
        Self { demande, droit, nomenclature, preuve, compte }
    }

    /// The day of the act.
    pub(super) fn le(&self) -> Date {
        self.demande.le
    }

    pub(super) fn episode(&self) -> Option<&'d DossierEpisode> {
        self.demande.episode.as_ref()
    }

    pub(super) fn diagnostic(&self) -> Option<&'d DiagnosticPrealable> {
        self.episode().and_then(|episode| episode.diagnostic_prealable.as_ref())
    }

    /// The day the episode opens; an opening without a day is made on the day of the act.
    pub(super) fn ouverture(&self) -> Option<Date> {
        let DepartEpisode::PremiereSeanceOuBilan = self.droit.depart_episode.connue?;
        let ouvert_le = self.episode().and_then(|episode| episode.ouvert_le);
        if self.demande.acte == Acte::Ouvrir { ouvert_le.or(Some(self.le())) } else { ouvert_le }
    }

    /// Séances recorded in the episode, with or without diagnosis.
    pub(super) fn seances_inscrites(&self) -> u32 {
        nombre(self.episode().map_or(0, |episode| episode.seances.len()))
    }

    /// Séances of the patient over all his episodes, as far as somebody counted them.
    pub(super) fn seances_du_patient(&self) -> u32 {
        let ailleurs = self.demande.patient.and_then(|patient| patient.seances_hors_episode);
        self.seances_inscrites().saturating_add(ailleurs.map_or(0, u32::from))
    }

    /// Last day of the episode, inclusive: the same day of the month, or the last one of a shorter month.
    pub(super) fn fin_episode(&self) -> Option<Date> {
        let mois = i64::from(self.droit.duree_episode_mois.connue?);
        Some(self.ouverture()?.saturating_add(jiff::Span::new().months(mois)))
    }

    /// The figures of the answer; none where séances are not the matter.
    pub(super) fn seances(&self) -> Option<Seances> {
        if self.demande.acte == Acte::Declarer || self.droit.regime == Regime::Aucun {
            return None;
        }
        let faites = self.compte.faites();
        let plafond = self.droit.plafond.connue.map(u32::from).filter(|_| self.preuve != Preuve::Valable);
        Some(Seances { faites, plafond, restantes: plafond.map(|plafond| plafond.saturating_sub(faites)) })
    }

    /// Only the experiment in CPTS knows the rule.
    pub(super) fn experimentation(&self) -> Result<(), SansObjet> {
        match self.droit.regime {
            Regime::ExperimentationCpts => Ok(()),
            Regime::Permanent => Err(SansObjet::RegimePermanent),
            Regime::Aucun => Err(SansObjet::AucunRegime),
        }
    }

    /// The rule supposes a direct access, of either regime.
    pub(super) fn acces_direct(&self) -> Result<(), SansObjet> {
        if self.droit.regime == Regime::Aucun { Err(SansObjet::AucunRegime) } else { Ok(()) }
    }

    /// The rule is about these acts only.
    pub(super) fn actes(&self, actes: &[Acte]) -> Result<(), SansObjet> {
        if actes.contains(&self.demande.acte) { Ok(()) } else { Err(SansObjet::AutreActe) }
    }

    /// The rule is lifted by a prior medical diagnosis.
    pub(super) fn sans_diagnostic(&self) -> Result<(), SansObjet> {
        if self.preuve == Preuve::Valable { Err(SansObjet::DiagnosticValable) } else { Ok(()) }
    }
}

/// Is the document one of those the department accepts; `None` when its list is unknown.
pub(super) fn sur_la_liste(diagnostic: &DiagnosticPrealable, droit: &DroitApplicable<'_>) -> Option<bool> {
    Some(match droit.diagnostics.connue.as_ref()? {
        ListeDiagnostics::Ouverte => true,
        ListeDiagnostics::Fermee(types) => types.contains(&diagnostic.type_diagnostic),
    })
}

/// From which day the document proves a diagnosis: once it exists and the MK has recorded it. Where the sources do
/// not say, the same day holds: it is the latest one.
pub(super) fn effet(diagnostic: &DiagnosticPrealable, droit: &DroitApplicable<'_>) -> Date {
    match droit.effet_du_diagnostic.connue {
        Some(EffetDiagnostic::JourEnregistrement) | None => diagnostic.date.max(diagnostic.enregistre_le),
    }
}

fn preuve(demande: &Demande, droit: &DroitApplicable<'_>) -> Preuve {
    let Some(diagnostic) = demande.episode.as_ref().and_then(|e| e.diagnostic_prealable.as_ref()) else {
        return Preuve::Aucune;
    };
    if sur_la_liste(diagnostic, droit) != Some(true) || !diagnostic.en_rapport {
        Preuve::Aucune
    } else {
        let jour = effet(diagnostic, droit);
        if jour <= demande.le { Preuve::Valable } else { Preuve::APartirDu(jour) }
    }
}

/// Every séance of the episode counts, also a later one: entering late never gains a place.
/// Those that a diagnosis already covered do not; a bilan alone does where the rules say so.
fn compte(demande: &Demande, droit: &DroitApplicable<'_>, preuve: Preuve) -> Compte {
    let seances = demande.episode.as_ref().map_or(&[] as &[Date], |episode| &episode.seances);
    let ouvert_le = demande.episode.as_ref().and_then(|episode| episode.ouvert_le);
    let bilan_seul = droit.bilan_seul_compte.connue == Some(true)
        && ouvert_le.is_some_and(|ouvert_le| !seances.contains(&ouvert_le));
    let comptees = match preuve {
        Preuve::APartirDu(jour) => seances.iter().filter(|faite_le| **faite_le < jour).count(),
        Preuve::Aucune | Preuve::Valable => seances.len(),
    };
    let dans_l_episode = nombre(comptees).saturating_add(u32::from(bilan_seul));
    let ailleurs = demande.patient.and_then(|patient| patient.seances_hors_episode);
    match (preuve, droit.portee.connue, ailleurs) {
        (Preuve::Valable, _, _) | (_, Some(Portee::Episode), _) => Compte::Exact(dans_l_episode),
        (_, Some(Portee::Patient), Some(ailleurs)) => {
            Compte::Exact(dans_l_episode.saturating_add(u32::from(ailleurs)))
        }
        (_, Some(Portee::Patient), None) | (_, None, _) => Compte::Incomplet(dans_l_episode),
    }
}

fn nombre(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
