//! The identifiers of the demo's people and organisations, drawn from the seed.

use droit::identifiant::{CompteId, CptsId, PatientId, PraticienId};
use jiff::Timestamp;

use super::hasard::Hasard;
use super::territoire::Territoire;

/// One identifier per rank.
#[derive(Clone, Debug)]
pub struct Reperes {
    /// Of the CPTS.
    pub cpts: Vec<CptsId>,
    /// Of the practitioners.
    pub praticiens: Vec<PraticienId>,
    /// Of the doctors.
    pub medecins: Vec<PraticienId>,
    /// Of the patients.
    pub patients: Vec<PatientId>,
    /// Of the account that stands for the coordination of each CPTS.
    pub coordinations: Vec<CompteId>,
    /// Of the account of the ARS.
    pub ars: CompteId,
}

impl Reperes {
    /// Draws them, as if everybody had been registered at `instant`.
    pub fn tirer(territoire: &Territoire, instant: Timestamp) -> Self {
        let mut hasard = Hasard::nouveau(territoire.cadre.graine, "reperes");
        let millisecondes = u64::try_from(instant.as_millisecond()).unwrap_or_default();
        let mut bits = || hasard.identifiant(millisecondes).as_u128();
        let mut plusieurs = |combien: usize| -> Vec<u128> { (0..combien).map(|_| bits()).collect() };
        let cpts = super::lieux::CPTS.len();
        let comptes = plusieurs(cpts + 1);
        Self {
            cpts: plusieurs(cpts).into_iter().map(CptsId::new).collect(),
            praticiens: plusieurs(territoire.praticiens.len()).into_iter().map(PraticienId::new).collect(),
            medecins: plusieurs(territoire.medecins.len()).into_iter().map(PraticienId::new).collect(),
            patients: plusieurs(territoire.patients.len()).into_iter().map(PatientId::new).collect(),
            coordinations: comptes.iter().skip(1).copied().map(CompteId::new).collect(),
            ars: CompteId::new(comptes.first().copied().unwrap_or_default()),
        }
    }
}
