//! Time as the counts cut it: thirds of months, so that every period asked for is a range of whole thirds.

use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::{Date, date};

use crate::decision::nom_du_mois;
use crate::reglement::Reglement;

use super::champ::Perimetre;

/// A third of a month: days 1 to 14, 15 to 27, 28 to the end.
///
/// The experiment starts on a 28th or a 15th according to the department (`reglement/`, parameter `debut`); a test holds
/// that no department starts inside a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tranche(i64);

impl Tranche {
    /// Before every day: what came before the first.
    pub const AVANT_TOUT: Self = Self(0);

    /// The third that holds this day.
    pub fn du(jour: Date) -> Self {
        let tiers = match jour.day() {
            ..15 => 0,
            15..28 => 1,
            _ => 2,
        };
        Self((i64::from(jour.year()) * 12 + i64::from(jour.month()) - 1) * 3 + tiers)
    }

    /// Its number: grows with time.
    pub fn numero(self) -> i64 {
        self.0
    }

    /// The third of this number.
    pub fn de_numero(numero: i64) -> Self {
        Self(numero)
    }

    /// Its first day; `None` for a number that is no third.
    pub fn premier_jour(self) -> Option<Date> {
        let mois = self.0.div_euclid(3);
        let jour = match self.0.rem_euclid(3) {
            0 => 1,
            1 => 15,
            _ => 28,
        };
        let annee = i16::try_from(mois.div_euclid(12)).ok()?;
        Date::new(annee, i8::try_from(mois.rem_euclid(12) + 1).ok()?, jour).ok()
    }
}

/// Why a text is no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas une période : écrivez 2026, 2026-03 ou experience-2")]
pub struct PeriodeInvalide(String);

/// The period over which one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Periode {
    /// A calendar year.
    Annee(i16),
    /// A month of a year.
    Mois(i16, i8),
    /// A year of the experiment, from 1: it begins on the day the experiment began in the department.
    AnneeExperience(u8),
}

impl Periode {
    /// First and last day, inclusive, for a perimeter: a department counts its own years of the experiment, a region and
    /// the country those of the national date. `None` for a period that does not exist.
    pub fn bornes(self, perimetre: &Perimetre, reglement: &Reglement) -> Option<(Date, Date)> {
        match self {
            Self::Annee(annee) => Some((Date::new(annee, 1, 1).ok()?, Date::new(annee, 12, 31).ok()?)),
            Self::Mois(annee, mois) => {
                let premier = Date::new(annee, mois, 1).ok()?;
                Some((premier, premier.last_of_month()))
            }
            Self::AnneeExperience(rang) => {
                let debut = debut(perimetre, reglement)?;
                let annees = i64::from(rang.checked_sub(1)?);
                let premier = debut.checked_add(Span::new().years(annees)).ok()?;
                let suivant = debut.checked_add(Span::new().years(annees + 1)).ok()?;
                Some((premier, suivant.yesterday().ok()?))
            }
        }
    }

    /// The thirds of the period, first and last.
    pub fn tranches(self, perimetre: &Perimetre, reglement: &Reglement) -> Option<(Tranche, Tranche)> {
        let (du, au) = self.bornes(perimetre, reglement)?;
        Some((Tranche::du(du), Tranche::du(au)))
    }

    /// The months of the period, whole or not.
    pub fn mois(self, perimetre: &Perimetre, reglement: &Reglement) -> Vec<Self> {
        let Some((du, au)) = self.bornes(perimetre, reglement) else { return Vec::new() };
        let suivant = |jour: &Date| jour.checked_add(Span::new().months(1)).ok();
        std::iter::successors(Some(du.first_of_month()), suivant)
            .take_while(|premier| *premier <= au)
            .map(|premier| Self::Mois(premier.year(), premier.month()))
            .collect()
    }

    /// As people write it.
    pub fn libelle(self) -> String {
        match self {
            Self::Annee(annee) => format!("année {annee}"),
            Self::Mois(annee, mois) => format!("{} {annee}", nom_du_mois(mois)),
            Self::AnneeExperience(1) => "1re année d’expérimentation".to_owned(),
            Self::AnneeExperience(rang) => format!("{rang}e année d’expérimentation"),
        }
    }
}

/// The day the experiment began, as the rules give it.
fn debut(perimetre: &Perimetre, reglement: &Reglement) -> Option<Date> {
    let lu_le = date(2025, 12, 31);
    match perimetre {
        Perimetre::Departement(code) => reglement.parametres(*code).debut.au(lu_le).connue,
        _ => reglement.parametres_nationaux().debut.au(lu_le).connue,
    }
}

impl fmt::Display for Periode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Annee(annee) => write!(f, "{annee:04}"),
            Self::Mois(annee, mois) => write!(f, "{annee:04}-{mois:02}"),
            Self::AnneeExperience(rang) => write!(f, "experience-{rang}"),
        }
    }
}

impl FromStr for Periode {
    type Err = PeriodeInvalide;

    fn from_str(texte: &str) -> Result<Self, PeriodeInvalide> {
        let faute = || PeriodeInvalide(texte.to_owned());
        let annee = |chiffres: &str| {
            chiffres.parse().ok().filter(|annee| (2000..2100).contains(annee)).ok_or_else(faute)
        };
        if let Some(rang) = texte.strip_prefix("experience-") {
            let rang: u8 = rang.parse().map_err(|_| faute())?;
            return if (1..=9).contains(&rang) { Ok(Self::AnneeExperience(rang)) } else { Err(faute()) };
        }
        match texte.split_once('-') {
            None => annee(texte).map(Self::Annee),
            Some((an, mois)) => {
                let mois = mois.parse().ok().filter(|mois| (1..=12).contains(mois)).ok_or_else(faute)?;
                Ok(Self::Mois(annee(an)?, mois))
            }
        }
    }
}
