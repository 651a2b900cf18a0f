//! The words of the justificatif of each department: every version stays, the latest one holds.

use droit::identifiant::{CodeDepartement, CompteId};
use jiff::Timestamp;

use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const COURANT: &str = "SELECT version, texte, enregistre_le FROM gabarit_justificatif
    WHERE departement = $1 ORDER BY version DESC LIMIT 1";
const ALORS: &str = "SELECT version, texte, enregistre_le FROM gabarit_justificatif
    WHERE departement = $1 AND enregistre_le <= $2 ORDER BY version DESC LIMIT 1";
const TOUS: &str = "SELECT version, texte, enregistre_le FROM gabarit_justificatif
    WHERE departement = $1 ORDER BY version DESC";
const AJOUTER: &str = "INSERT INTO gabarit_justificatif (departement, version, texte, compte, enregistre_le)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";

/// A version of the words of a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub version: i64,
    /// The words; `None` for the product's own.
    pub texte: Option<String>,
    /// When it was kept.
    pub enregistre_le: Timestamp,
}

/// The version that holds; `None` when nobody ever wrote one.
///
/// # Errors
/// When the base fails.
pub fn courant(tx: &mut Tx, departement: CodeDepartement) -> Result<Option<Version>, Echec> {
    tx.query_opt(COURANT, &params![departement])?.map(|ligne| lire(&ligne)).transpose()
}

/// The version that held at an instant; `None` when nobody had written one yet.
///
/// # Errors
/// When the base fails.
pub fn alors(
    tx: &mut Tx,
    departement: CodeDepartement,
    instant: Timestamp,
) -> Result<Option<Version>, Echec> {
    tx.query_opt(ALORS, &params![departement, instant])?.map(|ligne| lire(&ligne)).transpose()
}

/// Every version, the latest one first.
///
/// # Errors
/// When the base fails.
pub fn versions(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<Version>, Echec> {
    tx.query(TOUS, &params![departement])?.iter().map(lire).collect()
}

/// Keeps a version after the one that was read; [`Echec::Conflit`] when somebody kept another one in between.
pub fn garder(
    tx: &mut Tx,
    departement: CodeDepartement,
    (apres, texte): (i64, Option<&str>),
    (compte, instant): (CompteId, Timestamp),
) {
    let texte = texte.map(str::to_owned);
    tx.enqueue_one(AJOUTER, params![departement, apres + 1, texte, compte, instant]);
    let sujet = format!("departement/{departement}");
    tx.tracer(Entree::new(instant, format!("compte/{compte}"), "gabarit.garder", sujet));
}

fn lire(ligne: &Row) -> Result<Version, Echec> {
    Ok(Version {
        version: ligne.get("version")?,
        texte: ligne.get("texte")?,
        enregistre_le: ligne.get("enregistre_le")?,
    })
}
