//! The value of an indicator: a number, a ratio with its two terms, a distribution, a breakdown; or why there is none.

use std::collections::BTreeMap;

/// How often each whole number was observed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogramme(BTreeMap<u32, u64>);

impl FromIterator<(u32, u64)> for Histogramme {
    fn from_iter<I: IntoIterator<Item = (u32, u64)>>(couples: I) -> Self {
        let mut histogramme = Self::default();
        for (valeur, n) in couples {
            *histogramme.0.entry(valeur).or_default() += n;
        }
        histogramme
    }
}

impl Histogramme {
    /// Observations.
    pub fn effectif(&self) -> u64 {
        self.0.values().sum()
    }

    /// Sum of the observed numbers.
    pub fn somme(&self) -> u64 {
        self.0.iter().map(|(valeur, n)| u64::from(*valeur) * n).sum()
    }

    /// The mean in hundredths, rounded half up; `None` without any observation.
    pub fn moyenne(&self) -> Option<u64> {
        arrondir(self.somme(), self.effectif(), 100)
    }

    /// The number below which this share of the observations lies, in hundredths: 50 is the median. Between two ranks,
    /// half way.
    pub fn quantile(&self, pour_cent: u64) -> Option<u64> {
        let effectif = self.effectif();
        let rang = pour_cent * effectif;
        if effectif == 0 {
            return None;
        }
        let bas = self.au_rang(rang.div_ceil(100).max(1))?;
        if rang.is_multiple_of(100) && rang > 0 {
            let haut = self.au_rang((rang / 100 + 1).min(effectif))?;
            return Some((u64::from(bas) + u64::from(haut)) * 50);
        }
        Some(u64::from(bas) * 100)
    }

    /// The median in hundredths.
    pub fn mediane(&self) -> Option<u64> {
        self.quantile(50)
    }

    /// Each number with how often it was observed.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.0.iter().map(|(valeur, n)| (*valeur, *n))
    }

    fn au_rang(&self, rang: u64) -> Option<u32> {
        let mut vus = 0;
        self.0.iter().find_map(|(valeur, n)| {
            vus += n;
            (vus >= rang).then_some(*valeur)
        })
    }
}

/// `numerateur × echelle ÷ denominateur`, rounded half up; `None` over nothing.
pub fn arrondir(numerateur: u64, denominateur: u64, echelle: u64) -> Option<u64> {
    let (haut, bas) = (u128::from(numerateur) * u128::from(echelle) * 2, u128::from(denominateur));
    if bas == 0 {
        return None;
    }
    u64::try_from((haut + bas) / (bas * 2)).ok()
}

/// One modality of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modalite {
    /// Its code.
    pub code: String,
    /// Its label.
    pub libelle: String,
    /// How many; `None` when hidden for there are too few patients, or to protect those.
    pub n: Option<u64>,
}

/// Why an indicator has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Manque {
    /// Too few patients, or the protection of those: not shown outside the care team.
    Secret,
    /// Nothing to divide by.
    SansObjet,
    /// The total activity of the MKs has not been entered.
    SansDenominateur,
    /// The total activity that was entered is less than the part of it that was counted.
    DenominateurACorriger,
    /// The indicator has no meaning in this perimeter.
    HorsPerimetre,
}

impl Manque {
    /// Every reason.
    pub const TOUS: [Self; 5] = [
        Self::Secret,
        Self::SansObjet,
        Self::SansDenominateur,
        Self::DenominateurACorriger,
        Self::HorsPerimetre,
    ];

    /// The reason of a code.
    pub fn depuis_code(code: &str) -> Option<Self> {
        Self::TOUS.into_iter().find(|manque| manque.code() == code)
    }

    /// The code used in JSON, CSV and spreadsheets.
    pub fn code(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::SansObjet => "sans-objet",
            Self::SansDenominateur => "sans-denominateur",
            Self::DenominateurACorriger => "denominateur-a-corriger",
            Self::HorsPerimetre => "hors-perimetre",
        }
    }

    /// How the screens say it.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Secret => "Non publié : moins de 11 patients, ou protection de ce nombre",
            Self::SansObjet => "Sans objet : rien à compter",
            Self::SansDenominateur => "L’activité totale n’a pas été renseignée",
            Self::DenominateurACorriger => {
                "L’activité totale renseignée est inférieure aux séances en accès direct : elle est à corriger"
            }
            Self::HorsPerimetre => "Sans objet dans ce périmètre",
        }
    }
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Valeur {
    /// How many.
    Nombre(u64),
    /// A share or a rate: `numerateur × echelle ÷ denominateur`.
    Rapport {
        /// Upper term.
        numerateur: u64,
        /// Lower term, never zero.
        denominateur: u64,
        /// 100 for a percentage, 1 000 for a rate per thousand, 1 for so many each.
        echelle: u64,
    },
    /// Numbers observed: mean, median, quartiles, in hundredths.
    Distribution {
        /// Observations.
        effectif: u64,
        /// Mean.
        moyenne: u64,
        /// Median.
        mediane: u64,
        /// First and third quartiles.
        quartiles: (u64, u64),
        /// How many in each class; empty where classes have no meaning.
        classes: Vec<Modalite>,
    },
    /// Parts of a whole.
    Repartition(Vec<Modalite>),
    /// No figure, and why.
    Absente(Manque),
}

impl Valeur {
    /// A ratio; no figure over nothing.
    pub fn rapport(numerateur: u64, denominateur: u64, echelle: u64) -> Self {
        match denominateur {
            0 => Self::Absente(Manque::SansObjet),
            _ => Self::Rapport { numerateur, denominateur, echelle },
        }
    }

    /// A distribution; no figure without observation.
    pub fn distribution(histogramme: &Histogramme, classes: Vec<Modalite>) -> Self {
        let lue = || {
            Some(Self::Distribution {
                effectif: histogramme.effectif(),
                moyenne: histogramme.moyenne()?,
                mediane: histogramme.mediane()?,
                quartiles: (histogramme.quantile(25)?, histogramme.quantile(75)?),
                classes,
            })
        };
        lue().unwrap_or(Self::Absente(Manque::SansObjet))
    }

    /// The one number to draw, in hundredths: the count, the ratio at its scale, the mean. `None` for a breakdown.
    pub fn centiemes(&self) -> Option<u64> {
        match self {
            Self::Nombre(n) => n.checked_mul(100),
            Self::Rapport { numerateur, denominateur, echelle } => {
                arrondir(*numerateur, *denominateur, echelle * 100)
            }
            Self::Distribution { moyenne, .. } => Some(*moyenne),
            Self::Repartition(_) | Self::Absente(_) => None,
        }
    }
}
