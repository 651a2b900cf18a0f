//! Where the body is treated: a region, and its side when it has two.

use crate::decision::codes;

codes! {
    /// Region of the body.
    Region {
        /// Head and jaw.
        TeteMachoire = "tete-machoire",
        /// Balance and vertigo.
        Equilibre = "equilibre",
        /// Neck.
        RachisCervical = "rachis-cervical",
        /// Upper back.
        RachisDorsal = "rachis-dorsal",
        /// Lower back and pelvis.
        RachisLombaire = "rachis-lombaire",
        /// Chest and breathing.
        Thorax = "thorax",
        /// Abdomen and perineum.
        AbdomenPerinee = "abdomen-perinee",
        /// Shoulder and arm.
        EpauleBras = "epaule-bras",
        /// Elbow and forearm.
        CoudeAvantBras = "coude-avant-bras",
        /// Wrist and hand.
        PoignetMain = "poignet-main",
        /// Hip and thigh.
        HancheCuisse = "hanche-cuisse",
        /// Knee and leg.
        GenouJambe = "genou-jambe",
        /// Ankle and foot.
        ChevillePied = "cheville-pied",
        /// Walking, and the general condition of an aged person.
        MarcheAutonomie = "marche-autonomie",
    }
}

codes! {
    /// Side.
    Cote {
        /// Left.
        Gauche = "gauche",
        /// Right.
        Droit = "droit",
        /// Both sides.
        LesDeux = "les-deux",
        /// The region has no side.
        SansObjet = "sans-objet",
    }
}

impl Region {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::TeteMachoire => "Tête et mâchoire",
            Self::Equilibre => "Équilibre et vertiges",
            Self::RachisCervical => "Cou (rachis cervical)",
            Self::RachisDorsal => "Haut du dos (rachis dorsal)",
            Self::RachisLombaire => "Bas du dos (rachis lombaire)",
            Self::Thorax => "Thorax et respiration",
            Self::AbdomenPerinee => "Abdomen et périnée",
            Self::EpauleBras => "Épaule et bras",
            Self::CoudeAvantBras => "Coude et avant-bras",
            Self::PoignetMain => "Poignet et main",
            Self::HancheCuisse => "Hanche et cuisse",
            Self::GenouJambe => "Genou et jambe",
            Self::ChevillePied => "Cheville et pied",
            Self::MarcheAutonomie => "Marche et autonomie",
        }
    }

    /// Has the region a left and a right.
    pub fn a_deux_cotes(self) -> bool {
        matches!(
            self,
            Self::EpauleBras
                | Self::CoudeAvantBras
                | Self::PoignetMain
                | Self::HancheCuisse
                | Self::GenouJambe
                | Self::ChevillePied
        )
    }
}

impl Cote {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Gauche => "gauche",
            Self::Droit => "droit",
            Self::LesDeux => "des deux côtés",
            Self::SansObjet => "",
        }
    }

    /// Do these two sides have a flank in common. An episode holds one flank or both, and a flank is held once.
    pub fn recouvre(self, autre: Self) -> bool {
        self == autre || !matches!((self, autre), (Self::Gauche, Self::Droit) | (Self::Droit, Self::Gauche))
    }
}

/// A region with the side that goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Localisation {
    region: Region,
    cote: Cote,
}

/// The region and the side do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocalisationInvalide {
    /// A limb without side.
    #[error("précisez le côté : gauche, droit ou les deux")]
    CoteManquant,
    /// A side for the trunk or the head.
    #[error("cette région n'a pas de côté : laissez « sans objet »")]
    CoteEnTrop,
}

impl Localisation {
    /// Checks that the side goes with the region.
    pub fn nouvelle(region: Region, cote: Cote) -> Result<Self, LocalisationInvalide> {
        match (region.a_deux_cotes(), cote) {
            (true, Cote::SansObjet) => Err(LocalisationInvalide::CoteManquant),
            (false, Cote::Gauche | Cote::Droit | Cote::LesDeux) => Err(LocalisationInvalide::CoteEnTrop),
            _ => Ok(Self { region, cote }),
        }
    }

    /// Region.
    pub fn region(self) -> Region {
        self.region
    }

    /// Side.
    pub fn cote(self) -> Cote {
        self.cote
    }

    /// Do two episodes treat the same place.
    pub fn recouvre(self, autre: Self) -> bool {
        self.region == autre.region && self.cote.recouvre(autre.cote)
    }

    /// « Genou et jambe, gauche ».
    pub fn libelle(self) -> String {
        match self.cote {
            Cote::SansObjet => self.region.libelle().to_owned(),
            cote => format!("{}, {}", self.region.libelle(), cote.libelle()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_membre_a_un_cote_et_le_tronc_n_en_a_pas() {
        let essai = |region, cote| Localisation::nouvelle(region, cote).err();
        assert_eq!(essai(Region::GenouJambe, Cote::SansObjet), Some(LocalisationInvalide::CoteManquant));
        assert_eq!(essai(Region::RachisLombaire, Cote::Gauche), Some(LocalisationInvalide::CoteEnTrop));
        assert_eq!(essai(Region::GenouJambe, Cote::LesDeux), None);
    }

    #[test]
    fn les_deux_cotes_recouvrent_chacun() {
        assert!(Cote::LesDeux.recouvre(Cote::Gauche) && Cote::Droit.recouvre(Cote::LesDeux));
        assert!(!Cote::Gauche.recouvre(Cote::Droit));
        assert!(Cote::SansObjet.recouvre(Cote::SansObjet));
    }
}
