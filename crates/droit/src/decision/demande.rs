//! What is asked of the law: the act, the day, the place, the people, the episode so far.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::constat::codes;
use crate::declaration::MotifSuspension;
use crate::fiche_cpts::EtapeFiche;
use crate::identifiant::CodeDepartement;

codes! {
    /// The act to decide.
    Acte {
        /// An MK takes part in the experiment.
        Declarer = "declarer",
        /// An episode of direct-access care begins.
        Ouvrir = "ouvrir",
        /// A séance is done.
        Seance = "seance",
        /// The episode ends.
        Clore = "clore",
    }
}

codes! {
    /// The type of the structure where care is given.
    TypeStructure {
        /// Communauté professionnelle territoriale de santé.
        Cpts = "CPTS",
        /// Maison de santé pluriprofessionnelle.
        Msp = "MSP",
        /// Centre de santé.
        Cds = "CDS",
        /// Équipe de soins primaires.
        Esp = "ESP",
        /// Équipe de soins spécialisés.
        Ess = "ESS",
        /// Établissement de santé.
        Etablissement = "ETABLISSEMENT",
        /// Établissement ou service social ou médico-social.
        Esms = "ESMS",
        /// A practice outside every coordinated structure.
        Cabinet = "CABINET",
    }
}

codes! {
    /// How the practitioner exercises.
    Statut {
        /// Owner of the practice.
        Titulaire = "titulaire",
        /// Collaborateur libéral.
        Collaborateur = "collaborateur",
        /// Assistant libéral.
        Assistant = "assistant",
        /// Replacement.
        Remplacant = "remplacant",
        /// Employee.
        Salarie = "salarie",
    }
}

codes! {
    /// The document that proves a prior medical diagnosis.
    TypeDiagnostic {
        /// Proof of the motive of the affection de longue durée.
        Ald = "ald",
        /// Operative report.
        CrOperatoire = "cr-operatoire",
        /// Hospital stay report.
        CrHospitalisation = "cr-hospitalisation",
        /// Earlier medical prescription.
        PrescriptionAnterieure = "prescription-anterieure",
        /// Medical report.
        CrMedical = "cr-medical",
        /// Emergency department report.
        CrUrgences = "cr-urgences",
        /// Traced information by the médecin traitant or the médecin coordinateur.
        InformationMedecin = "information-medecin",
        /// Element of the computerised dossier of the user of a social or medico-social service.
        DossierUsager = "dossier-usager",
        /// Any other medical document.
        AutreDocumentMedical = "autre-document-medical",
    }
}

codes! {
    /// How serious a warning sign is.
    Gravite {
        /// Stop and orient.
        Critique = "critique",
        /// Think, and write why one goes on.
        Alerte = "alerte",
    }
}

/// The structure where care is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Its type.
    pub type_structure: TypeStructure,
    /// CPTS only: where the fiche on direct access annexed to the projet de santé stands; `None` when nobody said.
    pub fiche_projet_de_sante: Option<EtapeFiche>,
}

/// The practitioner on the day of the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Praticien {
    /// How he exercises.
    pub statut: Statut,
    /// Department of the place of practice used for this act; `None` when nobody said.
    pub lieu_exercice: Option<CodeDepartement>,
    /// First day of the authorisation, inclusive.
    pub autorise_du: Option<Date>,
    /// Last day of the authorisation, inclusive; `None` while it runs.
    pub autorise_au: Option<Date>,
    /// Why it ended, when it was suspended.
    pub suspension: Option<MotifSuspension>,
}

/// What is known of the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patient {
    /// Has the patient a médecin traitant.
    pub medecin_traitant: bool,
    /// Séances without diagnosis in other episodes, where the cap is per patient; `None` when nobody counted.
    pub seances_hors_episode: Option<u16>,
}

/// A proof of a prior medical diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiagnosticPrealable {
    /// Kind of document.
    pub type_diagnostic: TypeDiagnostic,
    /// Date of the document.
    pub date: Date,
    /// Is it about the condition treated.
    pub en_rapport: bool,
    /// The day the MK recorded it.
    pub enregistre_le: Date,
}

/// A warning sign found at the screening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrapeauRouge {
    /// Which one.
    pub code: String,
    /// How serious.
    pub gravite: Gravite,
    /// Why care goes on all the same, in the words of the MK.
    pub motif: Option<String>,
}

/// The episode so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DossierEpisode {
    /// Day of the first séance or bilan; `None` before it exists.
    pub ouvert_le: Option<Date>,
    /// Proof of diagnosis, if any.
    pub diagnostic_prealable: Option<DiagnosticPrealable>,
    /// Warning signs.
    pub drapeaux_rouges: Vec<DrapeauRouge>,
    /// Has the patient improved; `None` while nobody assessed it.
    pub amelioration: Option<bool>,
    /// Days of the séances already recorded, whoever the MK.
    pub seances: Vec<Date>,
}

/// A coefficient of the NGAP, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Coefficient(u32);

/// The text is not a coefficient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n'est pas un coefficient NGAP (exemple : 8,11)")]
pub struct CoefficientInvalide(pub String);

impl Coefficient {
    /// The value in hundredths: 8.11 is 811.
    pub fn centiemes(self) -> u32 {
        self.0
    }

    /// As the nomenclature writes it, for people: « 8,10 ». [`fmt::Display`] is the spelling of codes, « 8.1 ».
    pub fn redige(self) -> String {
        format!("{},{:02}", self.0 / 100, self.0 % 100)
    }
}

impl FromStr for Coefficient {
    type Err = CoefficientInvalide;

    fn from_str(saisie: &str) -> Result<Self, CoefficientInvalide> {
        let invalide = || CoefficientInvalide(saisie.to_owned());
        let (entier, decimales) = saisie.split_once(['.', ',']).unwrap_or((saisie, "0"));
        let chiffres = |t: &str| !t.is_empty() && t.bytes().all(|o| o.is_ascii_digit());
        if !chiffres(entier) || !chiffres(decimales) || decimales.len() > 2 || entier.len() > 3 {
            return Err(invalide());
        }
        let entier: u32 = entier.parse().map_err(|_| invalide())?;
        let centiemes: u32 = format!("{decimales:0<2}").parse().map_err(|_| invalide())?;
        Ok(Self(entier * 100 + centiemes))
    }
}

impl fmt::Display for Coefficient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (entier, reste) = (self.0 / 100, self.0 % 100);
        match (reste, reste % 10) {
            (0, _) => write!(f, "{entier}"),
            (_, 0) => write!(f, "{entier}.{}", reste / 10),
            _ => write!(f, "{entier}.{reste:02}"),
        }
    }
}

/// An act of the NGAP: key letter and coefficient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActeNgap {
    /// Key letter, e.g. `RAM`.
    pub lettre: String,
    /// Coefficient, whose decimals identify the act.
    pub coefficient: Coefficient,
}

/// As people read it: « RAM 8,10 ».
impl fmt::Display for ActeNgap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.lettre, self.coefficient.redige())
    }
}

/// The whole question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demande {
    /// The act to decide.
    pub acte: Acte,
    /// The day of the act, local to the department.
    pub le: Date,
    /// The day on which the question is asked, local to the department.
    pub aujourd_hui: Date,
    /// Department of the practice, not of the patient.
    pub departement: CodeDepartement,
    /// The structure.
    pub structure: Structure,
    /// The practitioner.
    pub praticien: Praticien,
    /// The patient; absent for a declaration.
    pub patient: Option<Patient>,
    /// The episode; absent for a declaration.
    pub episode: Option<DossierEpisode>,
    /// The act of the NGAP, when known.
    pub acte_ngap: Option<ActeNgap>,
}
