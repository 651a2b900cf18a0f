//! What is asked of the index, and what it answers: a page, where it ends, how many in all.

use droit::fiche_publique::Domicile;
use droit::identifiant::{CodeDepartement, CptsId, DeclarationId};
use entrepot::recherche::mots;
use jiff::civil::Date;

use super::Ligne;
use super::commune::Point;

/// Around a place, or around several that bear one postcode.
#[derive(Clone, Debug, PartialEq)]
pub struct Autour {
    /// The places: the nearest of them counts.
    pub points: Vec<Point>,
    /// Farther than this many metres does not count.
    pub metres: u32,
}

/// In which order lines come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tri {
    /// By name.
    Nom,
    /// The nearest first.
    Distance,
}

impl Tri {
    /// What the distance counts for in this order.
    pub(super) fn rang(self, metres: Option<u32>) -> Option<u32> {
        match self {
            Self::Nom => None,
            Self::Distance => metres,
        }
    }
}

/// What the MK must have said of himself by the day of the question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Souhaits {
    /// Of new patients.
    pub accueil: Option<Accueille>,
    /// Of home visits.
    pub domicile: Option<Domicile>,
}

/// Takes new patients, at once or after some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accueille;

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Critere {
    /// Authorised on this day.
    pub jour: Date,
    /// In this department.
    pub departement: Option<CodeDepartement>,
    /// In this CPTS.
    pub cpts: Option<CptsId>,
    /// Each word begins a word of the name or of the commune, or a postcode.
    pub mots: Vec<String>,
    /// Near a place.
    pub autour: Option<Autour>,
    /// Who said this of himself.
    pub souhaits: Souhaits,
    /// In which order.
    pub tri: Tri,
    /// After this line.
    pub apres: Option<Curseur>,
    /// At most this many lines.
    pub limite: usize,
}

impl Autour {
    /// Metres to the nearest of the places; `None` when it is surely too far.
    pub(super) fn distance(&self, point: Point) -> Option<u32> {
        let proches = self.points.iter().filter(|ici| !ici.est_loin(point, self.metres));
        proches.map(|ici| ici.distance(point)).min()
    }
}

impl Critere {
    /// Everybody on this day.
    pub fn au(jour: Date) -> Self {
        Self {
            jour,
            departement: None,
            cpts: None,
            mots: Vec::new(),
            autour: None,
            souhaits: Souhaits::default(),
            tri: Tri::Nom,
            apres: None,
            limite: usize::MAX,
        }
    }

    /// The words of a text, each after a space as stored words are.
    pub fn decouper(saisie: &str) -> Vec<String> {
        mots(saisie).split_whitespace().map(|mot| format!(" {mot}")).collect()
    }
}

/// Where a page ends, and the next one begins: distance if there is one, name, declaration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Curseur {
    /// Metres, when the list is sorted by distance.
    pub metres: Option<u32>,
    /// Words under which the MK is sorted.
    pub nom: String,
    /// The declaration.
    pub declaration: DeclarationId,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Trouves {
    /// Its lines.
    pub lignes: Vec<Ligne>,
    /// Where the next page begins; `None` on the last one.
    pub suite: Option<Curseur>,
    /// How many lines all pages hold.
    pub total: usize,
}
