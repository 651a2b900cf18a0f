//! From the first examination to the last: what was measured twice, and which way it went.

use std::fmt;

use super::mesure::Circonstance;
use super::objectif::Examen;
use crate::decision::codes;

codes! {
    /// Which way a measure went.
    Tendance {
        /// Better.
        Mieux = "mieux",
        /// The same.
        Stable = "stable",
        /// Worse.
        MoinsBien = "moins-bien",
    }
}

impl Tendance {
    fn selon(mieux: bool, pareil: bool) -> Self {
        match (pareil, mieux) {
            (true, _) => Self::Stable,
            (false, true) => Self::Mieux,
            (false, false) => Self::MoinsBien,
        }
    }
}

/// A measure taken twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evolution {
    /// What was measured, e.g. « Douleur au mouvement ».
    pub mesure: String,
    /// The first value, with its unit.
    pub avant: String,
    /// The last value, with its unit.
    pub apres: String,
    /// Which way it went.
    pub tendance: Tendance,
}

impl fmt::Display for Evolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} → {}", self.mesure, self.avant, self.apres)
    }
}

/// Everything measured at both examinations: pain, scores, joint ranges.
pub fn comparer(avant: Examen<'_>, apres: Examen<'_>) -> Vec<Evolution> {
    let mut evolutions = douleurs(avant, apres);
    evolutions.extend(scores(avant, apres));
    evolutions.extend(amplitudes(avant, apres));
    evolutions
}

fn douleurs(avant: Examen<'_>, apres: Examen<'_>) -> Vec<Evolution> {
    let une = |circonstance: &Circonstance| {
        let premiere = avant.deficiences.douleur(*circonstance)?;
        let derniere = apres.deficiences.douleur(*circonstance)?;
        Some(Evolution {
            mesure: format!("Douleur {}", circonstance.libelle()),
            avant: format!("{}/10", premiere.valeur()),
            apres: format!("{}/10", derniere.valeur()),
            tendance: Tendance::selon(derniere < premiere, derniere == premiere),
        })
    };
    Circonstance::TOUS.iter().filter_map(une).collect()
}

fn scores(avant: Examen<'_>, apres: Examen<'_>) -> Vec<Evolution> {
    let un = |premier: &super::echelle::Score| {
        let dernier = apres.incapacites.score(&premier.echelle().code)?;
        let unite = &premier.echelle().unite;
        let pareil = dernier.valeur() == premier.valeur();
        Some(Evolution {
            mesure: premier.echelle().nom.clone(),
            avant: format!("{} {unite}", premier.valeur()),
            apres: format!("{} {unite}", dernier.valeur()),
            tendance: Tendance::selon(dernier.vaut_au_moins(premier.valeur()), pareil),
        })
    };
    avant.incapacites.scores.iter().filter_map(un).collect()
}

fn amplitudes(avant: Examen<'_>, apres: Examen<'_>) -> Vec<Evolution> {
    let une = |premiere: &super::mouvement::Amplitude| {
        let derniere = apres.deficiences.amplitudes.iter().find(|a| a.meme_mesure(premiere))?;
        let cote = premiere.cote().libelle();
        let mesure = &premiere.mouvement().libelle;
        Some(Evolution {
            mesure: if cote.is_empty() { mesure.clone() } else { format!("{mesure} ({cote})") },
            avant: format!("{}°", premiere.degres()),
            apres: format!("{}°", derniere.degres()),
            tendance: Tendance::selon(
                derniere.degres() > premiere.degres(),
                derniere.degres() == premiere.degres(),
            ),
        })
    };
    avant.deficiences.amplitudes.iter().filter_map(une).collect()
}
