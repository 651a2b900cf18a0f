//! Joint movements and their measure in degrees: a value outside what a body can do is refused as it is typed.

use std::sync::OnceLock;

use serde::Deserialize;

use super::liste::{ListeInvalide, lire, region, uniques};
use crate::episode::{Cote, Localisation, LocalisationInvalide, Region};

const FICHIER: &str = "mouvements.toml";
const CONTENU: &str = include_str!("../../../../reglement/national/mouvements.toml");

/// A movement of a joint.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mouvement {
    /// Stable code.
    pub code: String,
    /// Label on screen.
    pub libelle: String,
    /// Region it belongs to; it says whether there is a side.
    pub region: Region,
    /// Smallest value accepted, in degrees.
    pub minimum: i16,
    /// Largest value accepted, in degrees.
    pub maximum: i16,
    /// Order of magnitude in a healthy adult, shown beside the measure.
    pub usuelle: i16,
}

/// Every movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mouvements(Vec<Mouvement>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    #[expect(dead_code, reason = "the source is checked to be there, and shown from the register of texts")]
    source: toml::Table,
    mouvement: Vec<Ligne>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ligne {
    code: String,
    libelle: String,
    region: String,
    minimum: i16,
    maximum: i16,
    usuelle: i16,
}

impl Mouvements {
    /// The list embedded in this binary, read on the first call.
    pub fn embarques() -> Result<&'static Self, ListeInvalide> {
        static LISTE: OnceLock<Result<Mouvements, ListeInvalide>> = OnceLock::new();
        LISTE.get_or_init(|| Self::lire(CONTENU)).as_ref().map_err(Clone::clone)
    }

    /// Every movement, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Mouvement> {
        self.0.iter()
    }

    /// The movement of a code.
    pub fn mouvement(&self, code: &str) -> Option<&Mouvement> {
        self.0.iter().find(|mouvement| mouvement.code == code)
    }

    fn lire(contenu: &str) -> Result<Self, ListeInvalide> {
        let fichier: Fichier = lire(FICHIER, contenu)?;
        uniques(FICHIER, fichier.mouvement.iter().map(|ligne| ligne.code.as_str()))?;
        fichier.mouvement.into_iter().map(comprendre).collect::<Result<_, _>>().map(Self)
    }
}

fn comprendre(ligne: Ligne) -> Result<Mouvement, ListeInvalide> {
    let Ligne { code, libelle, region: nom, minimum, maximum, usuelle } = ligne;
    if !(minimum <= usuelle && usuelle <= maximum && minimum < maximum) {
        return Err(ListeInvalide::nouvelle(FICHIER, format!("les bornes de « {code} » sont en désordre")));
    }
    Ok(Mouvement { region: region(FICHIER, &nom)?, code, libelle, minimum, maximum, usuelle })
}

/// A measured joint range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Amplitude {
    mouvement: &'static Mouvement,
    cote: Cote,
    degres: i16,
}

/// Why a joint range is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmplitudeInvalide {
    /// The side does not go with the joint.
    #[error("{0}")]
    Cote(#[from] LocalisationInvalide),
    /// A range is measured on one side at a time.
    #[error("mesurez un côté à la fois : gauche ou droit")]
    UnCoteALaFois,
    /// Outside what a body can do.
    #[error("{libelle} : {degres}° n’est pas entre {minimum}° et {maximum}° ; vérifiez la mesure")]
    HorsBornes {
        /// Movement.
        libelle: String,
        /// Typed value.
        degres: i16,
        /// Smallest.
        minimum: i16,
        /// Largest.
        maximum: i16,
    },
}

impl Amplitude {
    /// A measure of one side, within the bounds of the movement.
    pub fn nouvelle(
        mouvement: &'static Mouvement,
        cote: Cote,
        degres: i16,
    ) -> Result<Self, AmplitudeInvalide> {
        Localisation::nouvelle(mouvement.region, cote)?;
        if cote == Cote::LesDeux {
            return Err(AmplitudeInvalide::UnCoteALaFois);
        }
        let Mouvement { minimum, maximum, .. } = *mouvement;
        if !(minimum..=maximum).contains(&degres) {
            let libelle = mouvement.libelle.clone();
            return Err(AmplitudeInvalide::HorsBornes { libelle, degres, minimum, maximum });
        }
        Ok(Self { mouvement, cote, degres })
    }

    /// Movement.
    pub fn mouvement(&self) -> &'static Mouvement {
        self.mouvement
    }

    /// Side.
    pub fn cote(&self) -> Cote {
        self.cote
    }

    /// Degrees.
    pub fn degres(&self) -> i16 {
        self.degres
    }

    /// Do two measures concern the same movement of the same side.
    pub fn meme_mesure(&self, autre: &Self) -> bool {
        self.mouvement.code == autre.mouvement.code && self.cote == autre.cote
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mouvement(code: &str) -> &'static Mouvement {
        Mouvements::embarques().unwrap().mouvement(code).unwrap()
    }

    #[test]
    fn une_amplitude_a_un_cote_et_des_bornes() {
        let genou = mouvement("genou-flexion");
        assert_eq!(Amplitude::nouvelle(genou, Cote::Gauche, 95).unwrap().degres(), 95);
        assert_eq!(Amplitude::nouvelle(genou, Cote::LesDeux, 95), Err(AmplitudeInvalide::UnCoteALaFois));
        assert!(matches!(
            Amplitude::nouvelle(genou, Cote::SansObjet, 95),
            Err(AmplitudeInvalide::Cote(LocalisationInvalide::CoteManquant))
        ));
        let faute = Amplitude::nouvelle(genou, Cote::Gauche, 950).unwrap_err();
        assert_eq!(
            faute.to_string(),
            "Genou, flexion : 950° n’est pas entre 0° et 170° ; vérifiez la mesure"
        );
    }

    #[test]
    fn un_flessum_est_une_extension_negative_et_le_cou_n_a_pas_de_cote() {
        assert!(Amplitude::nouvelle(mouvement("genou-extension"), Cote::Droit, -15).is_ok());
        assert!(Amplitude::nouvelle(mouvement("cou-rotation-droite"), Cote::SansObjet, 40).is_ok());
        assert!(Amplitude::nouvelle(mouvement("cou-rotation-droite"), Cote::Droit, 40).is_err());
    }

    #[test]
    fn un_fichier_faux_est_refuse() {
        let desordre = CONTENU.replacen("minimum = 0", "minimum = 500", 1);
        assert!(Mouvements::lire(&desordre).unwrap_err().to_string().contains("désordre"));
        let region = CONTENU.replacen("epaule-bras", "aile", 1);
        assert!(Mouvements::lire(&region).unwrap_err().to_string().contains("« aile »"));
        let double = CONTENU.replacen("epaule-extension", "epaule-flexion", 1);
        assert!(Mouvements::lire(&double).unwrap_err().to_string().contains("deux fois"));
    }
}
