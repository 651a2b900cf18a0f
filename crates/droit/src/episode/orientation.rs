//! Orienting the patient to a doctor: why, where, how soon.

use jiff::civil::Date;

use super::accord::{Accorde, Auteur};
use super::agregat::Episode;
use super::refus::Empechement;
use crate::decision::codes;
use crate::identifiant::{OrientationId, PraticienId};
use crate::texte::TexteLibre;

codes! {
    /// Why the patient is oriented (décret 2024-618, art. 2: as soon as a diagnosis or an opinion is needed).
    MotifOrientation {
        /// A warning sign.
        DrapeauRouge = "drapeau-rouge",
        /// No improvement.
        SansAmelioration = "sans-amelioration",
        /// It gets worse.
        Aggravation = "aggravation",
        /// A diagnosis is needed.
        DiagnosticNecessaire = "diagnostic-necessaire",
        /// The cap is reached and care should go on.
        PlafondAtteint = "plafond-atteint",
        /// Beyond the MK's competence.
        HorsCompetence = "hors-competence",
        /// Anything else, told in the text.
        Autre = "autre",
    }
}

codes! {
    /// To whom.
    Destination {
        /// The patient's médecin traitant.
        MedecinTraitant = "medecin-traitant",
        /// Another doctor involved.
        AutreMedecin = "autre-medecin",
        /// A specialist.
        Specialiste = "specialiste",
        /// The unscheduled-care slots of the CPTS.
        SoinsNonProgrammes = "soins-non-programmes",
        /// The regulation of the service d'accès aux soins.
        Sas = "sas",
        /// An emergency department.
        Urgences = "urgences",
    }
}

codes! {
    /// How soon.
    Urgence {
        /// Now.
        Immediate = "immediate",
        /// Within the day.
        Sous24h = "sous-24h",
        /// Within three days.
        Sous72h = "sous-72h",
        /// At an ordinary appointment.
        Programmee = "programmee",
    }
}

impl MotifOrientation {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::DrapeauRouge => "Signe d’alerte",
            Self::SansAmelioration => "Absence d’amélioration",
            Self::Aggravation => "Aggravation",
            Self::DiagnosticNecessaire => "Diagnostic ou avis médical nécessaire",
            Self::PlafondAtteint => "Plafond de séances atteint, soins à poursuivre",
            Self::HorsCompetence => "Hors du champ de la kinésithérapie",
            Self::Autre => "Autre motif",
        }
    }
}

impl Destination {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::MedecinTraitant => "Médecin traitant",
            Self::AutreMedecin => "Autre médecin",
            Self::Specialiste => "Médecin spécialiste",
            Self::SoinsNonProgrammes => "Soins non programmés de la CPTS",
            Self::Sas => "Service d’accès aux soins (SAS)",
            Self::Urgences => "Urgences",
        }
    }
}

impl Urgence {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Immediate => "Immédiate",
            Self::Sous24h => "Sous 24 heures",
            Self::Sous72h => "Sous 72 heures",
            Self::Programmee => "Rendez-vous programmé",
        }
    }
}

/// An orientation on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orientation {
    /// Key.
    pub id: OrientationId,
    /// The MK.
    pub par: PraticienId,
    /// Day.
    pub le: Date,
    /// Why.
    pub motif: MotifOrientation,
    /// To whom.
    pub destination: Destination,
    /// How soon.
    pub urgence: Urgence,
    /// In the MK's words.
    pub precision: Option<TexteLibre>,
}

/// An orientation made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrientationFaite {
    /// The orientation.
    pub orientation: Orientation,
}

impl Episode {
    /// Orients the patient. Nothing ever forbids it; its day lies in the episode.
    pub fn orienter(
        &self,
        orientation: Orientation,
        auteur: &Auteur,
    ) -> Result<Accorde<OrientationFaite>, Empechement> {
        self.exiger_modifiable(auteur.par)?;
        self.exiger_dans_l_episode(orientation.le, auteur.aujourd_hui)?;
        let orientation = Orientation { par: auteur.par, ..orientation };
        Ok(Accorde::nouveau(self, auteur, None, OrientationFaite { orientation }))
    }
}
