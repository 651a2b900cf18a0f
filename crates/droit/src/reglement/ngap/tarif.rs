//! What an act costs: coefficient times the value of the key letter in the zone, rounded to the cent, half up.

use std::fmt;

use jiff::civil::Date;

use super::lettre::LettreCle;
use crate::decision::{Coefficient, codes};
use crate::reglement::Source;

codes! {
    /// Where the value of a key letter holds.
    ZoneTarifaire {
        /// Metropolitan France.
        Metropole = "metropole",
        /// Overseas departments, Mayotte included.
        OutreMer = "outre-mer",
    }
}

/// An amount in euro cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Centimes(pub u32);

impl Centimes {
    /// Coefficient (hundredths) times value (cents), rounded to the cent, half up, in integers.
    pub fn pour(coefficient: Coefficient, valeur: Centimes) -> Option<Centimes> {
        let produit = u64::from(coefficient.centiemes()) * u64::from(valeur.0);
        u32::try_from((produit + 50) / 100).ok().map(Centimes)
    }
}

impl fmt::Display for Centimes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{:02}\u{a0}€", self.0 / 100, self.0 % 100)
    }
}

/// An amount in each zone; `None` where no source gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParZone {
    /// Metropolitan France.
    pub metropole: Option<Centimes>,
    /// Overseas.
    pub outre_mer: Option<Centimes>,
}

impl ParZone {
    /// The amount of a zone.
    pub fn dans(&self, zone: ZoneTarifaire) -> Option<Centimes> {
        match zone {
            ZoneTarifaire::Metropole => self.metropole,
            ZoneTarifaire::OutreMer => self.outre_mer,
        }
    }
}

/// The value of a key letter from a day on, until its next value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValeurLettre {
    /// Key letter.
    pub lettre: LettreCle,
    /// First day.
    pub depuis: Date,
    /// Its value in each zone.
    pub montant: ParZone,
    /// Where it comes from.
    pub source: Source,
}

codes! {
    /// What an indemnity is counted by.
    Unite {
        /// A visit.
        Deplacement = "deplacement",
        /// A kilometre.
        Kilometre = "kilometre",
        /// An act.
        Acte = "acte",
        /// A flat rate.
        Forfait = "forfait",
    }
}

/// An indemnity, an increase or a flat rate that comes beside an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indemnite {
    /// Its code on invoices.
    pub code: String,
    /// Label.
    pub libelle: String,
    /// What it is counted by.
    pub unite: Unite,
    /// First day attested.
    pub depuis: Date,
    /// The amount in each zone.
    pub montant: ParZone,
    /// The acts it goes with, in French, when limited.
    pub portee: Option<String>,
    /// Where it comes from.
    pub source: Source,
}
