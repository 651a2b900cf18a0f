//! What a sheet says beyond its totals: type of rééducation, motives and destinations of orientation, what was sent to whom.
//!
//! The cahier des charges of the Loiret asks for the type of rééducation, the fiche of the Var for the reports put in the DMP.

use serde::{Deserialize, Serialize};

/// A part of a total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its code.
    pub code: String,
    /// Its label on the day.
    pub libelle: String,
    /// How many.
    pub n: u64,
}

/// What became of one kind of document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transmis {
    /// Given to the patient.
    pub patient: u64,
    /// Sent to his doctor.
    pub medecin: u64,
    /// Put in the DMP.
    pub dmp: u64,
}

/// The detail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// Séances by article of the NGAP.
    pub articles: Vec<Part>,
    /// Episodes by region of the body.
    pub regions: Vec<Part>,
    /// Orientations to a doctor.
    pub orientations: u64,
    /// By motive.
    pub motifs: Vec<Part>,
    /// By destination.
    pub destinations: Vec<Part>,
    /// Bilans.
    pub bilans: Transmis,
    /// Reports.
    pub comptes_rendus: Transmis,
    /// Oppositions of patients to a way of sending.
    pub oppositions: u64,
    /// Deliveries that failed for good.
    pub echecs: u64,
}

/// A subject with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rubrique {
    /// Title.
    pub titre: &'static str,
    /// Each figure with its label.
    pub lignes: Vec<(String, u64)>,
}

impl Detail {
    pub(super) fn rubriques(&self) -> Vec<Rubrique> {
        let parts = |lues: &[Part]| lues.iter().map(|part| (part.libelle.clone(), part.n)).collect();
        let rubrique = |titre, lignes| Rubrique { titre, lignes };
        let mut transmissions = Vec::new();
        for (quoi, transmis) in [("Bilans", self.bilans), ("Comptes rendus", self.comptes_rendus)] {
            transmissions.push((format!("{quoi} remis au patient"), transmis.patient));
            transmissions.push((format!("{quoi} adressés au médecin"), transmis.medecin));
            transmissions.push((format!("{quoi} déposés au DMP"), transmis.dmp));
        }
        transmissions.push(("Oppositions de patients à un envoi".to_owned(), self.oppositions));
        transmissions.push(("Envois en échec".to_owned(), self.echecs));
        let mut rubriques = vec![
            rubrique("Type de rééducation : séances par article de la NGAP", parts(&self.articles)),
            rubrique("Type de rééducation : épisodes par région du corps", parts(&self.regions)),
            rubrique("Motifs d’orientation", parts(&self.motifs)),
            rubrique("Destinations d’orientation", parts(&self.destinations)),
            rubrique("Transmissions", transmissions),
        ];
        rubriques.retain(|rubrique| !rubrique.lignes.is_empty());
        rubriques
    }
}
