//! One figure of a chart: known with or without its interval, hidden, or absent; and how it is written.

use crate::gabarits::texte;

/// The one word for a figure that may not be shown.
pub(super) const NON_PUBLIE: &str = "non publié";

/// What a figure counts, hence how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unite {
    /// A whole number.
    Entier,
    /// A number with this many decimals.
    Decimal(u8),
    /// A share, given from 0 to 100, with one decimal.
    Pourcent,
    /// A rate per thousand, with one decimal.
    Pourmille,
}

impl Unite {
    /// The figure in French: « 1 234 », « 4,5 », « 12,3 % ».
    pub fn dire(self, valeur: f64) -> String {
        match self {
            Self::Entier => texte::decimal(valeur, 0),
            Self::Decimal(decimales) => texte::decimal(valeur, decimales),
            Self::Pourcent => format!("{}\u{a0}%", texte::decimal(valeur, 1)),
            Self::Pourmille => format!("{}\u{a0}‰", texte::decimal(valeur, 1)),
        }
    }

    /// Does a graduation here mean something: no half person.
    pub(super) fn admet(self, valeur: f64) -> bool {
        self != Self::Entier || valeur.fract().abs() < 1e-9
    }

    /// The same for a graduation: without decimals where there are none.
    pub(super) fn graduer(self, valeur: f64, pas: f64) -> String {
        let decimales = if pas.fract() == 0.0 {
            0
        } else if (pas * 10.0).fract().abs() < 1e-9 {
            1
        } else {
            2
        };
        let nombre = texte::decimal(valeur, decimales);
        match self {
            Self::Pourcent => format!("{nombre}\u{a0}%"),
            Self::Pourmille => format!("{nombre}\u{a0}‰"),
            Self::Entier | Self::Decimal(_) => nombre,
        }
    }
}

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mesure {
    /// A figure that may be shown, always finite.
    Connue {
        /// The figure.
        valeur: f64,
        /// Its interval, lower end first.
        intervalle: Option<(f64, f64)>,
    },
    /// There is one, that would tell of too few patients.
    Masquee,
    /// There is none.
    Absente,
}

impl Mesure {
    /// A figure; one that is not finite is absent.
    pub fn nouvelle(valeur: f64) -> Self {
        if valeur.is_finite() { Self::Connue { valeur, intervalle: None } } else { Self::Absente }
    }

    /// A figure and its interval; an interval that does not hold is left out.
    pub fn avec_intervalle(valeur: f64, bas: f64, haut: f64) -> Self {
        let tenu = bas.is_finite() && haut.is_finite() && bas <= haut;
        match Self::nouvelle(valeur) {
            Self::Connue { valeur, .. } => Self::Connue { valeur, intervalle: tenu.then_some((bas, haut)) },
            autre => autre,
        }
    }

    /// The figure, if it may be shown.
    pub fn valeur(self) -> Option<f64> {
        match self {
            Self::Connue { valeur, .. } => Some(valeur),
            Self::Masquee | Self::Absente => None,
        }
    }

    /// Its interval, if it has one.
    pub fn intervalle(self) -> Option<(f64, f64)> {
        match self {
            Self::Connue { intervalle, .. } => intervalle,
            Self::Masquee | Self::Absente => None,
        }
    }

    /// The highest point that it draws.
    pub(super) fn sommet(self) -> Option<f64> {
        self.intervalle().map(|(_, haut)| haut).or(self.valeur())
    }

    /// In words, without its interval.
    pub fn dire(self, unite: Unite) -> String {
        match self {
            Self::Connue { valeur, .. } => unite.dire(valeur),
            Self::Masquee => NON_PUBLIE.to_owned(),
            Self::Absente => "–".to_owned(),
        }
    }

    /// In words, with its interval.
    pub fn dire_tout(self, unite: Unite) -> String {
        match self.intervalle() {
            Some((bas, haut)) => {
                format!("{} [{} ; {}]", self.dire(unite), unite.dire(bas), unite.dire(haut))
            }
            None => self.dire(unite),
        }
    }
}
