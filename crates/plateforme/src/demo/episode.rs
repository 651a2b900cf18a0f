//! An episode of direct-access care of the demo: what happened, day by day, before the rules are asked.

use droit::decision::{Gravite, TypeDiagnostic};
use droit::episode::{
    Cote, Destination, GraviteEvenement, InformationPatient, IssueEpisode, MomentEvenement, MotifOrientation,
    NatureEvenement, Region,
};
use jiff::civil::Date;

/// What the patient comes for: the part of the body and the act that goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Affection {
    /// Region.
    pub region: Region,
    /// Identifier of the act in `reglement/national/ngap/`.
    pub acte: &'static str,
}

/// A séance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seance {
    /// The day.
    pub le: Date,
    /// Rank of the practitioner.
    pub praticien: usize,
}

/// A proof of diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Kind of document.
    pub type_diagnostic: TypeDiagnostic,
    /// Date of the document.
    pub date: Date,
    /// The day it was recorded, before that day's séance.
    pub enregistre_le: Date,
}

/// A warning sign found at the opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Drapeau {
    /// Which one.
    pub code: &'static str,
    /// How serious.
    pub gravite: Gravite,
    /// Why care went on.
    pub motif: &'static str,
}

/// Sent to a doctor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Orientation {
    /// The day.
    pub le: Date,
    /// Why.
    pub motif: MotifOrientation,
    /// To whom.
    pub destination: Destination,
}

/// An adverse event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Evenement {
    /// The day.
    pub le: Date,
    /// What happened.
    pub recit: &'static Recit,
}

/// What may happen in the course of care.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Recit {
    /// How serious.
    pub gravite: GraviteEvenement,
    /// What kind.
    pub nature: NatureEvenement,
    /// When in the care.
    pub moment: MomentEvenement,
    /// Who was told.
    pub information: InformationPatient,
    /// What happened.
    pub circonstances: &'static str,
    /// What was done.
    pub mesures: &'static str,
}

/// The episode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// Rank of the patient.
    pub patient: usize,
    /// Region and act.
    pub affection: Affection,
    /// Side.
    pub cote: Cote,
    /// Rank of the practitioner who opened it.
    pub ouvert_par: usize,
    /// The day of the first séance.
    pub ouvert_le: Date,
    /// Warning signs.
    pub drapeau: Option<Drapeau>,
    /// Proof of diagnosis.
    pub diagnostic: Option<Diagnostic>,
    /// The séances, by day.
    pub seances: Vec<Seance>,
    /// Was the patient found better; `None` while nobody assessed it.
    pub amelioration: Option<bool>,
    /// Orientation.
    pub orientation: Option<Orientation>,
    /// Adverse event.
    pub evenement: Option<Evenement>,
    /// Closing, with its day.
    pub cloture: Option<(Date, IssueEpisode)>,
}

impl Episode {
    /// The day of the last séance, of the opening when there is none.
    pub fn derniere(&self) -> Date {
        self.seances.last().map_or(self.ouvert_le, |seance| seance.le)
    }

    /// Rank of the practitioner who did the last séance, of the one who opened when there is none.
    pub fn suivi_par(&self) -> usize {
        self.seances.last().map_or(self.ouvert_par, |seance| seance.praticien)
    }
}
