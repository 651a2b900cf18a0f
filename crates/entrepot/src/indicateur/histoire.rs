//! The publications one after the other: their day, and a fingerprint of what anybody could read of a department then.
//!
//! Hidden counts are no part of a fingerprint: few values are possible for each, and trying them all would tell which.

use std::collections::BTreeMap;

use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::{CaseParue, Cle, TableParue};
use droit::indicateur::{Mesure, Variante};
use jiff::civil::Date;

use super::instantane::empreinte;
use super::parution::{Nouvelle, Place, lister};
use crate::cpts::designations;
use crate::{Echec, Row, Tx, params};

const NOTER: &str = "INSERT INTO parution_faite (numero, le) VALUES ($1, $2)";
const EMPREINDRE: &str =
    "INSERT INTO parution_empreinte (departement, numero, empreinte) VALUES ($1, $2, $3)";
const DERNIERES: &str = "SELECT e.departement, e.empreinte FROM parution_empreinte e
    WHERE e.numero = (SELECT MAX(a.numero) FROM parution_empreinte a WHERE a.departement = e.departement)";
const HISTOIRE: &str = "SELECT p.numero, p.le, (SELECT e.empreinte FROM parution_empreinte e
        WHERE e.departement = $1 AND e.numero <= p.numero ORDER BY e.numero DESC LIMIT 1) AS empreinte
    FROM parution_faite p ORDER BY p.numero";

/// A publication, as a snapshot quotes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// From 1.
    pub numero: i64,
    /// Its day.
    pub le: Date,
    /// SHA-256 of what could be read of the department; `None` where nothing was counted yet.
    pub empreinte: Option<String>,
}

/// The publications, the oldest first, seen from a department. Those made before they were noted are missing.
///
/// # Errors
/// When the base fails.
pub fn histoire(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<Publication>, Echec> {
    let lire = |ligne: &Row| {
        Ok(Publication {
            numero: ligne.get("numero")?,
            le: ligne.get("le")?,
            empreinte: ligne.get("empreinte")?,
        })
    };
    tx.query(HISTOIRE, &params![departement])?.iter().map(lire).collect()
}

/// The fingerprints that a publication of these tables moves, by department.
pub(super) fn apres(tx: &mut Tx, nouvelles: &[Nouvelle]) -> Result<BTreeMap<CodeDepartement, String>, Echec> {
    let mut tables: BTreeMap<(&'static str, Place), TableParue> = BTreeMap::new();
    for variante in Variante::TOUS {
        let gardees = lister(tx, *variante)?.into_iter();
        tables.extend(gardees.map(|(place, table)| ((variante.code(), place), table)));
    }
    for nouvelle in nouvelles {
        tables.insert((nouvelle.variante.code(), nouvelle.place.clone()), nouvelle.table.clone());
    }
    let mut connues: BTreeMap<CodeDepartement, String> = BTreeMap::new();
    for ligne in tx.query(DERNIERES, &[])? {
        connues.insert(ligne.get("departement")?, ligne.get("empreinte")?);
    }
    let mut montrees = BTreeMap::new();
    for departement in departements(&tables) {
        let montree = empreinte(lisible(tx, departement, &tables)?.as_bytes());
        if connues.get(&departement) != Some(&montree) {
            montrees.insert(departement, montree);
        }
    }
    Ok(montrees)
}

/// Notes a publication and the fingerprints it moved.
pub(super) fn noter(tx: &mut Tx, (numero, le): (i64, Date), montrees: &BTreeMap<CodeDepartement, String>) {
    tx.enqueue_one(NOTER, params![numero, le]);
    for (departement, montree) in montrees {
        tx.enqueue_one(EMPREINDRE, params![*departement, numero, montree.as_str()]);
    }
}

fn departements(tables: &BTreeMap<(&'static str, Place), TableParue>) -> Vec<CodeDepartement> {
    let mut codes: Vec<CodeDepartement> = tables
        .keys()
        .filter_map(|(_, (perimetre, ..))| perimetre.strip_prefix("departement/")?.parse().ok())
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

/// What anybody reads of a department and of its CPTS, as one text in which nothing is a key of the installation.
fn lisible(
    tx: &mut Tx,
    departement: CodeDepartement,
    tables: &BTreeMap<(&'static str, Place), TableParue>,
) -> Result<String, Echec> {
    let mut noms = vec![(format!("departement/{departement}"), format!("departement/{departement}"))];
    let communautes = designations(tx, departement)?;
    noms.extend(communautes.into_iter().map(|une| (format!("cpts/{}", une.id), une.cle)));
    let mut textes: Vec<String> = tables
        .iter()
        .filter_map(|((variante, (perimetre, structure, periode)), table)| {
            let (_, nom) = noms.iter().find(|(cle, _)| cle == perimetre)?;
            Some(format!("{variante} {nom} {structure} {periode}\n{}", montrer(table)))
        })
        .collect();
    textes.sort();
    Ok(textes.concat())
}

fn montrer(table: &TableParue) -> String {
    let ligne = |((mesure, modalite), case): (&Cle, &CaseParue)| match case {
        CaseParue::Montree(compte) if table.etendue.admet(*mesure) => {
            let patients = if dit_les_patients(*mesure) { compte.sujets.to_string() } else { String::new() };
            Some(format!("  {} {modalite} {} {patients}\n", mesure.code(), compte.n))
        }
        CaseParue::Montree(_) | CaseParue::Cachee { .. } => None,
    };
    table.cases.iter().filter_map(ligne).collect()
}

/// The measures whose patients are shown beside what they count.
fn dit_les_patients(mesure: Mesure) -> bool {
    matches!(
        mesure,
        Mesure::Episodes
            | Mesure::EpisodesParDiagnostic
            | Mesure::EpisodesParMedecin
            | Mesure::EpisodesOrientes
    )
}
