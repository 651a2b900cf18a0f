//! What an examination finds: pain, joint ranges, strength, sensitivity, functional scores.

use super::echelle::Score;
use super::mouvement::Amplitude;
use crate::decision::codes;
use crate::episode::Cote;
use crate::patient::normaliser;
use crate::texte::{Intitule, TexteLibre};

codes! {
    /// When it hurts.
    Circonstance {
        /// At rest.
        Repos = "repos",
        /// On moving.
        Mouvement = "mouvement",
        /// At night.
        Nuit = "nuit",
        /// When pressed.
        Palpation = "palpation",
    }
}

impl Circonstance {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Repos => "au repos",
            Self::Mouvement => "au mouvement",
            Self::Nuit => "la nuit",
            Self::Palpation => "à la palpation",
        }
    }
}

/// A value is out of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MesureInvalide {
    /// Pain.
    #[error("la douleur se cote de 0 à 10 ; {0} est en dehors")]
    Douleur(u8),
    /// Strength.
    #[error("la force se cote de 0 à 5 ; {0} est en dehors")]
    Force(u8),
}

/// Intensity of a pain, from 0 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Intensite(u8);

impl Intensite {
    /// From 0, no pain, to 10, the worst pain imaginable.
    pub fn nouvelle(valeur: u8) -> Result<Self, MesureInvalide> {
        if valeur <= 10 { Ok(Self(valeur)) } else { Err(MesureInvalide::Douleur(valeur)) }
    }

    /// The number.
    pub fn valeur(self) -> u8 {
        self.0
    }
}

/// A pain and when it is felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Douleur {
    /// When.
    pub circonstance: Circonstance,
    /// How strong.
    pub intensite: Intensite,
}

/// Strength of a muscle group, from 0, no contraction, to 5, normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CotationForce(u8);

impl CotationForce {
    /// From 0 to 5.
    pub fn nouvelle(valeur: u8) -> Result<Self, MesureInvalide> {
        if valeur <= 5 { Ok(Self(valeur)) } else { Err(MesureInvalide::Force(valeur)) }
    }

    /// The number.
    pub fn valeur(self) -> u8 {
        self.0
    }
}

/// Strength of a muscle or a group of muscles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Force {
    /// Which muscles.
    pub groupe: Intitule,
    /// Side.
    pub cote: Cote,
    /// How strong.
    pub cotation: CotationForce,
}

impl Force {
    /// Is it the same muscles on the same side, however they are spelt.
    pub fn meme_mesure(&self, autre: &Self) -> bool {
        self.cote == autre.cote && normaliser(self.groupe.as_str()) == normaliser(autre.groupe.as_str())
    }
}

codes! {
    /// What is felt on the skin.
    EtatSensibilite {
        /// As usual.
        Normale = "normale",
        /// Less.
        Diminuee = "diminuee",
        /// Nothing.
        Absente = "absente",
        /// More.
        Exageree = "exageree",
        /// Tingling.
        Fourmillements = "fourmillements",
    }
}

impl EtatSensibilite {
    /// How far from normal: nothing felt is worse than something felt otherwise.
    pub(super) fn trouble(self) -> u8 {
        match self {
            Self::Normale => 0,
            Self::Diminuee | Self::Exageree | Self::Fourmillements => 1,
            Self::Absente => 2,
        }
    }

    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Normale => "normale",
            Self::Diminuee => "diminuée",
            Self::Absente => "absente",
            Self::Exageree => "exagérée",
            Self::Fourmillements => "fourmillements",
        }
    }
}

/// Sensitivity of a territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sensibilite {
    /// Where.
    pub territoire: Intitule,
    /// Side.
    pub cote: Cote,
    /// What is felt.
    pub etat: EtatSensibilite,
}

impl Sensibilite {
    /// Is it the same territory on the same side, however it is spelt.
    pub fn meme_mesure(&self, autre: &Self) -> bool {
        self.cote == autre.cote
            && normaliser(self.territoire.as_str()) == normaliser(autre.territoire.as_str())
    }
}

/// What the body lacks (NGAP, titre XIV, chapitre I, section 2: joints, strength, sensitivity, pain).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deficiences {
    /// Pain.
    pub douleurs: Vec<Douleur>,
    /// Joint ranges.
    pub amplitudes: Vec<Amplitude>,
    /// Strength.
    pub forces: Vec<Force>,
    /// Sensitivity.
    pub sensibilites: Vec<Sensibilite>,
    /// Anything else, in the words of the MK.
    pub observations: Option<TexteLibre>,
}

impl Deficiences {
    /// Was nothing written.
    pub fn est_vide(&self) -> bool {
        self.douleurs.is_empty()
            && self.amplitudes.is_empty()
            && self.forces.is_empty()
            && self.sensibilites.is_empty()
            && self.observations.is_none()
    }

    /// The strongest pain.
    pub fn pire_douleur(&self) -> Option<Douleur> {
        self.douleurs.iter().copied().max_by_key(|douleur| douleur.intensite)
    }

    /// The pain felt in a circumstance.
    pub fn douleur(&self, circonstance: Circonstance) -> Option<Intensite> {
        self.douleurs.iter().find(|d| d.circonstance == circonstance).map(|d| d.intensite)
    }
}

/// What the patient can no longer do (same text: gestures of daily life and of work).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incapacites {
    /// Functional scores.
    pub scores: Vec<Score>,
    /// In the words of the MK.
    pub observations: Option<TexteLibre>,
}

impl Incapacites {
    /// Was nothing written.
    pub fn est_vide(&self) -> bool {
        self.scores.is_empty() && self.observations.is_none()
    }

    /// The value of a score.
    pub fn score(&self, code: &str) -> Option<Score> {
        self.scores.iter().copied().find(|score| score.echelle().code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn douleur_et_force_sont_bornees() {
        assert_eq!(Intensite::nouvelle(11), Err(MesureInvalide::Douleur(11)));
        assert_eq!(CotationForce::nouvelle(6), Err(MesureInvalide::Force(6)));
        assert_eq!(Intensite::nouvelle(10).unwrap().valeur(), 10);
        assert_eq!(CotationForce::nouvelle(0).unwrap().valeur(), 0);
    }

    #[test]
    fn un_texte_suffit_a_dire_une_deficience() {
        assert!(Deficiences::default().est_vide());
        let observations = Some("Démarche avec boiterie.".parse().unwrap());
        assert!(!Deficiences { observations, ..Deficiences::default() }.est_vide());
    }
}
