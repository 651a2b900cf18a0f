//! The lists of `reglement/national/` that a bilan refers to: read once, refused entirely when a word is wrong.

use serde::de::DeserializeOwned;

use crate::episode::Region;

/// A list of `reglement/national/` is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("reglement/national/{fichier} : {detail}")]
pub struct ListeInvalide {
    fichier: &'static str,
    detail: String,
}

impl ListeInvalide {
    pub(super) fn nouvelle(fichier: &'static str, detail: impl Into<String>) -> Self {
        Self { fichier, detail: detail.into() }
    }
}

pub(super) fn lire<T: DeserializeOwned>(fichier: &'static str, contenu: &str) -> Result<T, ListeInvalide> {
    toml::from_str(contenu).map_err(|erreur| ListeInvalide::nouvelle(fichier, erreur.to_string()))
}

pub(super) fn region(fichier: &'static str, code: &str) -> Result<Region, ListeInvalide> {
    Region::depuis_code(code)
        .ok_or_else(|| ListeInvalide::nouvelle(fichier, format!("région « {code} » inconnue")))
}

/// Refuses a code given twice.
pub(super) fn uniques<'c>(
    fichier: &'static str,
    codes: impl Iterator<Item = &'c str>,
) -> Result<(), ListeInvalide> {
    let mut vus = std::collections::BTreeSet::new();
    for code in codes {
        if !vus.insert(code) {
            return Err(ListeInvalide::nouvelle(fichier, format!("« {code} » y est deux fois")));
        }
    }
    Ok(())
}
