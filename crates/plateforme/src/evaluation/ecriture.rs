//! How a figure is written: with its unit, with what it is made of, or why there is none.

use droit::evaluation::{Chiffre, Completude, Donnee};

use super::{figures, rapport};
use crate::gabarits::texte;

/// The score of completeness, or what keeps it from being made.
pub fn dire_la_completude(complet: &Completude) -> String {
    match complet.score {
        Some(score) => {
            format!("Score de complétude : {}\u{a0}%.", texte::decimal(texte::flottant(score) / 10.0, 1))
        }
        None => {
            let caches: Vec<String> = complet.caches().map(str::to_lowercase).collect();
            format!(
                "Score de complétude non calculable, faute de part publiée pour : {}.",
                caches.join(" ; ")
            )
        }
    }
}

/// A figure with its unit sign, or why there is none.
pub fn ecrire(donnee: &Donnee) -> String {
    let signe = donnee.signe();
    match &donnee.chiffre {
        Chiffre::Nombre { n } => texte::grouper(*n),
        Chiffre::Absent { .. } if donnee.chiffre.est_masque() => donnee.chiffre.etat().to_owned(),
        Chiffre::Absent { .. } => "–".to_owned(),
        autre => {
            let nombre =
                autre.en_dixiemes().map_or(String::new(), |d| texte::decimal(texte::flottant(d) / 10.0, 1));
            if signe.is_empty() { nombre } else { format!("{nombre}\u{a0}{signe}") }
        }
    }
}

/// What a figure of the top is made of, in a few words.
pub fn dire_les_termes(donnee: &Donnee) -> String {
    match &donnee.chiffre {
        Chiffre::Part { .. } => format!("{} · {}", figures::termes(&donnee.chiffre), dire_la_surete(donnee)),
        Chiffre::Quotient { .. } => figures::termes(&donnee.chiffre),
        Chiffre::Moyenne { mediane, .. } => {
            format!("médiane {}", texte::decimal(texte::flottant(*mediane) / 10.0, 1))
        }
        Chiffre::Nombre { .. } => String::new(),
        Chiffre::Absent { raison } => rapport::dire_l_absence(raison).to_owned(),
    }
}

/// The interval of a share, the median and quartiles of a mean.
pub fn dire_la_surete(donnee: &Donnee) -> String {
    let dire = |dixiemes: u64| texte::decimal(texte::flottant(dixiemes) / 10.0, 1);
    match &donnee.chiffre {
        Chiffre::Part { intervalle: (bas, haut), .. } => {
            format!("{} à {}\u{a0}{}", dire(*bas), dire(*haut), donnee.signe())
        }
        Chiffre::Moyenne { mediane, quartiles: (bas, haut), .. } => {
            format!("médiane {}, la moitié de {} à {}", dire(*mediane), dire(*bas), dire(*haut))
        }
        Chiffre::Nombre { .. } | Chiffre::Quotient { .. } => String::new(),
        Chiffre::Absent { raison } => rapport::dire_l_absence(raison).to_owned(),
    }
}

/// With a capital.
pub fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    let premiere = lettres.next().map(|lettre| lettre.to_uppercase().to_string()).unwrap_or_default();
    format!("{premiere}{}", lettres.as_str())
}
