//! Functional scores: a list that data extends, and values that only exist within the range of their score.

use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;

use super::liste::{ListeInvalide, lire, region, uniques};
use crate::decision::codes;
use crate::episode::Region;

const FICHIER: &str = "echelles.toml";
const CONTENU: &str = include_str!("../../../../reglement/national/echelles.toml");

codes! {
    /// Which end of a score is the better one.
    SensEchelle {
        /// Lower is better: the score counts what is lost.
        PlusBasMeilleur = "plus-bas-meilleur",
        /// Higher is better: the score counts what can be done.
        PlusHautMeilleur = "plus-haut-meilleur",
    }
}

/// A number with one decimal, kept as tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dixiemes(pub u32);

impl fmt::Display for Dixiemes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (entier, 0) => write!(f, "{entier}"),
            (entier, reste) => write!(f, "{entier},{reste}"),
        }
    }
}

/// A functional score.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Echelle {
    /// Stable code.
    pub code: String,
    /// Short name, as MKs say it.
    pub nom: String,
    /// What it measures.
    pub libelle: String,
    /// Smallest value.
    pub minimum: Dixiemes,
    /// Largest value.
    pub maximum: Dixiemes,
    /// Smallest step between two values.
    pub pas: Dixiemes,
    /// Which end is better.
    pub sens: SensEchelle,
    /// Unit.
    pub unite: String,
    regions: Vec<Region>,
}

impl Echelle {
    /// Is the score meant for this region; one without region is meant for all.
    pub fn concerne(&self, region: Region) -> bool {
        self.regions.is_empty() || self.regions.contains(&region)
    }
}

/// Every score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echelles(Vec<Echelle>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    #[expect(dead_code, reason = "the source is checked to be there, and shown from the register of texts")]
    source: toml::Table,
    echelle: Vec<Ligne>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ligne {
    code: String,
    nom: String,
    libelle: String,
    regions: Vec<String>,
    minimum: u32,
    maximum: u32,
    pas: u32,
    sens: String,
    unite: String,
}

impl Echelles {
    /// The list embedded in this binary, read on the first call.
    pub fn embarquees() -> Result<&'static Self, ListeInvalide> {
        static LISTE: OnceLock<Result<Echelles, ListeInvalide>> = OnceLock::new();
        LISTE.get_or_init(|| Self::lire(CONTENU)).as_ref().map_err(Clone::clone)
    }

    /// Every score, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Echelle> {
        self.0.iter()
    }

    /// The score of a code.
    pub fn echelle(&self, code: &str) -> Option<&Echelle> {
        self.0.iter().find(|echelle| echelle.code == code)
    }

    fn lire(contenu: &str) -> Result<Self, ListeInvalide> {
        let fichier: Fichier = lire(FICHIER, contenu)?;
        uniques(FICHIER, fichier.echelle.iter().map(|ligne| ligne.code.as_str()))?;
        fichier.echelle.into_iter().map(comprendre).collect::<Result<_, _>>().map(Self)
    }
}

fn comprendre(ligne: Ligne) -> Result<Echelle, ListeInvalide> {
    let faute = |detail: String| ListeInvalide::nouvelle(FICHIER, detail);
    let sens = SensEchelle::depuis_code(&ligne.sens)
        .ok_or_else(|| faute(format!("sens « {} » inconnu", ligne.sens)))?;
    if ligne.minimum >= ligne.maximum || ligne.pas == 0 {
        return Err(faute(format!("les bornes ou le pas de « {} » sont faux", ligne.code)));
    }
    let regions = ligne.regions.iter().map(|code| region(FICHIER, code)).collect::<Result<_, _>>()?;
    Ok(Echelle {
        code: ligne.code,
        nom: ligne.nom,
        libelle: ligne.libelle,
        minimum: Dixiemes(ligne.minimum),
        maximum: Dixiemes(ligne.maximum),
        pas: Dixiemes(ligne.pas),
        sens,
        unite: ligne.unite,
        regions,
    })
}

/// A score obtained by the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Score {
    echelle: &'static Echelle,
    valeur: Dixiemes,
}

/// Why a value of a score is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScoreInvalide {
    /// Not a number with at most one decimal.
    #[error("« {0} » n’est pas un nombre avec une décimale au plus (exemple : 42,5)")]
    Nombre(String),
    /// Outside the range.
    #[error("{nom} va de {minimum} à {maximum} ; {valeur} est en dehors")]
    HorsBornes {
        /// Score.
        nom: String,
        /// Typed value.
        valeur: Dixiemes,
        /// Smallest.
        minimum: Dixiemes,
        /// Largest.
        maximum: Dixiemes,
    },
    /// Between two possible values.
    #[error("{nom} s’exprime de {pas} en {pas} ; vérifiez la valeur {valeur}")]
    HorsPas {
        /// Score.
        nom: String,
        /// Typed value.
        valeur: Dixiemes,
        /// Step.
        pas: Dixiemes,
    },
}

impl Score {
    /// A value within the range and on the steps of its score.
    pub fn nouveau(echelle: &'static Echelle, valeur: Dixiemes) -> Result<Self, ScoreInvalide> {
        let Echelle { ref nom, minimum, maximum, pas, .. } = *echelle;
        if !(minimum..=maximum).contains(&valeur) {
            return Err(ScoreInvalide::HorsBornes { nom: nom.clone(), valeur, minimum, maximum });
        }
        if !(valeur.0 - minimum.0).is_multiple_of(pas.0) {
            return Err(ScoreInvalide::HorsPas { nom: nom.clone(), valeur, pas });
        }
        Ok(Self { echelle, valeur })
    }

    /// The same from what somebody typed: « 42 », « 42,5 », « 42.5 ».
    pub fn saisi(echelle: &'static Echelle, saisie: &str) -> Result<Self, ScoreInvalide> {
        let invalide = || ScoreInvalide::Nombre(saisie.to_owned());
        let saisie_nette = saisie.trim();
        let (entier, decimale) = saisie_nette.split_once([',', '.']).unwrap_or((saisie_nette, "0"));
        let chiffres = |t: &str| t.bytes().all(|octet| octet.is_ascii_digit());
        if entier.is_empty()
            || entier.len() > 5
            || decimale.len() != 1
            || !chiffres(entier)
            || !chiffres(decimale)
        {
            return Err(invalide());
        }
        let valeur: u32 = format!("{entier}{decimale}").parse().map_err(|_| invalide())?;
        Self::nouveau(echelle, Dixiemes(valeur))
    }

    /// Score.
    pub fn echelle(&self) -> &'static Echelle {
        self.echelle
    }

    /// Value.
    pub fn valeur(&self) -> Dixiemes {
        self.valeur
    }

    /// Is this value at least as good as another one of the same score.
    pub fn vaut_au_moins(&self, autre: Dixiemes) -> bool {
        match self.echelle.sens {
            SensEchelle::PlusBasMeilleur => self.valeur <= autre,
            SensEchelle::PlusHautMeilleur => self.valeur >= autre,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echelle(code: &str) -> &'static Echelle {
        Echelles::embarquees().unwrap().echelle(code).unwrap()
    }

    #[test]
    fn un_score_reste_dans_son_etendue_et_sur_son_pas() {
        let odi = echelle("oswestry");
        assert_eq!(Score::saisi(odi, "42").unwrap().valeur(), Dixiemes(420));
        assert!(matches!(Score::saisi(odi, "101"), Err(ScoreInvalide::HorsBornes { .. })));
        assert!(matches!(Score::saisi(odi, "42,5"), Err(ScoreInvalide::HorsPas { .. })));
        assert_eq!(Score::saisi(echelle("dash"), " 42,5 ").unwrap().valeur().to_string(), "42,5");
        for faux in ["", "4,25", "-3", "1e3", "quarante", "٤"] {
            assert!(matches!(Score::saisi(odi, faux), Err(ScoreInvalide::Nombre(_))), "{faux}");
        }
    }

    #[test]
    fn le_meilleur_bout_depend_de_l_echelle() {
        assert!(Score::saisi(echelle("oswestry"), "20").unwrap().vaut_au_moins(Dixiemes(400)));
        assert!(!Score::saisi(echelle("koos"), "20").unwrap().vaut_au_moins(Dixiemes(400)));
    }

    #[test]
    fn chaque_region_a_une_echelle_et_le_genou_n_a_pas_le_dash() {
        for region in Region::TOUS {
            assert!(Echelles::embarquees().unwrap().iter().any(|e| e.concerne(*region)), "{}", region.code());
        }
        assert!(
            !echelle("dash").concerne(Region::GenouJambe) && echelle("koos").concerne(Region::GenouJambe)
        );
    }

    #[test]
    fn un_fichier_faux_est_refuse() {
        let sens = CONTENU.replacen("plus-bas-meilleur", "plus-bas", 1);
        assert!(Echelles::lire(&sens).unwrap_err().to_string().contains("« plus-bas »"));
        assert!(Echelles::lire(&CONTENU.replacen("pas = 10", "pas = 0", 1)).is_err());
    }
}
