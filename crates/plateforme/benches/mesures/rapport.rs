//! Figures with their spread, beside the aim they are held to.

use std::time::Duration;

/// The runs of one measure, sorted.
#[derive(Clone, Debug)]
pub struct Serie(Vec<f64>);

impl Serie {
    pub fn new(mut valeurs: Vec<f64>) -> Self {
        valeurs.sort_by(f64::total_cmp);
        Self(valeurs)
    }

    pub fn mediane(&self) -> f64 {
        self.centile(50)
    }

    pub fn centile(&self, p: usize) -> f64 {
        let dernier = self.0.len().saturating_sub(1);
        self.0.get((self.0.len() * p / 100).min(dernier)).copied().unwrap_or(f64::NAN)
    }

    fn etendue(&self) -> (f64, f64) {
        (self.0.first().copied().unwrap_or(f64::NAN), self.0.last().copied().unwrap_or(f64::NAN))
    }
}

impl FromIterator<Duration> for Serie {
    fn from_iter<I: IntoIterator<Item = Duration>>(durees: I) -> Self {
        Self::new(durees.into_iter().map(|duree| duree.as_secs_f64()).collect())
    }
}

impl FromIterator<f64> for Serie {
    fn from_iter<I: IntoIterator<Item = f64>>(valeurs: I) -> Self {
        Self::new(valeurs.into_iter().collect())
    }
}

/// What a figure is held to.
#[derive(Clone, Copy, Debug)]
pub enum Cible {
    /// At most, strictly.
    Sous(f64),
    /// At least.
    AuMoins(f64),
    /// Nothing was promised.
    Aucune,
}

/// The unit of a figure.
#[derive(Clone, Copy, Debug)]
pub enum Unite {
    Secondes,
    Octets,
    ParSeconde,
    Fois,
}

pub fn titre(texte: &str) {
    println!("\n── {texte}");
}

/// Prints the median, its spread and the verdict.
pub fn dire(nom: &str, serie: &Serie, unite: Unite, cible: Cible) {
    let mediane = serie.mediane();
    let (bas, haut) = serie.etendue();
    let (but, verdict) = match cible {
        Cible::Sous(borne) => (format!("< {}", ecrire(borne, unite)), tenue(mediane < borne)),
        Cible::AuMoins(borne) => (format!("≥ {}", ecrire(borne, unite)), tenue(mediane >= borne)),
        Cible::Aucune => (String::new(), ""),
    };
    let etendue = format!("{} à {}", ecrire(bas, unite), ecrire(haut, unite));
    println!("{nom:<58} {:>10}   {etendue:<24} {but:<10} {verdict}", ecrire(mediane, unite));
}

fn tenue(oui: bool) -> &'static str {
    if oui { "tenu" } else { "NON TENU" }
}

fn ecrire(valeur: f64, unite: Unite) -> String {
    match unite {
        Unite::Secondes if valeur < 1e-6 => format!("{:.0} ns", valeur * 1e9),
        Unite::Secondes if valeur < 1e-3 => format!("{:.1} µs", valeur * 1e6),
        Unite::Secondes if valeur < 1.0 => format!("{:.2} ms", valeur * 1e3),
        Unite::Secondes => format!("{valeur:.2} s"),
        Unite::Octets => format!("{:.1} Mo", valeur / 1e6),
        Unite::ParSeconde => format!("{valeur:.0} /s"),
        Unite::Fois => format!("{valeur:.2} ×"),
    }
}
