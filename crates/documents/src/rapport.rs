//! The annual report of evaluation: what to retain, then each subject with its comment, its figures and its charts.

use jiff::civil::Date;
use serde::Serialize;

use crate::composition::{Norme, Page, Pdf, composer};
use crate::echec::Echec;
use crate::papier::EnTete;

/// A figure of the first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChiffreCle {
    /// The number, with its unit.
    pub valeur: String,
    /// What it counts.
    pub libelle: String,
    /// What it is made of.
    pub precision: String,
}

/// Where a chart is in the report: one place for each, known to the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Month by month.
    Mois,
    /// Séances per episode.
    Seances,
    /// Orientation by place.
    Orientation,
    /// Participation by place.
    Participation,
    /// The map.
    Carte,
}

impl Place {
    pub(crate) fn fichier(self) -> &'static str {
        match self {
            Self::Mois => "mois.svg",
            Self::Seances => "seances.svg",
            Self::Orientation => "orientation.svg",
            Self::Participation => "participation.svg",
            Self::Carte => "carte.svg",
        }
    }
}

/// A chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Which.
    pub place: Place,
    /// Title.
    pub titre: String,
    /// What it says, in a sentence.
    pub phrase: String,
    /// What its marks mean, in words.
    pub legende: Option<String>,
    /// The drawing.
    #[serde(skip)]
    pub svg: String,
}

/// A line of a table: an indicator, or one of its modalities, under each variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LigneRapport {
    /// Label.
    pub libelle: String,
    /// Is it a part of the line above.
    pub detail: bool,
    /// Its value under each variant, with its terms.
    pub valeurs: Vec<[String; 2]>,
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionRapport {
    /// Title.
    pub titre: String,
    /// What was written, paragraph by paragraph.
    pub commentaire: Vec<String>,
    /// Its figures.
    pub lignes: Vec<LigneRapport>,
    /// Its charts.
    pub figures: Vec<Figure>,
}

/// By whom and when it was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signe {
    /// Name.
    pub nom: String,
    /// Capacity.
    pub qualite: String,
    /// Day.
    pub le: Date,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rapport {
    /// The head.
    pub en_tete: EnTete,
    /// Over whom, for example « Loiret (45) ».
    pub sujet: String,
    /// Over when, for example « année 2025 ».
    pub periode: String,
    /// First and last day.
    pub bornes: (Date, Date),
    /// Number of the version.
    pub numero: u16,
    /// What the versions before it were, and why they were corrected.
    pub corrections: Vec<String>,
    /// The figures of the first page.
    pub cles: Vec<ChiffreCle>,
    /// Names of the variants, in the order of the values.
    pub variantes: Vec<String>,
    /// The sections.
    pub sections: Vec<SectionRapport>,
    /// How figures are made and how sure they are.
    pub methode: Vec<String>,
    /// What they do not say.
    pub limites: Vec<String>,
    /// Fingerprint of the snapshot.
    pub instantane: String,
    /// Its identifier, once it is taken.
    pub id_instantane: Option<String>,
    /// Where it is read, when the site has an address.
    pub adresse_instantane: Option<String>,
    /// Signed, or a draft.
    pub signe: Option<Signe>,
}

/// Typesets the report.
///
/// # Errors
/// When the engine fails, or a drawing is not one.
pub fn rapport(rapport: &Rapport) -> Result<Pdf, Echec> {
    let figures = rapport.sections.iter().flat_map(|section| &section.figures);
    let images = figures.map(|figure| (figure.place.fichier(), figure.svg.clone().into())).collect();
    let page = Page { gabarit: "rapport.typ", donnees: rapport, images, norme: Norme::Administration };
    composer(page, &rapport.en_tete.tirage())
}
