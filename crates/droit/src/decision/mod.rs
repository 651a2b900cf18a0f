//! May this act be done, on this day, here, by this practitioner, for this patient: the answer, explained and cited.

mod constat;
mod demande;

pub(crate) use constat::codes;

pub use constat::{Code, Etat, Issue};
pub use demande::{
    Acte, ActeNgap, Coefficient, CoefficientInvalide, Demande, DiagnosticPrealable, DossierEpisode,
    DrapeauRouge, Gravite, Patient, Praticien, Statut, Structure, TypeDiagnostic, TypeStructure,
};
