//! Aims of the treatment, measurable or not, and how far each one is reached.

use std::fmt;

use super::echelle::{Score, SensEchelle};
use super::mesure::{Circonstance, Deficiences, Incapacites, Intensite};
use super::mouvement::Amplitude;
use crate::decision::codes;
use crate::texte::TexteLibre;

codes! {
    /// How far an aim is reached.
    Atteinte {
        /// Reached.
        Atteint = "atteint",
        /// Better than at the start, not there yet.
        Partiel = "partiel",
        /// Not better than at the start.
        NonAtteint = "non-atteint",
        /// Nobody measured it again.
        NonEvalue = "non-evalue",
    }
}

impl Atteinte {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Atteint => "atteint",
            Self::Partiel => "partiellement atteint",
            Self::NonAtteint => "non atteint",
            Self::NonEvalue => "non évalué",
        }
    }
}

/// A value to reach, of something the bilan measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cible {
    /// A pain at most this strong.
    Douleur {
        /// When.
        circonstance: Circonstance,
        /// How strong at most.
        au_plus: Intensite,
    },
    /// A joint range at least this wide.
    Amplitude(Amplitude),
    /// A score at least this good.
    Score(Score),
}

/// What was found at one examination.
#[derive(Clone, Copy, Debug)]
pub struct Examen<'e> {
    /// What the body lacks.
    pub deficiences: &'e Deficiences,
    /// What the patient can no longer do.
    pub incapacites: &'e Incapacites,
}

/// How a measure stands beside its target and beside the first measure.
struct Ecart {
    atteint: bool,
    mieux: bool,
}

impl Cible {
    /// How far the target is reached; `None` when it was not measured again.
    pub fn atteinte(&self, initial: Examen<'_>, dernier: Examen<'_>) -> Option<Atteinte> {
        let ecart = match self {
            Self::Douleur { circonstance, au_plus } => {
                let apres = dernier.deficiences.douleur(*circonstance)?;
                let avant = initial.deficiences.douleur(*circonstance);
                Ecart { atteint: apres <= *au_plus, mieux: avant.is_some_and(|avant| apres < avant) }
            }
            Self::Amplitude(cible) => {
                let mesure = |examen: Examen<'_>| {
                    examen.deficiences.amplitudes.iter().find(|a| a.meme_mesure(cible)).map(Amplitude::degres)
                };
                let (avant, apres) = (mesure(initial), mesure(dernier)?);
                Ecart { atteint: apres >= cible.degres(), mieux: avant.is_some_and(|avant| apres > avant) }
            }
            Self::Score(cible) => {
                let code = &cible.echelle().code;
                let (avant, apres) = (initial.incapacites.score(code), dernier.incapacites.score(code)?);
                let mieux = |avant: Score| apres != avant && apres.vaut_au_moins(avant.valeur());
                Ecart { atteint: apres.vaut_au_moins(cible.valeur()), mieux: avant.is_some_and(mieux) }
            }
        };
        Some(match ecart {
            Ecart { atteint: true, .. } => Atteinte::Atteint,
            Ecart { mieux: true, .. } => Atteinte::Partiel,
            _ => Atteinte::NonAtteint,
        })
    }
}

/// An aim of the treatment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objectif {
    /// In the words of the MK.
    pub libelle: TexteLibre,
    /// The value to reach, when it is measured.
    pub cible: Option<Cible>,
}

impl fmt::Display for Cible {
    /// « douleur au mouvement au plus à 2/10 ».
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Douleur { circonstance, au_plus } => {
                write!(f, "douleur {} au plus à {}/10", circonstance.libelle(), au_plus.valeur())
            }
            Self::Amplitude(cible) => {
                let mouvement = cible.mouvement().libelle.to_lowercase();
                match cible.cote().libelle() {
                    "" => write!(f, "{mouvement} au moins à {}°", cible.degres()),
                    cote => write!(f, "{mouvement} ({cote}) au moins à {}°", cible.degres()),
                }
            }
            Self::Score(cible) => {
                let echelle = cible.echelle();
                let sens = match echelle.sens {
                    SensEchelle::PlusHautMeilleur => "au moins",
                    SensEchelle::PlusBasMeilleur => "au plus",
                };
                write!(f, "{} {sens} à {} {}", echelle.nom, cible.valeur(), echelle.unite)
            }
        }
    }
}

impl fmt::Display for Objectif {
    /// « Marcher une heure — cible : douleur au mouvement au plus à 2/10 ».
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cible {
            None => write!(f, "{}", self.libelle),
            Some(cible) => write!(f, "{} — cible : {cible}", self.libelle),
        }
    }
}

/// An aim and how far it was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultatObjectif {
    /// The aim.
    pub objectif: Objectif,
    /// How far.
    pub atteinte: Atteinte,
    /// In the words of the MK.
    pub commentaire: Option<TexteLibre>,
}

#[cfg(test)]
mod tests {
    use super::super::mesure::Douleur;
    use super::*;

    fn douleur(intensite: u8) -> Deficiences {
        let intensite = Intensite::nouvelle(intensite).unwrap();
        let douleurs = vec![Douleur { circonstance: Circonstance::Mouvement, intensite }];
        Deficiences { douleurs, ..Deficiences::default() }
    }

    #[test]
    fn un_objectif_se_lit_avec_sa_cible() {
        let au_plus = Intensite::nouvelle(2).unwrap();
        let cible = Some(Cible::Douleur { circonstance: Circonstance::Mouvement, au_plus });
        let objectif = Objectif { libelle: "Marcher une heure".parse().unwrap(), cible };
        assert_eq!(objectif.to_string(), "Marcher une heure — cible : douleur au mouvement au plus à 2/10");
        assert_eq!(Objectif { cible: None, ..objectif }.to_string(), "Marcher une heure");
    }

    #[test]
    fn une_cible_est_atteinte_approchee_ou_manquee() {
        let au_plus = Intensite::nouvelle(2).unwrap();
        let cible = Cible::Douleur { circonstance: Circonstance::Mouvement, au_plus };
        let sans = Incapacites::default();
        fn examen<'e>(deficiences: &'e Deficiences, incapacites: &'e Incapacites) -> Examen<'e> {
            Examen { deficiences, incapacites }
        }
        let essai = |avant: &Deficiences, apres: &Deficiences| {
            cible.atteinte(examen(avant, &sans), examen(apres, &sans))
        };
        assert_eq!(essai(&douleur(7), &douleur(2)), Some(Atteinte::Atteint));
        assert_eq!(essai(&douleur(7), &douleur(5)), Some(Atteinte::Partiel));
        assert_eq!(essai(&douleur(7), &douleur(7)), Some(Atteinte::NonAtteint));
        assert_eq!(essai(&douleur(7), &Deficiences::default()), None);
    }
}
