//! The professions that meet in a structure, and the families in which the Code de la santé publique puts them.

use crate::decision::codes;

codes! {
    /// A profession.
    Profession {
        /// General practitioner.
        MedecinGeneraliste = "medecin-generaliste",
        /// Doctor of another speciality.
        MedecinSpecialiste = "medecin-specialiste",
        /// Dentist.
        ChirurgienDentiste = "chirurgien-dentiste",
        /// Midwife.
        SageFemme = "sage-femme",
        /// Pharmacist.
        Pharmacien = "pharmacien",
        /// Masseur-kinésithérapeute.
        MasseurKinesitherapeute = "masseur-kinesitherapeute",
        /// Nurse.
        Infirmier = "infirmier",
        /// Pédicure-podologue.
        PedicurePodologue = "pedicure-podologue",
        /// Speech therapist.
        Orthophoniste = "orthophoniste",
        /// Orthoptist.
        Orthoptiste = "orthoptiste",
        /// Occupational therapist.
        Ergotherapeute = "ergotherapeute",
        /// Psychomotor therapist.
        Psychomotricien = "psychomotricien",
        /// Dietician.
        Dieteticien = "dieteticien",
        /// Medical assistant.
        AssistantMedical = "assistant-medical",
        /// Psychologist.
        Psychologue = "psychologue",
        /// Osteopath without another health profession.
        OsteopatheExclusif = "osteopathe-exclusif",
        /// Anybody else.
        Autre = "autre",
    }
}

/// The family of a profession (CSP, quatrième partie).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Famille {
    /// Professions médicales (livre I).
    Medicale,
    /// Professions de la pharmacie (livre II).
    Pharmacie,
    /// Auxiliaires médicaux (livre III).
    Auxiliaire,
    /// Not a health profession in the sense of these rules.
    HorsSante,
}

impl Profession {
    /// The family of the profession.
    pub fn famille(self) -> Famille {
        match self {
            Self::MedecinGeneraliste
            | Self::MedecinSpecialiste
            | Self::ChirurgienDentiste
            | Self::SageFemme => Famille::Medicale,
            Self::Pharmacien => Famille::Pharmacie,
            Self::MasseurKinesitherapeute
            | Self::Infirmier
            | Self::PedicurePodologue
            | Self::Orthophoniste
            | Self::Orthoptiste
            | Self::Ergotherapeute
            | Self::Psychomotricien
            | Self::Dieteticien => Famille::Auxiliaire,
            Self::AssistantMedical | Self::Psychologue | Self::OsteopatheExclusif | Self::Autre => {
                Famille::HorsSante
            }
        }
    }

    /// Is it a doctor, whatever the speciality.
    pub fn est_medecin(self) -> bool {
        matches!(self, Self::MedecinGeneraliste | Self::MedecinSpecialiste)
    }

    /// Is it a health profession.
    pub(super) fn est_de_sante(self) -> bool {
        self.famille() != Famille::HorsSante
    }
}
