//! The definitions of the indicators, read from `national/indicateurs.toml` with their cited sources.

use serde::Deserialize;

use super::brut::SourceBrute;
use super::erreur::ReglementInvalide;
use super::registre::{Lieu, Registre};
use crate::indicateur::{Definition, Definitions, DefinitionsInvalides, Indicateur};

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    indicateur: Vec<Brute>,
}

/// One definition.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Brute {
    code: String,
    libelle: String,
    unite: String,
    formule: String,
    denominateur: Option<String>,
    precision: Option<String>,
    sources: Vec<SourceBrute>,
}

pub(super) fn lire(
    fichier: &str,
    contenu: &str,
    registre: &Registre,
) -> Result<Definitions, ReglementInvalide> {
    let brut: Fichier = toml::from_str(contenu).map_err(|erreur| ReglementInvalide::Syntaxe {
        fichier: fichier.to_owned(),
        detail: erreur.to_string(),
    })?;
    let faute = |cause: DefinitionsInvalides| Lieu { fichier, cle: "indicateur" }.faute(&cause.to_string());
    let definitions = brut
        .indicateur
        .into_iter()
        .map(|brute| {
            let indicateur = Indicateur::depuis_code(&brute.code)
                .ok_or_else(|| faute(DefinitionsInvalides::Inconnu(brute.code.clone())))?;
            let lieu = Lieu { fichier, cle: indicateur.code() };
            let sources = brute.sources.iter().map(|source| registre.source(lieu, source));
            Ok(Definition {
                indicateur,
                sources: sources.collect::<Result<_, _>>()?,
                libelle: brute.libelle,
                unite: brute.unite,
                formule: brute.formule,
                denominateur: brute.denominateur,
                precision: brute.precision,
            })
        })
        .collect::<Result<Vec<_>, ReglementInvalide>>()?;
    Definitions::nouvelles(definitions).map_err(faute)
}
