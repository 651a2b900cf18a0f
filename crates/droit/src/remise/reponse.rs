//! What a doctor answers to a document he read: an opinion, a diagnosis, a prescription.

use crate::decision::codes;

codes! {
    /// The three answers.
    NatureReponse {
        /// An opinion on what to do.
        Avis = "avis",
        /// He has made a diagnosis.
        Diagnostic = "diagnostic",
        /// He prescribes the rest of the care.
        Prescription = "prescription",
    }
}

impl NatureReponse {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Avis => "Avis",
            Self::Diagnostic => "Diagnostic posé",
            Self::Prescription => "Prescription",
        }
    }
}
