//! The files of `reglement/national/ngap/` as written: their exact shape, nothing optional that the law fixes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::NomenclatureInvalide;

/// The files, by name, embedded in the binary.
pub(crate) const FICHIERS: &[(&str, &str)] = &[
    ("national/ngap/sources.toml", include_str!("../../../../../reglement/national/ngap/sources.toml")),
    ("national/ngap/reserves.toml", include_str!("../../../../../reglement/national/ngap/reserves.toml")),
    ("national/ngap/lettres.toml", include_str!("../../../../../reglement/national/ngap/lettres.toml")),
    ("national/ngap/indemnites.toml", include_str!("../../../../../reglement/national/ngap/indemnites.toml")),
    ("national/ngap/bilans.toml", include_str!("../../../../../reglement/national/ngap/bilans.toml")),
    ("national/ngap/rachis.toml", include_str!("../../../../../reglement/national/ngap/rachis.toml")),
    (
        "national/ngap/membre-superieur.toml",
        include_str!("../../../../../reglement/national/ngap/membre-superieur.toml"),
    ),
    (
        "national/ngap/membre-inferieur.toml",
        include_str!("../../../../../reglement/national/ngap/membre-inferieur.toml"),
    ),
    (
        "national/ngap/plusieurs-territoires.toml",
        include_str!("../../../../../reglement/national/ngap/plusieurs-territoires.toml"),
    ),
    (
        "national/ngap/autres-affections.toml",
        include_str!("../../../../../reglement/national/ngap/autres-affections.toml"),
    ),
    (
        "national/ngap/supplements.toml",
        include_str!("../../../../../reglement/national/ngap/supplements.toml"),
    ),
];

/// The sources, by key: the only part that every other file refers to.
pub(super) type Sources = BTreeMap<String, SourceEcrite>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceEcrite {
    pub texte: String,
    pub article: String,
    pub url: String,
    pub confiance: String,
    pub verifie_le: Date,
}

/// The announced increases, by key.
pub(super) type Reserves = BTreeMap<String, ReserveEcrite>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReserveEcrite {
    pub depuis: Date,
    pub motif: String,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FichierLettres {
    pub valeur: Vec<ValeurEcrite>,
    pub libelles: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValeurEcrite {
    pub depuis: Date,
    pub lettres: Vec<String>,
    pub metropole: Option<u32>,
    pub outre_mer: Option<u32>,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FichierIndemnites {
    pub indemnite: Vec<IndemniteEcrite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndemniteEcrite {
    pub code: String,
    pub libelle: String,
    pub unite: String,
    pub depuis: Date,
    pub metropole: Option<u32>,
    pub outre_mer: Option<u32>,
    pub portee: Option<String>,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FichierActes {
    pub acte: Vec<ActeEcrit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActeEcrit {
    pub id: String,
    pub article: String,
    pub libelle: String,
    pub nature: String,
    pub acces_direct: AccesDirectEcrit,
    pub referentiel: Option<u16>,
    pub accord_prealable: Option<AccordEcrit>,
    pub maximum_par_sequence: Option<u16>,
    pub rythme: Option<RythmeEcrit>,
    pub note: Option<String>,
    pub historique: String,
    pub reserve: Option<String>,
    pub cotations: Vec<CotationEcrite>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccesDirectEcrit {
    pub regle: String,
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccordEcrit {
    pub rang: u16,
    pub annuel: Option<AnnuelEcrit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnnuelEcrit {
    pub seances: u16,
    pub mois: u8,
    pub rang: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RythmeEcrit {
    pub initial: u16,
    pub reprise: u16,
    pub pas: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CotationEcrite {
    pub depuis: Date,
    pub jusqu_au: Option<Date>,
    pub lettre: String,
    pub coefficient: String,
    pub source: String,
}

/// Reads one file by the end of its name.
pub(super) fn lire<T: serde::de::DeserializeOwned>(nom: &str) -> Result<T, NomenclatureInvalide> {
    let (_, contenu) = FICHIERS
        .iter()
        .find(|(chemin, _)| chemin.ends_with(nom))
        .ok_or_else(|| NomenclatureInvalide::nouvelle(nom, "fichier absent"))?;
    toml::from_str(contenu).map_err(|cause| NomenclatureInvalide::nouvelle(nom, cause))
}
