//! What is looked for, as the address says it; the same for the page, the fragment and every format.

use droit::fiche_publique::Domicile;
use droit::identifiant::{CodeDepartement, CptsId, DeclarationId};
use jiff::civil::Date;
use serde::Deserialize;

use crate::echec::Failure;
use crate::publication::commune::{self, Commune};
use crate::publication::{Accueille, Autour, Critere, Curseur, Souhaits, Tri};

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
    pub(super) pres: String,
    #[serde(default)]
    pub(super) rayon: String,
    #[serde(default)]
    pub(super) nouveaux_patients: String,
    #[serde(default)]
    pub(super) domicile: String,
    #[serde(default)]
    pub(super) tri: String,
    #[serde(default)]
    pub(super) le: String,
    #[serde(default)]
    pub(super) apres: String,
}

/// The longest word looked for, in characters.
const MOT_MAXIMUM: usize = 60;
/// The distances offered, in kilometres.
pub(super) const RAYONS: [u32; 5] = [5, 10, 20, 30, 50];
/// The one that counts when none is chosen.
pub(super) const RAYON_PAR_DEFAUT: u32 = 20;

impl Recherche {
    /// The list of a department.
    pub(super) fn du_departement(code: CodeDepartement) -> Self {
        Self { departement: code.to_string(), ..Self::default() }
    }

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

    /// Is anything asked that chooses people.
    pub(super) fn est_vide(&self) -> bool {
        let choisissent =
            [&self.departement, &self.cpts, &self.mot, &self.pres, &self.nouveaux_patients, &self.domicile];
        choisissent.iter().all(|champ| present(champ).is_none())
    }

    /// The question to the index.
    pub(super) fn critere(&self, aujourd_hui: Date, limite: usize) -> Result<Critere, Failure> {
        if self.mot.chars().count() > MOT_MAXIMUM || self.pres.chars().count() > MOT_MAXIMUM {
            let champ = if self.mot.chars().count() > MOT_MAXIMUM { "mot" } else { "pres" };
            return Err(Failure::champ(champ, format!("cherchez {MOT_MAXIMUM} caractères au plus")));
        }
        Ok(Critere {
            jour: self.jour()?.unwrap_or(aujourd_hui),
            departement: self.departement()?,
            cpts: self.cpts()?,
            mots: Critere::decouper(&self.mot),
            autour: self.autour()?,
            souhaits: self.souhaits()?,
            tri: self.tri()?,
            apres: self.curseur()?,
            limite,
        })
    }

    /// The day asked for; today otherwise.
    pub(super) fn jour(&self) -> Result<Option<Date>, Failure> {
        let illisible = |_| Failure::champ("le", "écrivez la date sous la forme AAAA-MM-JJ");
        present(&self.le).map(|jour| jour.parse().map_err(illisible)).transpose()
    }

    /// The CPTS, when one is asked for.
    pub(super) fn cpts(&self) -> Result<Option<CptsId>, Failure> {
        let inconnue = || Failure::champ("cpts", "cette CPTS est inconnue : choisissez-la dans la liste");
        present(&self.cpts).map(|cle| cle.parse().map_err(|_| inconnue())).transpose()
    }

    /// What the MKs must say of themselves.
    fn souhaits(&self) -> Result<Souhaits, Failure> {
        Ok(Souhaits {
            accueil: oui("nouveaux_patients", &self.nouveaux_patients)?.map(|()| Accueille),
            domicile: oui("domicile", &self.domicile)?.map(|()| Domicile::Oui),
        })
    }

    fn tri(&self) -> Result<Tri, Failure> {
        match self.tri.trim() {
            "" if present(&self.pres).is_some() => Ok(Tri::Distance),
            "distance" if present(&self.pres).is_some() => Ok(Tri::Distance),
            "" | "nom" => Ok(Tri::Nom),
            "distance" => Err(Failure::champ("pres", "indiquez une commune pour trier par distance")),
            _ => Err(Failure::champ("tri", "choisissez « nom » ou « distance »")),
        }
    }

    /// The distance asked for, in kilometres.
    pub(super) fn rayon(&self) -> Result<u32, Failure> {
        let Some(rayon) = present(&self.rayon) else { return Ok(RAYON_PAR_DEFAUT) };
        let lu = rayon.parse().ok().filter(|km| (1..=200).contains(km));
        lu.ok_or_else(|| Failure::champ("rayon", "choisissez une distance de 1 à 200 km"))
    }

    fn autour(&self) -> Result<Option<Autour>, Failure> {
        let Some(pres) = present(&self.pres) else { return Ok(None) };
        let metres = self.rayon()?.saturating_mul(1_000);
        match self.communes().as_slice() {
            [] => Err(Failure::champ(
                "pres",
                format!(
                    "« {pres} » n’est pas une commune d’un département de l’expérimentation : essayez un code postal, ou une commune voisine"
                ),
            )),
            [une, autres @ ..] if autres.iter().all(|autre| autre.departement == une.departement) => {
                let points = autres.iter().map(|autre| autre.point).chain([une.point]).collect();
                Ok(Some(Autour { points, metres }))
            }
            plusieurs => {
                let noms: Vec<String> =
                    plusieurs.iter().map(|c| format!("{} ({})", c.nom, c.departement)).collect();
                let message = format!(
                    "plusieurs communes portent ce nom : {} ; écrivez son code postal",
                    noms.join(", ")
                );
                Err(Failure::champ("pres", message))
            }
        }
    }

    /// The communes that « près de » names, in the department when one is chosen.
    fn communes(&self) -> Vec<&'static Commune> {
        let nommees = commune::chercher(&self.pres);
        let choisi = self.departement().ok().flatten();
        let ici: Vec<_> = nommees.iter().copied().filter(|c| Some(c.departement) == choisi).collect();
        if ici.is_empty() { nommees } else { ici }
    }

    /// The name of the commune looked around; the postcode when several bear it.
    pub(super) fn commune(&self) -> Option<&str> {
        match self.communes().as_slice() {
            [] => None,
            [une] => Some(une.nom),
            _ => Some(self.pres.trim()),
        }
    }

    fn curseur(&self) -> Result<Option<Curseur>, Failure> {
        if present(&self.apres).is_none() {
            return Ok(None);
        }
        let illisible = || Failure::champ("apres", "cette page n’existe pas : reprenez la liste du début");
        let mut morceaux = self.apres.trim_start().splitn(3, '~');
        let declaration: DeclarationId =
            morceaux.next().and_then(|cle| cle.parse().ok()).ok_or_else(illisible)?;
        let metres = match morceaux.next().ok_or_else(illisible)? {
            "" => None,
            metres => Some(metres.parse().map_err(|_| illisible())?),
        };
        let nom = morceaux.next().ok_or_else(illisible)?;
        Ok(Some(Curseur { metres, nom: nom.to_owned(), declaration }))
    }

    /// The address of the same search elsewhere, at its beginning.
    pub(super) fn debut(&self, chemin: &str) -> String {
        self.composer(chemin, "")
    }

    /// The address of the page that follows.
    pub(super) fn adresse(&self, chemin: &str, suite: &Curseur) -> String {
        let metres = suite.metres.map(|metres| metres.to_string()).unwrap_or_default();
        self.composer(chemin, &format!("{}~{metres}~{}", suite.declaration, suite.nom))
    }

    fn composer(&self, chemin: &str, apres: &str) -> String {
        let champs = [
            ("departement", self.departement.as_str()),
            ("cpts", &self.cpts),
            ("mot", &self.mot),
            ("pres", &self.pres),
            ("rayon", &self.rayon),
            ("nouveaux_patients", &self.nouveaux_patients),
            ("domicile", &self.domicile),
            ("tri", &self.tri),
            ("le", &self.le),
            ("apres", apres),
        ];
        let mut adresse = String::from(chemin);
        for (nom, valeur) in champs.into_iter().filter(|(_, valeur)| !valeur.is_empty()) {
            let lien = if adresse.contains('?') { '&' } else { '?' };
            adresse.push(lien);
            adresse.push_str(nom);
            adresse.push('=');
            adresse.push_str(&crate::pourcent::valeur(valeur));
        }
        adresse
    }
}

/// A wish is said by « oui »; without it nothing is wished.
fn oui(champ: &'static str, saisie: &str) -> Result<Option<()>, Failure> {
    match present(saisie) {
        None => Ok(None),
        Some("oui") => Ok(Some(())),
        Some(_) => Err(Failure::champ(champ, "écrivez « oui », ou n’écrivez rien")),
    }
}

fn present(saisie: &str) -> Option<&str> {
    Some(saisie.trim()).filter(|saisie| !saisie.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn la_suite_se_relit() {
        for metres in [None, Some(1_234)] {
            let curseur =
                Curseur { metres, nom: " le goff anne&b".to_owned(), declaration: DeclarationId::new(12) };
            let recherche =
                Recherche { departement: "45".to_owned(), mot: "été".to_owned(), ..Recherche::default() };
            let adresse = recherche.adresse("/annuaire", &curseur);
            let relue: Recherche = serde_urlencoded_de(adresse.split_once('?').unwrap().1);
            assert_eq!(relue.curseur().unwrap(), Some(curseur));
            assert_eq!(relue.mot, "été");
        }
    }

    fn serde_urlencoded_de(requete: &str) -> Recherche {
        let uri: axum::http::Uri = format!("http://essai/?{requete}").parse().unwrap();
        axum::extract::Query::try_from_uri(&uri).unwrap().0
    }

    #[test]
    fn une_commune_ou_un_code_postal_situe_la_recherche() {
        let jour = "2026-11-21".parse().unwrap();
        let pres = |pres: &str, departement: &str| {
            let recherche = Recherche {
                pres: pres.to_owned(),
                departement: departement.to_owned(),
                ..Recherche::default()
            };
            recherche.critere(jour, 10).map(|critere| (critere.autour.unwrap().metres, critere.tri))
        };
        assert_eq!(pres("orleans", "").unwrap(), (20_000, Tri::Distance));
        assert_eq!(pres("45160", "").unwrap().1, Tri::Distance);
        assert!(pres("Saint-Denis", "").is_err(), "several departments have one");
        assert!(pres("Saint-Denis", "974").is_ok());
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
            Recherche { pres: "Nulle-Part-sur-Loire".to_owned(), ..base() },
            Recherche { pres: "Orléans".to_owned(), rayon: "0".to_owned(), ..base() },
            Recherche { tri: "taille".to_owned(), ..base() },
            Recherche { tri: "distance".to_owned(), ..base() },
            Recherche { domicile: "peut-être".to_owned(), ..base() },
            Recherche { nouveaux_patients: "1".to_owned(), ..base() },
        ] {
            assert!(!essai(recherche).is_empty());
        }
    }
}
