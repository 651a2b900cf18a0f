//! A snapshot: the tables of a department and of its CPTS, their definitions and the rules, as bytes that anybody with
//! the same facts writes the same.

use std::collections::BTreeMap;

use droit::acces::Lecteur;
use droit::decision::TypeStructure;
use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::SEUIL;
use droit::indicateur::{Champ, Perimetre, Periode, VERSION_DU_CALCUL, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::instantane::NouvelInstantane;
use entrepot::indicateur::parution;
use entrepot::{Echec, Tx, cpts};
use formats::indicateur::{TableauJson, en_json};
use jiff::civil::Date;
use serde::Serialize;

use super::lecture::{Question, tableau};

/// What the bytes are.
const FORMAT: &str = "acces-direct/instantane/2";

#[derive(Serialize)]
struct Contenu<'c> {
    format: &'static str,
    departement: &'c str,
    periode: String,
    #[serde(serialize_with = "jour")]
    arrete_le: Date,
    #[serde(serialize_with = "jour")]
    publie_le: Date,
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

/// Makes the snapshot of what was published last; `arrete_le` is the day it says it is as of.
///
/// # Errors
/// When the base fails, nothing was published yet, or the period does not exist.
pub fn composer(
    tx: &mut Tx,
    reglement: &Reglement,
    departement: CodeDepartement,
    periode: Periode,
    arrete_le: Date,
) -> Result<NouvelInstantane, Echec> {
    let perimetre = Perimetre::Departement(departement);
    let mut periodes = vec![periode];
    periodes.extend(periode.mois(&perimetre, reglement).into_iter().filter(|mois| *mois != periode));
    let champs = champs(tx, departement)?;
    let mut tableaux = Vec::new();
    for variante in Variante::TOUS {
        for (champ, periode) in champs.iter().flat_map(|champ| periodes.iter().map(move |p| (champ, *p))) {
            if parution::lire(tx, *variante, &parution::place(champ, periode))?.is_none() {
                continue;
            }
            let question = Question { champ: champ.clone(), periode, variante: *variante };
            let lu = tableau(tx, (reglement, arrete_le), &question, Lecteur::Exterieur)?;
            tableaux.push(en_json(&lu, reglement.indicateurs()));
        }
    }
    let contenu = Contenu {
        format: FORMAT,
        departement: departement.as_str(),
        periode: periode.to_string(),
        arrete_le,
        publie_le: parution::etat(tx)?.le.ok_or(Echec::Absent)?,
        reglement: reglement.empreinte(),
        calcul: VERSION_DU_CALCUL,
        seuil_du_secret: SEUIL,
        definitions: definitions(reglement),
        tableaux,
    };
    let mut octets =
        serde_json::to_vec_pretty(&contenu).map_err(|cause| Echec::Moteur { cause: cause.to_string() })?;
    octets.push(b'\n');
    Ok(NouvelInstantane {
        departement,
        periode: periode.to_string(),
        arrete_le,
        reglement: reglement.empreinte().to_owned(),
        contenu: octets,
    })
}

/// The department, each type of structure in it, its CPTS.
fn champs(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<Champ>, Echec> {
    let perimetre = Perimetre::Departement(departement);
    let structures = TypeStructure::TOUS.iter().map(|structure| Some(*structure));
    let mut champs: Vec<Champ> = std::iter::once(None)
        .chain(structures)
        .map(|structure| Champ { perimetre: perimetre.clone(), structure })
        .collect();
    let communautes = cpts::du_departement(tx, departement)?;
    champs.extend(communautes.iter().map(|communaute| Champ::tout(Perimetre::Cpts(communaute.id))));
    Ok(champs)
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
