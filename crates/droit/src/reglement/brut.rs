//! The shape of the files of `reglement/`, before any value is understood. Unknown keys are refused.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Value;

/// `textes.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegistreBrut {
    pub texte: Vec<TexteBrut>,
}

/// One text of the register.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TexteBrut {
    pub id: String,
    pub titre: String,
    pub date: Option<String>,
    pub url: String,
    pub nature: String,
    pub verifie_le: String,
}

/// `national/regions.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionsBrutes {
    pub region: Vec<RegionBrute>,
}

/// One region and its departments, code and name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionBrute {
    pub nom: String,
    pub ars: String,
    pub fuseau: String,
    pub zone_de_valeur: Value,
    pub departements: BTreeMap<String, String>,
}

/// `national/questions.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionsBrutes {
    pub question: Vec<QuestionBrute>,
}

/// One contradiction of the sources.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionBrute {
    pub code: String,
    pub question: String,
    pub conduite: String,
    #[serde(default)]
    pub parametres: Vec<String>,
}

/// The head of a department's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EnTete {
    pub code: String,
    pub nom: String,
    pub region: String,
    pub ars: String,
    pub fuseau: String,
    pub a_savoir: Option<String>,
}

/// One parameter of a file.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ParametreBrut {
    pub libelle: Option<String>,
    pub unite: Option<String>,
    pub precisable: Option<bool>,
    /// A sentence saying why the parameter has no object in this regime.
    pub sans_objet: Option<String>,
    #[serde(default)]
    pub valeurs: Vec<EchelonBrut>,
}

/// One dated value of a parameter.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EchelonBrut {
    pub depuis: String,
    pub valeur: Option<Value>,
    pub inconnu: Option<bool>,
    pub precision: Option<String>,
    pub source: SourceBrute,
    #[serde(default)]
    pub variantes: Vec<VarianteBrute>,
}

/// Where a value comes from.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceBrute {
    pub texte: String,
    #[serde(default)]
    pub article: String,
    pub url: Option<String>,
    pub confiance: String,
    pub verifie_le: Option<String>,
}

/// Another value found.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VarianteBrute {
    pub valeur: String,
    pub source: SourceBrute,
    pub ecartee: String,
    #[serde(default)]
    pub plus_stricte: bool,
}
