//! The whole answer: outcome, findings, figures, deadlines, ways out, and the law applied.

use jiff::civil::Date;

use super::cas::Cas;
use super::constat::{Code, Constat, Etat, Issue, codes};
use super::demande::Acte;
use super::que_faire::QueFaire;
use crate::identifiant::CodeDepartement;
use crate::reglement::{Regime, Valeur};

/// The answer to a question. It borrows its texts from the rules, never from the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<'r> {
    /// Granted, refused, or to be confirmed.
    pub issue: Issue,
    /// One finding per code, in the order of [`Code::TOUS`].
    pub constats: [Constat<'r>; Code::TOUS.len()],
    /// The séances and their cap; `None` where séances are not the matter.
    pub seances: Option<Seances>,
    /// The next dates to know.
    pub echeances: Echeances,
    /// What can be done now.
    pub que_faire: QueFaire<'r>,
    /// The law that was applied.
    pub droit: DroitApplique<'r>,
}

impl<'r> Decision<'r> {
    /// The finding of a code.
    pub fn constat(&self, code: Code) -> Option<&Constat<'r>> {
        self.constats.iter().find(|constat| constat.code == code)
    }

    /// The findings in this state, in order.
    pub fn constats_en(&self, etat: Etat) -> impl Iterator<Item = &Constat<'r>> {
        self.constats.iter().filter(move |constat| constat.etat == etat)
    }
}

/// How many séances before this one, and how many may still be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seances {
    /// Séances that count, before this one.
    pub faites: u32,
    /// The cap; `None` when there is none or when it is unknown.
    pub plafond: Option<u32>,
    /// What is left of it, this one included.
    pub restantes: Option<u32>,
}

codes! {
    /// What ends on a deadline.
    Terme {
        /// Last day of the episode without diagnosis.
        FinEpisode = "fin-episode",
        /// Last day of the practitioner's authorisation.
        FinAutorisation = "fin-autorisation",
        /// Last day of enrolment.
        FinInscriptions = "fin-inscriptions",
        /// Last day of the experiment.
        FinExperimentation = "fin-experimentation",
    }
}

/// A last day, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Echeance {
    /// What ends.
    pub quoi: Terme,
    /// The last day.
    pub le: Date,
}

/// The deadlines of an answer: two at most, without allocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Echeances([Option<Echeance>; 2]);

impl Echeances {
    /// The deadlines, in order.
    pub fn iter(&self) -> impl Iterator<Item = Echeance> {
        self.0.into_iter().flatten()
    }

    /// A declaration looks at the calendar of the experiment; care at its own episode and authorisation.
    pub(super) fn du(cas: &Cas<'_, '_>) -> Self {
        let experimentation = cas.droit.regime == Regime::ExperimentationCpts;
        let connue = |valeur: Option<&Valeur<Date>>| valeur.and_then(|valeur| valeur.connue);
        let echeance = |quoi, le: Option<Date>| le.map(|le| Echeance { quoi, le });
        match cas.demande.acte {
            Acte::Declarer if experimentation => Self([
                echeance(Terme::FinInscriptions, connue(cas.droit.fin_inscriptions)),
                echeance(Terme::FinExperimentation, connue(cas.droit.fin)),
            ]),
            Acte::Ouvrir | Acte::Seance if cas.acces_direct().is_ok() => Self([
                echeance(Terme::FinEpisode, cas.fin_episode().filter(|_| cas.sans_diagnostic().is_ok())),
                echeance(
                    Terme::FinAutorisation,
                    cas.demande.praticien.autorise_au.filter(|_| experimentation),
                ),
            ]),
            Acte::Declarer | Acte::Ouvrir | Acte::Seance | Acte::Clore => Self::default(),
        }
    }
}

/// Which law was applied, so that the answer can be checked later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DroitApplique<'r> {
    /// Regime of the structure.
    pub regime: Regime,
    /// Department of the practice.
    pub departement: CodeDepartement,
    /// The day of the act.
    pub le: Date,
    /// SHA-256 of the whole set of rules, lower-case hexadecimal.
    pub empreinte: &'r str,
}
