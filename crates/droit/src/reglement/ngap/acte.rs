//! An act of the NGAP and its dated lines: one line is one key letter and coefficient, from a day to another.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::bilan::RythmeBdk;
use super::lettre::LettreCle;
use crate::decision::{Coefficient, codes};
use crate::reglement::Source;

codes! {
    /// What direct access says of an act of the NGAP.
    ActeAccesDirect {
        /// Nothing stands in the way.
        Admis = "admis",
        /// Never in direct access.
        Exclu = "exclu",
        /// Only with a prior medical diagnosis.
        AvecDiagnostic = "avec-diagnostic",
        /// The texts do not say.
        AConfirmer = "a-confirmer",
    }
}

codes! {
    /// What is billed.
    NatureActe {
        /// A séance of care.
        Seance = "seance",
        /// A bilan, which is not a séance.
        Bilan = "bilan",
        /// A supplement to a séance, never alone.
        Supplement = "supplement",
        /// A daily flat rate.
        Forfait = "forfait",
    }
}

codes! {
    /// How well the successive coefficients of an act are known.
    Historique {
        /// A source gives them.
        Atteste = "atteste",
        /// Computed from a published increase.
        Deduit = "deduit",
        /// No change is known since the first day: the last coefficient read is taken as constant.
        Inconnu = "inconnu",
    }
}

/// When the accord préalable of the payer is needed (NGAP, titre XIV: situations soumises à référentiel).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccordPrealable {
    /// First séance that needs it, from 1.
    pub rang: u16,
    /// The same condition already treated over the last months.
    pub annuel: Option<SeuilAnnuel>,
}

/// After so many séances over the last months, every further séance needs the accord préalable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeuilAnnuel {
    /// How many séances.
    pub seances: u16,
    /// Over how many months before.
    pub mois: u8,
    /// First séance of that period that needs it.
    pub rang: u16,
}

impl AccordPrealable {
    /// Does the séance of this rank need it.
    pub fn requis_au(&self, rang: u16) -> bool {
        rang >= self.rang
    }

    /// Does the next séance need it, after so many for the same condition over the last months.
    pub fn requis_apres(&self, seances_sur_la_periode: u16) -> bool {
        self.annuel.is_some_and(|annuel| seances_sur_la_periode >= annuel.seances)
    }
}

/// From a day on, the coefficient is to be verified: an increase was announced and nobody here could read its effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserve {
    /// First day of the doubt.
    pub depuis: Date,
    /// Why, in French.
    pub motif: String,
    /// Who announced it.
    pub source: Source,
}

/// An act of the NGAP, whatever its coefficient on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActeKine {
    /// Stable identifier.
    pub id: String,
    /// Chapter and article of titre XIV.
    pub article: String,
    /// Label of the act.
    pub libelle: String,
    /// What is billed.
    pub nature: NatureActe,
    /// What direct access says of it.
    pub acces_direct: ActeAccesDirect,
    /// Where that comes from.
    pub acces_direct_source: Source,
    /// Usual number of séances, for a situation soumise à référentiel.
    pub referentiel: Option<u16>,
    /// When the accord préalable is needed.
    pub accord_prealable: Option<AccordPrealable>,
    /// Most séances in one course of care.
    pub maximum_par_sequence: Option<u16>,
    /// At which ranks a BDK is billed again.
    pub rythme: Option<RythmeBdk>,
    /// What else to know, in French.
    pub note: Option<String>,
    /// How well its past coefficients are known.
    pub historique: Historique,
    /// An announced increase whose effect is not known.
    pub reserve: Option<Reserve>,
}

impl ActeKine {
    /// The doubt that weighs on the coefficient on this day.
    pub fn reserve_au(&self, le: Date) -> Option<&Reserve> {
        self.reserve.as_ref().filter(|reserve| reserve.depuis <= le)
    }
}

/// One key letter and coefficient of an act, from a day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ligne {
    /// Key letter.
    pub lettre: LettreCle,
    /// Coefficient.
    pub coefficient: Coefficient,
    /// First day, inclusive.
    pub depuis: Date,
    /// Last day, inclusive; `None` while it runs.
    pub jusqu_au: Option<Date>,
    /// Where the coefficient comes from.
    pub source: Source,
    /// The act.
    pub acte: Arc<ActeKine>,
}

impl Ligne {
    /// Is it in force on this day.
    pub fn en_vigueur(&self, le: Date) -> bool {
        self.depuis <= le && self.jusqu_au.is_none_or(|fin| le <= fin)
    }

    /// How many days lie between this day and the line's period; zero inside.
    pub(super) fn distance(&self, le: Date) -> i64 {
        let jours = |du: Date, au: Date| i64::from(du.until(au).map_or(i32::MAX, |ecart| ecart.get_days()));
        match self.jusqu_au {
            _ if le < self.depuis => jours(le, self.depuis),
            Some(fin) if fin < le => jours(fin, le),
            _ => 0,
        }
    }
}

impl fmt::Display for Ligne {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let jour = |date: Date| date.strftime("%d/%m/%Y").to_string();
        write!(f, "{} {} ({}), ", self.lettre.code(), self.coefficient.redige(), self.acte.libelle)?;
        match self.jusqu_au {
            Some(fin) => write!(f, "en vigueur du {} au {}", jour(self.depuis), jour(fin)),
            None => write!(f, "en vigueur depuis le {}", jour(self.depuis)),
        }
    }
}
