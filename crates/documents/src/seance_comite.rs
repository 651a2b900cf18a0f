//! The pack of a meeting of the monitoring committee: agenda, figures, open decisions, members.

use jiff::civil::Date;
use serde::Serialize;

use crate::composition::{Norme, Page, Pdf, composer};
use crate::echec::Echec;
use crate::papier::{EnTete, Fondement};
use crate::rapport::{ChiffreCle, Figure};

/// A figure with its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chiffre {
    /// What it counts.
    pub libelle: String,
    /// The figure, as written.
    pub valeur: String,
}

/// A line of the participation table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Participation {
    /// Name of the CPTS.
    pub cpts: String,
    /// Declarations filed.
    pub declarees: u64,
    /// MKs authorised.
    pub autorises: u64,
}

/// The parts of a whole, the greatest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repartition {
    /// What is counted.
    pub titre: String,
    /// Each part.
    pub lignes: Vec<Chiffre>,
}

/// A subject of the snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionDossier {
    /// Title.
    pub titre: String,
    /// Its figures.
    pub chiffres: Vec<Chiffre>,
    /// Its breakdowns.
    pub repartitions: Vec<Repartition>,
    /// Its charts.
    pub figures: Vec<Figure>,
}

/// A decision that is followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suivi {
    /// What was decided.
    pub texte: String,
    /// Who carries it.
    pub responsable: String,
    /// Until when.
    pub echeance: Date,
    /// Is it late, in words; nothing otherwise.
    pub retard: Option<String>,
}

/// The pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DossierDeSeance {
    /// The head.
    pub en_tete: EnTete,
    /// « 3e réunion ».
    pub titre: String,
    /// Day, hour and place, in a line.
    pub rendezvous: String,
    /// The day that the pack is about.
    pub jour: Date,
    /// Agenda.
    pub ordre_du_jour: Vec<String>,
    /// What to say where there is none.
    pub sans_ordre: String,
    /// Where the figures come from, in a sentence.
    pub origine: String,
    /// What must be known before reading them.
    pub avertissement: Option<String>,
    /// The first figures.
    pub cles: Vec<ChiffreCle>,
    /// The others, by subject.
    pub sections: Vec<SectionDossier>,
    /// Participation by CPTS on the day.
    pub participation: Vec<Participation>,
    /// The decisions that were open on the day.
    pub decisions: Vec<Suivi>,
    /// Those that the meeting took.
    pub prises: Vec<Suivi>,
    /// Members, by institution.
    pub membres: Vec<Chiffre>,
    /// The texts.
    pub fondements: Vec<Fondement>,
}

/// Typesets the pack.
///
/// # Errors
/// When the engine fails.
pub fn dossier_de_seance(dossier: &DossierDeSeance) -> Result<Pdf, Echec> {
    let figures = dossier.sections.iter().flat_map(|section| &section.figures);
    let images = figures.map(|figure| (figure.place.fichier(), figure.svg.clone().into())).collect();
    let page = Page { gabarit: "seance.typ", donnees: dossier, images, norme: Norme::Administration };
    composer(page, &dossier.en_tete.tirage())
}
