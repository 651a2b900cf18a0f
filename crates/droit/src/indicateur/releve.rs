//! What the counts read of an episode: a small value, kept beside the sums, from which they can be made again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A séance that was done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SeanceRelevee {
    /// Day.
    #[serde(rename = "j")]
    pub le: Date,
    /// Who did it.
    #[serde(rename = "p")]
    pub par: u128,
    /// Act of the NGAP.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub acte: Option<ActeReleve>,
}

/// An act: key letter and hundredths of its coefficient.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActeReleve(pub String, pub u32);

/// An orientation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OrientationRelevee {
    /// Day.
    #[serde(rename = "j")]
    pub le: Date,
    /// Who made it.
    #[serde(rename = "p")]
    pub par: u128,
    /// Code of the motive.
    #[serde(rename = "m")]
    pub motif: String,
    /// Code of the destination.
    #[serde(rename = "d")]
    pub destination: String,
}

/// An adverse event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EvenementReleve {
    /// Day.
    #[serde(rename = "j")]
    pub le: Date,
    /// Who reports it.
    #[serde(rename = "p")]
    pub par: u128,
    /// Code of its severity.
    #[serde(rename = "g")]
    pub gravite: String,
}

/// A bilan or a report, whatever its corrections.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentReleve {
    /// Day of its first version, local to the department.
    #[serde(rename = "j")]
    pub le: Date,
    /// Who validated it.
    #[serde(rename = "p")]
    pub par: u128,
    /// Code of its kind.
    #[serde(rename = "g")]
    pub genre: String,
    /// Codes of who received it: `patient`, `medecin`, `dmp`; sorted.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub remis: Vec<String>,
}

/// What is counted of an episode. Lists are sorted: equal facts make equal values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Releve {
    /// Department of the practice.
    #[serde(rename = "d")]
    pub departement: String,
    /// CPTS, in the experiment.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub cpts: Option<u128>,
    /// Code of the structure.
    #[serde(rename = "t")]
    pub structure: String,
    /// MK who opened it.
    #[serde(rename = "p")]
    pub ouvert_par: u128,
    /// First day.
    #[serde(rename = "o")]
    pub ouvert_le: Date,
    /// Last day, once closed.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub clos_le: Option<Date>,
    /// Code of the region of the body; empty for an event reported without an episode, which counts for itself alone.
    #[serde(rename = "r")]
    pub region: String,
    /// Does a proof of diagnosis lift its limits.
    #[serde(rename = "g")]
    pub diagnostic: bool,
    /// Had the patient a médecin traitant at the opening; `None` when nobody said.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub medecin_traitant: Option<bool>,
    /// Séances done, cancelled ones left out.
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub seances: Vec<SeanceRelevee>,
    /// Orientations.
    #[serde(rename = "i", default, skip_serializing_if = "Vec::is_empty")]
    pub orientations: Vec<OrientationRelevee>,
    /// Adverse events.
    #[serde(rename = "e", default, skip_serializing_if = "Vec::is_empty")]
    pub evenements: Vec<EvenementReleve>,
    /// Bilans and reports.
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentReleve>,
}

impl Releve {
    /// An adverse event reported without an episode: it opens and ends on its day, and nothing else is known of its patient.
    pub fn signalement(
        (departement, cpts, structure): (String, Option<u128>, String),
        evenement: EvenementReleve,
    ) -> Self {
        Self {
            departement,
            cpts,
            structure,
            ouvert_par: evenement.par,
            ouvert_le: evenement.le,
            clos_le: Some(evenement.le),
            region: String::new(),
            diagnostic: false,
            medecin_traitant: None,
            seances: Vec::new(),
            orientations: Vec::new(),
            evenements: vec![evenement],
            documents: Vec::new(),
        }
    }

    /// Is it an episode, and not an event alone.
    pub fn est_un_episode(&self) -> bool {
        !self.region.is_empty()
    }

    /// The same with its lists in order.
    #[must_use]
    pub fn range(mut self) -> Self {
        self.seances.sort();
        self.orientations.sort();
        self.evenements.sort();
        self.documents.sort();
        self
    }
}
