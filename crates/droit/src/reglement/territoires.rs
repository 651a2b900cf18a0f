//! Regions and departments: their names, their ARS, their clock, their value zone.

use std::collections::BTreeMap;

use super::brut::{EnTete, RegionsBrutes};
use super::couche::Couche;
use super::erreur::ReglementInvalide;
use super::lecture::Lisible;
use super::ngap::ZoneTarifaire;
use super::registre::Lieu;
use crate::identifiant::CodeDepartement;

/// A department as it is known everywhere, designated or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departement {
    /// Code officiel géographique.
    pub code: CodeDepartement,
    /// Name.
    pub nom: String,
    /// Region.
    pub region: String,
    /// Regional health agency.
    pub ars: String,
    /// IANA time zone.
    pub fuseau: String,
    /// Value of the key letters.
    pub zone_de_valeur: ZoneTarifaire,
}

/// Every department of France.
#[derive(Clone, Debug, Default)]
pub(super) struct Territoires(BTreeMap<CodeDepartement, Departement>);

impl Territoires {
    pub fn lire(fichier: &str, contenu: &str) -> Result<Self, ReglementInvalide> {
        let brut: RegionsBrutes = toml::from_str(contenu).map_err(|erreur| ReglementInvalide::Syntaxe {
            fichier: fichier.to_owned(),
            detail: erreur.to_string(),
        })?;
        let mut departements = BTreeMap::new();
        for region in &brut.region {
            let lieu = Lieu { fichier, cle: &region.nom };
            let zone = ZoneTarifaire::lire(&region.zone_de_valeur).map_err(|detail| lieu.faute(&detail))?;
            for (code, nom) in &region.departements {
                let code: CodeDepartement =
                    code.parse().map_err(|erreur| lieu.faute(&format!("{erreur}")))?;
                let departement = Departement {
                    code,
                    nom: nom.clone(),
                    region: region.nom.clone(),
                    ars: region.ars.clone(),
                    fuseau: region.fuseau.clone(),
                    zone_de_valeur: zone,
                };
                if departements.insert(code, departement).is_some() {
                    return Err(lieu.faute(&format!("le département {code} est dans deux régions")));
                }
            }
        }
        if let Some(oublie) = CodeDepartement::tous().find(|code| !departements.contains_key(code)) {
            return Err(Lieu { fichier, cle: "region" }.faute(&format!("le département {oublie} manque")));
        }
        Ok(Self(departements))
    }

    pub fn departement(&self, code: CodeDepartement) -> Option<&Departement> {
        self.0.get(&code)
    }

    /// The department of a file, whose head must agree with the regions, and what to know of it.
    pub fn verifier(&self, couche: &Couche<'_>) -> Result<(CodeDepartement, String), ReglementInvalide> {
        let lieu = Lieu { fichier: couche.fichier, cle: "departement" };
        let tete = couche.tete.get("departement").ok_or_else(|| lieu.faute("cette table manque"))?;
        let tete: EnTete = tete.clone().try_into().map_err(|erreur| lieu.faute(&format!("{erreur}")))?;
        let connu = tete
            .code
            .parse()
            .ok()
            .and_then(|code| self.departement(code))
            .ok_or_else(|| lieu.faute(&format!("« {} » n'est pas un département", tete.code)))?;
        let dit = [&tete.nom, &tete.region, &tete.ars, &tete.fuseau];
        let su = [&connu.nom, &connu.region, &connu.ars, &connu.fuseau];
        if dit != su {
            return Err(lieu.faute("nom, region, ars ou fuseau diffèrent de national/regions.toml"));
        }
        Ok((connu.code, tete.a_savoir.unwrap_or_default()))
    }
}
