//! The warning signs to look for before care without prescription: a list of the product, said to be so.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::decision::Gravite;
use crate::episode::Region;

const FICHIER: &str = include_str!("../../../../reglement/national/drapeaux-rouges.toml");

/// A warning sign and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signe {
    /// Stable code.
    pub code: String,
    /// In the words of an MK.
    pub libelle: String,
    /// The question to the patient.
    pub question: String,
    /// How serious.
    pub gravite: Gravite,
    /// Where to orient.
    pub vers: String,
    regions: Vec<Region>,
}

impl Signe {
    /// Is the sign to be looked for when this region is treated; a general sign always is.
    pub fn concerne(&self, region: Region) -> bool {
        self.regions.is_empty() || self.regions.contains(&region)
    }

    /// Is the sign to be looked for whatever the region.
    pub fn est_general(&self) -> bool {
        self.regions.is_empty()
    }
}

/// The whole list, critical signs first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signes(Vec<Signe>);

/// The file is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignesInvalides {
    /// Not TOML, or a key missing or too many.
    #[error("drapeaux-rouges.toml : {0}")]
    Syntaxe(String),
    /// A word outside its list.
    #[error("drapeaux-rouges.toml : « {mot} » est inconnu dans le signe « {code} »")]
    Mot {
        /// The sign.
        code: String,
        /// The word.
        mot: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    #[expect(dead_code, reason = "the source is checked to be there, and shown from the register of texts")]
    source: toml::Table,
    drapeaux: Vec<Ligne>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ligne {
    code: String,
    libelle: String,
    question: String,
    gravite: String,
    vers: String,
    regions: Vec<String>,
}

impl Signes {
    /// The list embedded in this binary, read on the first call.
    pub fn embarques() -> Result<&'static Self, SignesInvalides> {
        static SIGNES: OnceLock<Result<Signes, SignesInvalides>> = OnceLock::new();
        SIGNES.get_or_init(|| Self::lire(FICHIER)).as_ref().map_err(Clone::clone)
    }

    /// Every sign, critical ones first.
    pub fn iter(&self) -> impl Iterator<Item = &Signe> {
        self.0.iter()
    }

    /// The codes of the signs looked for when this region hurts.
    pub fn cherches(&self, region: Region) -> BTreeSet<String> {
        self.iter().filter(|signe| signe.concerne(region)).map(|signe| signe.code.clone()).collect()
    }

    /// The sign of a code.
    pub fn signe(&self, code: &str) -> Option<&Signe> {
        self.0.iter().find(|signe| signe.code == code)
    }

    fn lire(texte: &str) -> Result<Self, SignesInvalides> {
        let fichier: Fichier =
            toml::from_str(texte).map_err(|erreur| SignesInvalides::Syntaxe(erreur.to_string()))?;
        let mut signes = fichier.drapeaux.into_iter().map(comprendre).collect::<Result<Vec<_>, _>>()?;
        signes.sort_by_key(|signe| signe.gravite);
        Ok(Self(signes))
    }
}

fn comprendre(ligne: Ligne) -> Result<Signe, SignesInvalides> {
    let inconnu = |mot: &str| SignesInvalides::Mot { code: ligne.code.clone(), mot: mot.to_owned() };
    let gravite = Gravite::depuis_code(&ligne.gravite).ok_or_else(|| inconnu(&ligne.gravite))?;
    let regions = ligne
        .regions
        .iter()
        .map(|code| Region::depuis_code(code).ok_or_else(|| inconnu(code)))
        .collect::<Result<_, _>>()?;
    Ok(Signe {
        code: ligne.code,
        libelle: ligne.libelle,
        question: ligne.question,
        gravite,
        vers: ligne.vers,
        regions,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn les_signes_critiques_viennent_d_abord_et_les_codes_sont_uniques() {
        let signes = Signes::embarques().unwrap();
        let gravites: Vec<_> = signes.iter().map(|signe| signe.gravite).collect();
        assert!(gravites.is_sorted() && gravites.first() == Some(&Gravite::Critique));
        let codes: HashSet<_> = signes.iter().map(|signe| &signe.code).collect();
        assert_eq!(codes.len(), signes.iter().count());
    }

    #[test]
    fn un_signe_du_dos_ne_concerne_pas_le_poignet() {
        let signe = Signes::embarques().unwrap().signe("queue-de-cheval").unwrap();
        assert!(signe.concerne(Region::RachisLombaire) && !signe.concerne(Region::PoignetMain));
    }

    #[test]
    fn un_mot_inconnu_est_nomme() {
        let texte = FICHIER.replacen("gravite = \"critique\"", "gravite = \"grave\"", 1);
        assert!(Signes::lire(&texte).unwrap_err().to_string().contains("« grave »"));
        assert!(matches!(Signes::lire("drapeaux = 3"), Err(SignesInvalides::Syntaxe(_))));
    }
}
