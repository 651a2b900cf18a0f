//! The register of texts: every source of a value is one of its entries.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::brut::{RegistreBrut, SourceBrute};
use super::erreur::ReglementInvalide;
use super::parametre::{Confiance, Source, Texte};

/// The texts, by identifier.
#[derive(Clone, Debug, Default)]
pub struct Registre(BTreeMap<String, Texte>);

impl Registre {
    /// The text of an identifier.
    pub fn texte(&self, id: &str) -> Option<&Texte> {
        self.0.get(id)
    }

    /// Every text, by identifier.
    pub fn textes(&self) -> impl Iterator<Item = &Texte> {
        self.0.values()
    }

    pub(super) fn lire(fichier: &str, contenu: &str) -> Result<Self, ReglementInvalide> {
        let brut: RegistreBrut = toml::from_str(contenu).map_err(|erreur| ReglementInvalide::Syntaxe {
            fichier: fichier.to_owned(),
            detail: erreur.to_string(),
        })?;
        let mut textes = BTreeMap::new();
        for texte in brut.texte {
            let lieu = Lieu { fichier, cle: &texte.id };
            if !texte.url.starts_with("https://") {
                return Err(lieu.faute("l'adresse doit commencer par https://"));
            }
            let date = texte.date.as_deref().map(|jour| lieu.jour(jour)).transpose()?;
            let verifie_le = lieu.jour(&texte.verifie_le)?;
            let lu = Texte {
                id: texte.id.clone(),
                titre: texte.titre,
                date,
                url: texte.url,
                nature: texte.nature,
                verifie_le,
            };
            if textes.insert(texte.id.clone(), lu).is_some() {
                return Err(lieu.faute("ce texte est inscrit deux fois"));
            }
        }
        Ok(Self(textes))
    }

    /// A source resolved: the address and the day of verification default to the text's own.
    pub(super) fn source(&self, lieu: Lieu<'_>, brute: &SourceBrute) -> Result<Source, ReglementInvalide> {
        let texte = self.texte(&brute.texte).ok_or_else(|| ReglementInvalide::TexteInconnu {
            fichier: lieu.fichier.to_owned(),
            cle: lieu.cle.to_owned(),
            texte: brute.texte.clone(),
        })?;
        let url = brute.url.as_ref().unwrap_or(&texte.url);
        if !url.starts_with("https://") {
            return Err(lieu.faute("l'adresse de la source doit commencer par https://"));
        }
        Ok(Source {
            texte: texte.id.clone(),
            article: brute.article.clone(),
            url: url.clone(),
            confiance: Confiance::depuis_code(&brute.confiance)
                .ok_or_else(|| lieu.faute(&format!("« {} » n'est pas une confiance", brute.confiance)))?,
            verifie_le: match &brute.verifie_le {
                Some(jour) => lieu.jour(jour)?,
                None => texte.verifie_le,
            },
        })
    }
}

/// The place of a fault: which file, which key.
#[derive(Clone, Copy)]
pub(super) struct Lieu<'a> {
    pub fichier: &'a str,
    pub cle: &'a str,
}

impl Lieu<'_> {
    pub fn faute(self, detail: &str) -> ReglementInvalide {
        ReglementInvalide::Valeur {
            fichier: self.fichier.to_owned(),
            cle: self.cle.to_owned(),
            detail: detail.to_owned(),
        }
    }

    pub fn jour(self, texte: &str) -> Result<Date, ReglementInvalide> {
        texte.parse().map_err(|_| self.faute(&format!("« {texte} » n'est pas une date AAAA-MM-JJ")))
    }
}
