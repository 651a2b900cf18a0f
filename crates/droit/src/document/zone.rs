//! Zones of the body chart that the MK marks.

use std::sync::OnceLock;

use serde::Deserialize;

use super::liste::{ListeInvalide, lire, region, uniques};
use crate::decision::codes;
use crate::episode::{Cote, Region};

const FICHIER: &str = "zones-du-corps.toml";
const CONTENU: &str = include_str!("../../../../reglement/national/zones-du-corps.toml");

codes! {
    /// Face of the body chart.
    Face {
        /// Front.
        Avant = "avant",
        /// Back.
        Arriere = "arriere",
    }
}

impl Face {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Avant => "de face",
            Self::Arriere => "de dos",
        }
    }
}

/// A part of the body, on the faces that show it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartieDuCorps {
    /// Stable code.
    pub code: String,
    /// Label on screen.
    pub libelle: String,
    /// Region treated it belongs to.
    pub region: Region,
    /// Has it a left and a right.
    pub deux_cotes: bool,
    faces: Vec<Face>,
}

/// Every part of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaCorporel(Vec<PartieDuCorps>);

/// A zone marked on the chart: a part, a face that shows it, a side when it has two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Zone {
    partie: &'static PartieDuCorps,
    face: Face,
    cote: Cote,
}

/// The text names no zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas une zone du schéma corporel (exemple : avant-genou-gauche)")]
pub struct ZoneInconnue(pub String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    #[expect(dead_code, reason = "the source is checked to be there, and shown from the register of texts")]
    source: toml::Table,
    zone: Vec<Ligne>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ligne {
    code: String,
    libelle: String,
    region: String,
    faces: Vec<String>,
    deux_cotes: bool,
}

impl SchemaCorporel {
    /// The list embedded in this binary, read on the first call.
    pub fn embarque() -> Result<&'static Self, ListeInvalide> {
        static LISTE: OnceLock<Result<SchemaCorporel, ListeInvalide>> = OnceLock::new();
        LISTE.get_or_init(|| Self::lire(CONTENU)).as_ref().map_err(Clone::clone)
    }

    /// Every zone that can be marked, face by face.
    pub fn zones(&'static self) -> impl Iterator<Item = Zone> {
        Face::TOUS.iter().flat_map(|face| {
            self.0
                .iter()
                .filter(|partie| partie.faces.contains(face))
                .flat_map(|partie| cotes(partie).iter().map(|cote| Zone { partie, face: *face, cote: *cote }))
        })
    }

    /// The zone of a code, e.g. `avant-genou-gauche`.
    pub fn zone(&'static self, code: &str) -> Result<Zone, ZoneInconnue> {
        self.zones().find(|zone| zone.code() == code).ok_or_else(|| ZoneInconnue(code.to_owned()))
    }

    fn lire(contenu: &str) -> Result<Self, ListeInvalide> {
        let fichier: Fichier = lire(FICHIER, contenu)?;
        uniques(FICHIER, fichier.zone.iter().map(|ligne| ligne.code.as_str()))?;
        fichier.zone.into_iter().map(comprendre).collect::<Result<_, _>>().map(Self)
    }
}

fn cotes(partie: &PartieDuCorps) -> &'static [Cote] {
    if partie.deux_cotes { &[Cote::Gauche, Cote::Droit] } else { &[Cote::SansObjet] }
}

fn comprendre(ligne: Ligne) -> Result<PartieDuCorps, ListeInvalide> {
    let face = |code: &String| {
        Face::depuis_code(code)
            .ok_or_else(|| ListeInvalide::nouvelle(FICHIER, format!("face « {code} » inconnue")))
    };
    let faces = ligne.faces.iter().map(face).collect::<Result<Vec<_>, _>>()?;
    let Ligne { code, libelle, deux_cotes, .. } = ligne;
    Ok(PartieDuCorps { region: region(FICHIER, &ligne.region)?, code, libelle, deux_cotes, faces })
}

impl Zone {
    /// Stable code, also the identifier of the shape on the chart.
    pub fn code(&self) -> String {
        let (face, partie) = (self.face.code(), &self.partie.code);
        match self.cote {
            Cote::SansObjet => format!("{face}-{partie}"),
            cote => format!("{face}-{partie}-{}", cote.code()),
        }
    }

    /// « Genou gauche, de face ».
    pub fn libelle(&self) -> String {
        let (partie, face) = (&self.partie.libelle, self.face.libelle());
        match self.cote {
            Cote::SansObjet => format!("{partie}, {face}"),
            cote => format!("{partie} ({}), {face}", cote.libelle()),
        }
    }

    /// Part of the body.
    pub fn partie(&self) -> &'static PartieDuCorps {
        self.partie
    }

    /// Face.
    pub fn face(&self) -> Face {
        self.face
    }

    /// Side.
    pub fn cote(&self) -> Cote {
        self.cote
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chaque_zone_se_relit_par_son_code() {
        let schema = SchemaCorporel::embarque().unwrap();
        let codes: std::collections::BTreeSet<String> = schema.zones().map(|zone| zone.code()).collect();
        assert_eq!(codes.len(), schema.zones().count());
        for zone in schema.zones() {
            assert_eq!(schema.zone(&zone.code()), Ok(zone));
        }
        assert_eq!(schema.zone("avant-genou-gauche").unwrap().libelle(), "Genou (gauche), de face");
        for faux in ["avant-genou", "arriere-visage-machoire-gauche", "", "avant-rachis-lombaire"] {
            assert_eq!(schema.zone(faux), Err(ZoneInconnue(faux.to_owned())));
        }
    }

    #[test]
    fn un_fichier_faux_est_refuse() {
        assert!(SchemaCorporel::lire(&CONTENU.replacen("\"avant\"", "\"profil\"", 1)).is_err());
    }
}
