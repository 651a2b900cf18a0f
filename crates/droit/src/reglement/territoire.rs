//! The law of a territory on a day: what a decision reads, already resolved and typed.

use jiff::civil::Date;

use super::choix::{DepartEpisode, EffetDiagnostic};
use super::parametre::Valeur;
use crate::decision::TypeDiagnostic;
use crate::fiche_cpts::EtapeFiche;
use crate::identifiant::CodeDepartement;

/// Which body of rules a structure falls under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Regime {
    /// The five-year experiment in CPTS (loi 2023-379, art. 3, IV; décret 2024-618).
    ExperimentationCpts,
    /// Établissements, ESMS, MSP, CDS, ESP, ESS, everywhere (CSP, art. L. 4321-1).
    Permanent,
    /// A practice outside every coordinated structure.
    Aucun,
}

impl Regime {
    /// The code used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::ExperimentationCpts => "experimentation-cpts",
            Self::Permanent => "permanent",
            Self::Aucun => "aucun",
        }
    }
}

/// What the cap of séances counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Portee {
    /// The séances of the patient in this episode, whoever the MK.
    Episode,
    /// All séances of the patient without diagnosis, over every episode.
    Patient,
}

/// Which place of practice counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LieuExercice {
    /// Main or secondary.
    PrincipalOuSecondaire,
    /// The MK must be set up ("installé") there.
    Installe,
}

/// The event from whose day the MK may practise in direct access.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EffetDuDroit {
    /// His declaration.
    Declaration,
    /// Its acceptance by the ARS.
    Acceptation,
}

/// The documents that prove a prior medical diagnosis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListeDiagnostics {
    /// Any medical document that attests the clinical situation.
    Ouverte,
    /// These documents only.
    Fermee(Vec<TypeDiagnostic>),
}

/// Everything a decision reads, for one department, one regime, one day.
#[derive(Clone, Debug)]
pub struct DroitApplicable<'r> {
    /// Department of the practice.
    pub departement: CodeDepartement,
    /// Regime of the structure.
    pub regime: Regime,
    /// The day.
    pub le: Date,
    /// SHA-256 of the whole set of rules, lower-case hexadecimal.
    pub empreinte: &'r str,
    /// Is the department one of the twenty; the arrêté is its source.
    pub designe: &'r Valeur<bool>,
    /// The text that opens (or does not open) direct access in this type of structure.
    pub structure_admise: &'r Valeur<bool>,
    /// First day of the regime, inclusive.
    pub debut: &'r Valeur<Date>,
    /// Last day of the regime, inclusive; `None` inside for a regime without end.
    pub fin: Option<&'r Valeur<Date>>,
    /// Last day of enrolment, inclusive.
    pub fin_inscriptions: Option<&'r Valeur<Date>>,
    /// Is the fiche annexed to the projet de santé of the CPTS required.
    pub fiche_exigee: &'r Valeur<bool>,
    /// The step of that fiche from which it is enough.
    pub etape_de_la_fiche: &'r Valeur<EtapeFiche>,
    /// Statuses admitted, excluded; any other is to be confirmed.
    pub statuts_admis: &'r Valeur<Vec<crate::decision::Statut>>,
    /// Statuses excluded.
    pub statuts_exclus: &'r Valeur<Vec<crate::decision::Statut>>,
    /// Which place of practice counts.
    pub lieu_exercice: &'r Valeur<LieuExercice>,
    /// Source of the authorisation by listing.
    pub autorisation: &'r Valeur<bool>,
    /// Cap of séances without prior diagnosis.
    pub plafond: &'r Valeur<u16>,
    /// What the cap counts.
    pub portee: &'r Valeur<Portee>,
    /// Length of an episode without diagnosis, in calendar months.
    pub duree_episode_mois: &'r Valeur<u8>,
    /// What starts the clock of an episode.
    pub depart_episode: &'r Valeur<DepartEpisode>,
    /// From when a diagnosis learnt during an episode lifts its limits.
    pub effet_du_diagnostic: &'r Valeur<EffetDiagnostic>,
    /// Accepted proofs of a prior diagnosis.
    pub diagnostics: &'r Valeur<ListeDiagnostics>,
    /// Source of the duty to orient (red flags, no improvement).
    pub orientation: &'r Valeur<bool>,
    /// Circuit for a patient without médecin traitant, in French.
    pub circuit_sans_medecin: &'r Valeur<String>,
    /// Source of the rule on two séances the same day.
    pub deux_seances: &'r Valeur<bool>,
    /// Does a bilan alone count as a séance.
    pub bilan_seul_compte: &'r Valeur<bool>,
    /// How many days after its day a séance may still be entered.
    pub saisie_tardive_jours: &'r Valeur<u16>,
    /// The event that opens the right to practise.
    pub effet: &'r Valeur<EffetDuDroit>,
}
