//! What is looked for, as the address says it; the same for the page and for JSON.

use std::fmt::Write;

use droit::identifiant::{CodeDepartement, CptsId, DeclarationId};
use entrepot::praticien::{Critere, CurseurListe};
use jiff::civil::Date;
use serde::Deserialize;

use crate::echec::Failure;

/// The parameters of the address; empty ones count as absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recherche {
    #[serde(default)]
    pub(super) departement: String,
    #[serde(default)]
    pub(super) cpts: String,
    #[serde(default)]
    pub(super) mot: String,
    #[serde(default)]
    pub(super) le: String,
    #[serde(default)]
    pub(super) apres: String,
}

/// The longest word looked for, in characters.
const MOT_MAXIMUM: usize = 60;

impl Recherche {
    /// The department, when one is asked for.
    pub(super) fn departement(&self) -> Result<Option<CodeDepartement>, Failure> {
        present(&self.departement)
            .map(|code| {
                code.parse().map_err(|erreur: droit::identifiant::DepartementInconnu| {
                    Failure::champ("departement", erreur.to_string())
                })
            })
            .transpose()
    }

    /// The question to the store.
    pub(super) fn critere(&self, aujourd_hui: Date, limite: u16) -> Result<Critere, Failure> {
        if self.mot.chars().count() > MOT_MAXIMUM {
            return Err(Failure::champ(
                "mot",
                format!("cherchez un mot de {MOT_MAXIMUM} caractères au plus"),
            ));
        }
        Ok(Critere {
            jour: self.jour()?.unwrap_or(aujourd_hui),
            departement: self.departement()?,
            cpts: self.cpts()?,
            mot: present(&self.mot).map(str::to_owned),
            apres: self.curseur()?,
            limite,
        })
    }

    /// The day asked for; today otherwise.
    fn jour(&self) -> Result<Option<Date>, Failure> {
        let illisible = |_| Failure::champ("le", "écrivez la date sous la forme AAAA-MM-JJ");
        present(&self.le).map(|jour| jour.parse().map_err(illisible)).transpose()
    }

    fn cpts(&self) -> Result<Option<CptsId>, Failure> {
        let inconnue = || Failure::champ("cpts", "cette CPTS est inconnue : choisissez-la dans la liste");
        present(&self.cpts).map(|cle| cle.parse().map_err(|_| inconnue())).transpose()
    }

    fn curseur(&self) -> Result<CurseurListe, Failure> {
        let Some(apres) = present(&self.apres) else { return Ok(CurseurListe::default()) };
        let illisible = || Failure::champ("apres", "cette page n’existe pas : reprenez la liste du début");
        let (declaration, nom) = apres.split_once('~').ok_or_else(illisible)?;
        let declaration: DeclarationId = declaration.parse().map_err(|_| illisible())?;
        Ok(CurseurListe { nom: nom.to_owned(), declaration })
    }

    /// The address of the page that follows.
    pub(super) fn adresse(&self, chemin: &str, suite: &CurseurListe) -> String {
        let apres = format!("{}~{}", suite.declaration, suite.nom);
        let champs = [
            ("departement", self.departement.as_str()),
            ("cpts", &self.cpts),
            ("mot", &self.mot),
            ("le", &self.le),
            ("apres", &apres),
        ];
        let mut adresse = String::from(chemin);
        for (nom, valeur) in champs.into_iter().filter(|(_, valeur)| !valeur.is_empty()) {
            let lien = if adresse.contains('?') { '&' } else { '?' };
            adresse.push(lien);
            adresse.push_str(nom);
            adresse.push('=');
            adresse.push_str(&encoder(valeur));
        }
        adresse
    }
}

fn present(saisie: &str) -> Option<&str> {
    Some(saisie.trim()).filter(|saisie| !saisie.is_empty())
}

/// Percent-encoding of a parameter (RFC 3986, unreserved characters kept).
fn encoder(valeur: &str) -> String {
    let mut encode = String::with_capacity(valeur.len());
    for octet in valeur.bytes() {
        if octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~') {
            encode.push(char::from(octet));
        } else {
            // Writing to a String cannot fail.
            write!(encode, "%{octet:02X}").unwrap_or_default();
        }
    }
    encode
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn la_suite_se_relit() {
        let curseur = CurseurListe { nom: " le goff anne&b".to_owned(), declaration: DeclarationId::new(12) };
        let recherche =
            Recherche { departement: "45".to_owned(), mot: "été".to_owned(), ..Recherche::default() };
        let adresse = recherche.adresse("/annuaire", &curseur);
        let relue: Recherche = serde_urlencoded_de(adresse.split_once('?').unwrap().1);
        assert_eq!(relue.curseur().unwrap(), curseur);
        assert_eq!(relue.mot, "été");
    }

    fn serde_urlencoded_de(requete: &str) -> Recherche {
        let uri: axum::http::Uri = format!("http://essai/?{requete}").parse().unwrap();
        axum::extract::Query::try_from_uri(&uri).unwrap().0
    }

    #[test]
    fn les_parametres_illisibles_sont_nommes() {
        let jour = "2026-11-21".parse().unwrap();
        let essai = |recherche: Recherche| recherche.critere(jour, 10).unwrap_err().to_string();
        let base = Recherche::default;
        for recherche in [
            Recherche { departement: "99".to_owned(), ..base() },
            Recherche { le: "hier".to_owned(), ..base() },
            Recherche { cpts: "x".to_owned(), ..base() },
            Recherche { apres: "x".to_owned(), ..base() },
            Recherche { mot: "a".repeat(61), ..base() },
        ] {
            assert!(!essai(recherche).is_empty());
        }
    }
}
