//! From the first examination to the last: what was measured twice, and which way it went.

use std::fmt;

use super::mesure::{Circonstance, Force, Sensibilite};
use super::objectif::Examen;
use crate::decision::codes;
use crate::episode::Cote;

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

/// Everything measured at both examinations: pain, scores, joint ranges, strength, sensitivity.
pub fn comparer(avant: Examen<'_>, apres: Examen<'_>) -> Vec<Evolution> {
    let mut evolutions = douleurs(avant, apres);
    evolutions.extend(scores(avant, apres));
    evolutions.extend(amplitudes(avant, apres));
    evolutions.extend(forces(avant, apres));
    evolutions.extend(sensibilites(avant, apres));
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

fn forces(avant: Examen<'_>, apres: Examen<'_>) -> Vec<Evolution> {
    let une = |premiere: &Force| {
        let derniere = apres.deficiences.forces.iter().find(|force| force.meme_mesure(premiere))?;
        let (avant, apres) = (premiere.cotation, derniere.cotation);
        Some(Evolution {
            mesure: avec_cote(&format!("Force, {}", premiere.groupe), premiere.cote),
            avant: format!("{}/5", avant.valeur()),
            apres: format!("{}/5", apres.valeur()),
            tendance: Tendance::selon(apres > avant, apres == avant),
        })
    };
    avant.deficiences.forces.iter().filter_map(une).collect()
}

fn sensibilites(avant: Examen<'_>, apres: Examen<'_>) -> Vec<Evolution> {
    let une = |premiere: &Sensibilite| {
        let derniere = apres.deficiences.sensibilites.iter().find(|autre| autre.meme_mesure(premiere))?;
        let (avant, apres) = (premiere.etat, derniere.etat);
        Some(Evolution {
            mesure: avec_cote(&format!("Sensibilité, {}", premiere.territoire), premiere.cote),
            avant: avant.libelle().to_owned(),
            apres: apres.libelle().to_owned(),
            tendance: Tendance::selon(apres.trouble() < avant.trouble(), apres.trouble() == avant.trouble()),
        })
    };
    avant.deficiences.sensibilites.iter().filter_map(une).collect()
}

fn avec_cote(mesure: &str, cote: Cote) -> String {
    match cote.libelle() {
        "" => mesure.to_owned(),
        cote => format!("{mesure} ({cote})"),
    }
}

fn amplitudes(avant: Examen<'_>, apres: Examen<'_>) -> Vec<Evolution> {
    let une = |premiere: &super::mouvement::Amplitude| {
        let derniere = apres.deficiences.amplitudes.iter().find(|a| a.meme_mesure(premiere))?;
        Some(Evolution {
            mesure: avec_cote(&premiere.mouvement().libelle, premiere.cote()),
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

#[cfg(test)]
mod tests {
    use super::super::mesure::{CotationForce, Deficiences, EtatSensibilite, Incapacites};
    use super::*;

    fn examen(cotation: u8, etat: EtatSensibilite) -> Deficiences {
        let cotation = CotationForce::nouvelle(cotation).unwrap();
        Deficiences {
            forces: vec![Force { groupe: "Quadriceps".parse().unwrap(), cote: Cote::Gauche, cotation }],
            sensibilites: vec![Sensibilite {
                territoire: "Face externe".parse().unwrap(),
                cote: Cote::SansObjet,
                etat,
            }],
            ..Deficiences::default()
        }
    }

    fn entre(avant: &Deficiences, apres: &Deficiences) -> Vec<(String, Tendance)> {
        let incapacites = Incapacites::default();
        let avant = Examen { deficiences: avant, incapacites: &incapacites };
        let dites = comparer(avant, Examen { deficiences: apres, incapacites: &incapacites });
        dites.into_iter().map(|e| (e.to_string(), e.tendance)).collect()
    }

    #[test]
    fn la_force_et_la_sensibilite_se_comparent_comme_le_reste() {
        let (premier, mut dernier) =
            (examen(3, EtatSensibilite::Absente), examen(5, EtatSensibilite::Diminuee));
        dernier.forces[0].groupe = "quadriceps".parse().unwrap();
        assert_eq!(
            entre(&premier, &dernier),
            [
                ("Force, Quadriceps (gauche) 3/5 → 5/5".to_owned(), Tendance::Mieux),
                ("Sensibilité, Face externe absente → diminuée".to_owned(), Tendance::Mieux),
            ]
        );
        dernier.forces[0].cote = Cote::Droit;
        assert_eq!(entre(&premier, &dernier).len(), 1, "l’autre côté est une autre mesure");
    }
}
