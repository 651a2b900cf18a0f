//! A snapshot: the tables of a department and of its CPTS, their definitions and the rules, as bytes that anybody with
//! the same facts writes the same.

use std::collections::BTreeMap;

use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::{Masque, SEUIL};
use droit::indicateur::{Champ, Comptes, Perimetre, Periode, Tableau, VERSION_DU_CALCUL, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::cache::{self, Cachee};
use entrepot::indicateur::instantane::NouvelInstantane;
use entrepot::indicateur::participation;
use entrepot::{Echec, Tx, cpts};
use formats::indicateur::{TableauJson, en_json};
use jiff::civil::Date;
use serde::Serialize;

use super::famille::Famille;

/// What the bytes are.
const FORMAT: &str = "acces-direct/instantane/1";

#[derive(Serialize)]
struct Contenu<'c> {
    format: &'static str,
    departement: &'c str,
    periode: String,
    #[serde(serialize_with = "jour")]
    arrete_le: Date,
    reglement: &'c str,
    calcul: i64,
    seuil_du_secret: u64,
    definitions: Vec<DefinitionEcrite<'c>>,
    tableaux: Vec<TableauJson>,
}

#[derive(Serialize)]
struct DefinitionEcrite<'c> {
    code: &'static str,
    libelle: &'c str,
    unite: &'c str,
    formule: &'c str,
    denominateur: Option<&'c str>,
    precision: Option<&'c str>,
    sources: Vec<String>,
}

fn jour<S: serde::Serializer>(jour: &Date, sortie: S) -> Result<S::Ok, S::Error> {
    sortie.serialize_str(&jour.to_string())
}

/// A snapshot of a department over a period, and what it hides.
pub struct Compose {
    /// What to keep.
    pub nouvel: NouvelInstantane,
    caches: Vec<(Variante, Cachee)>,
}

impl Compose {
    /// Remembers what the snapshot hides, with it.
    pub fn retenir(&self, tx: &mut Tx) {
        for (variante, cachee) in &self.caches {
            cache::retenir(tx, *variante, cachee);
        }
    }
}

/// Makes the snapshot of what is on file now; `arrete_le` is the day it says it is as of.
///
/// # Errors
/// When the base fails, or the period does not exist.
pub fn composer(
    tx: &mut Tx,
    reglement: &Reglement,
    departement: CodeDepartement,
    periode: Periode,
    arrete_le: Date,
) -> Result<Compose, Echec> {
    let perimetre = Perimetre::Departement(departement);
    let mut periodes = vec![periode];
    periodes.extend(periode.mois(&perimetre, reglement).into_iter().filter(|mois| *mois != periode));
    let (mut tableaux, mut caches) = (Vec::new(), Vec::new());
    for variante in Variante::TOUS {
        let famille = Famille::charger(tx, reglement, *variante)?;
        let masques = famille.masques(&cache::retenues(tx, *variante)?);
        for (champ, periode, comptes) in famille.tables() {
            if !periodes.contains(&periode) || !est_du_departement(tx, &champ.perimetre, departement)? {
                continue;
            }
            let cle = (champ.clone(), periode);
            let masque = masques.get(&cle).cloned().unwrap_or_else(Masque::total);
            caches.extend(cachees(&cle, comptes, &masque).map(|cachee| (*variante, cachee)));
            tableaux.push(tableau(tx, reglement, (cle, *variante), (comptes, &masque), arrete_le)?);
        }
    }
    let contenu = Contenu {
        format: FORMAT,
        departement: departement.as_str(),
        periode: periode.to_string(),
        arrete_le,
        reglement: reglement.empreinte(),
        calcul: VERSION_DU_CALCUL,
        seuil_du_secret: SEUIL,
        definitions: definitions(reglement),
        tableaux,
    };
    let mut octets =
        serde_json::to_vec_pretty(&contenu).map_err(|cause| Echec::Moteur { cause: cause.to_string() })?;
    octets.push(b'\n');
    let nouvel = NouvelInstantane {
        departement,
        periode: periode.to_string(),
        arrete_le,
        reglement: reglement.empreinte().to_owned(),
        contenu: octets,
    };
    Ok(Compose { nouvel, caches })
}

fn tableau(
    tx: &mut Tx,
    reglement: &Reglement,
    ((champ, periode), variante): ((Champ, Periode), Variante),
    (comptes, masque): (&Comptes, &Masque),
    arrete_le: Date,
) -> Result<TableauJson, Echec> {
    let participation = participation(tx, &champ, periode)?;
    let au = periode.bornes(&champ.perimetre, reglement).map_or(arrete_le, |(_, au)| au.min(arrete_le));
    let question = (champ, periode, variante);
    let tableau = Tableau::assembler(question, comptes, &participation, masque, (reglement, au));
    Ok(en_json(&tableau, reglement.indicateurs()))
}

fn est_du_departement(
    tx: &mut Tx,
    perimetre: &Perimetre,
    departement: CodeDepartement,
) -> Result<bool, Echec> {
    match perimetre {
        Perimetre::Departement(code) => Ok(*code == departement),
        Perimetre::Cpts(id) => Ok(cpts::departements(tx, *id)?.contains(&departement)),
        Perimetre::Praticien(_) | Perimetre::Region(_) | Perimetre::Pays => Ok(false),
    }
}

fn cachees<'c>(
    (champ, periode): &'c (Champ, Periode),
    comptes: &'c Comptes,
    masque: &'c Masque,
) -> impl Iterator<Item = Cachee> + 'c {
    masque.iter().map(|(mesure, modalite)| Cachee {
        perimetre: champ.perimetre.to_string(),
        structure: champ.structure.map_or(String::new(), |structure| structure.code().to_owned()),
        periode: periode.to_string(),
        mesure,
        modalite: modalite.to_owned(),
        n: comptes.un(mesure, modalite).n,
    })
}

fn definitions(reglement: &Reglement) -> Vec<DefinitionEcrite<'_>> {
    let registre = reglement.registre();
    let titres: BTreeMap<&str, &str> =
        registre.textes().map(|texte| (texte.id.as_str(), texte.titre.as_str())).collect();
    reglement
        .indicateurs()
        .iter()
        .map(|definition| DefinitionEcrite {
            code: definition.indicateur.code(),
            libelle: &definition.libelle,
            unite: &definition.unite,
            formule: &definition.formule,
            denominateur: definition.denominateur.as_deref(),
            precision: definition.precision.as_deref(),
            sources: definition
                .sources
                .iter()
                .map(|source| {
                    let titre = titres.get(source.texte.as_str()).copied().unwrap_or(&source.texte);
                    if source.article.is_empty() {
                        titre.to_owned()
                    } else {
                        format!("{titre}, {}", source.article)
                    }
                })
                .collect(),
        })
        .collect()
}
