//! What a draft still lacks before it may be validated: all of it at once, in the order of the form.

use std::fmt;

use crate::decision::codes;

codes! {
    /// Something missing. Codes are stable: screens hang their messages on them.
    Manque {
        /// Why the patient came.
        MotifDeConsultation = "motif-de-consultation",
        /// The warning signs were not looked for.
        Depistage = "depistage",
        /// A warning sign was found and nothing says why care goes on.
        MotifDeLAlerte = "motif-de-l-alerte",
        /// No pain, range, strength, sensitivity nor observation.
        Deficiences = "deficiences",
        /// No score nor observation.
        Incapacites = "incapacites",
        /// The MK's own diagnosis.
        DiagnosticKinesitherapique = "diagnostic-kinesitherapique",
        /// No aim.
        Objectifs = "objectifs",
        /// Techniques.
        Techniques = "protocole-techniques",
        /// Number of séances.
        NombreSeances = "protocole-nombre",
        /// Rhythm.
        Rythme = "protocole-rythme",
        /// Place.
        LieuDeSoin = "protocole-lieu",
        /// Alone or with others.
        Modalite = "protocole-modalite",
        /// No séance nor bilan was done.
        Soins = "soins",
        /// Nothing says what care obtained.
        Resultats = "resultats",
        /// How the episode ended.
        Issue = "issue",
        /// What comes next.
        Suites = "suites",
        /// Why the patient is oriented.
        MotifOrientation = "motif-orientation",
        /// « Autre motif » without a word.
        PrecisionDuMotif = "precision-du-motif",
        /// To whom.
        Destination = "destination",
        /// How soon.
        Urgence = "urgence",
        /// What is asked of the doctor.
        Question = "question",
        /// The number the place of practice bills under.
        NumeroAm = "numero-am",
    }
}

impl Manque {
    /// What to do, on screen.
    pub fn consigne(self) -> &'static str {
        match self {
            Self::MotifDeConsultation => "Indiquez le motif de consultation.",
            Self::Depistage => "Recherchez les signes d’alerte et notez le résultat.",
            Self::MotifDeLAlerte => {
                "Un signe d’alerte est présent : écrivez ce que vous décidez et pourquoi."
            }
            Self::Deficiences => {
                "Notez au moins une déficience : douleur, amplitude, force, sensibilité ou observation."
            }
            Self::Incapacites => "Notez au moins une incapacité : un score ou une observation.",
            Self::DiagnosticKinesitherapique => "Écrivez le diagnostic kinésithérapique.",
            Self::Objectifs => "Fixez au moins un objectif.",
            Self::Techniques => "Décrivez les actes et les techniques choisis.",
            Self::NombreSeances => "Indiquez le nombre de séances prévues.",
            Self::Rythme => "Indiquez le nombre de séances par semaine.",
            Self::LieuDeSoin => "Indiquez le lieu de soin.",
            Self::Modalite => "Dites si les séances sont individuelles ou en groupe.",
            Self::Soins => {
                "Aucun soin n’est enregistré : enregistrez une séance ou validez le bilan d’abord."
            }
            Self::Resultats => "Décrivez les résultats obtenus, ou évaluez chaque objectif.",
            Self::Issue => "Indiquez comment l’épisode s’achève.",
            Self::Suites => "Indiquez les suites proposées.",
            Self::MotifOrientation => "Indiquez le motif de l’orientation.",
            Self::PrecisionDuMotif => "« Autre motif » : écrivez lequel.",
            Self::Destination => "Indiquez à qui le patient est orienté.",
            Self::Urgence => "Indiquez le délai.",
            Self::Question => "Écrivez ce que vous demandez au médecin.",
            Self::NumeroAm => "Renseignez le numéro d’Assurance Maladie du lieu d’exercice.",
        }
    }
}

/// A draft cannot be validated yet: everything it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incomplet(pub Vec<Manque>);

impl fmt::Display for Incomplet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ce document est incomplet.")?;
        self.0.iter().try_for_each(|manque| write!(f, " {}", manque.consigne()))
    }
}

impl std::error::Error for Incomplet {}

/// Keeps a value, or notes that it is missing.
pub(super) fn exiger<T>(valeur: Option<T>, manque: Manque, manques: &mut Vec<Manque>) -> Option<T> {
    if valeur.is_none() {
        manques.push(manque);
    }
    valeur
}
