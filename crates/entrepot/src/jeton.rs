//! API tokens: only their SHA-256 is kept, with what they may be used for.

use droit::acces::Acteur;
use droit::identifiant::CompteId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::compte::lire_acteur;
use crate::{Echec, Row, Tx, params};

const RECONNAITRE: &str =
    "SELECT j.id AS jeton, j.portees, k.id AS compte, k.nom, k.role, k.praticien, k.cpts,
    k.departements
    FROM jeton j JOIN compte k ON k.id = j.compte
    WHERE j.empreinte = $1 AND j.expire_le > $2 AND k.etat = 'actif'";
const INSERER: &str = "INSERT INTO jeton (id, empreinte, compte, nom, portees, cree_le, expire_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const LISTER: &str =
    "SELECT id, nom, portees, cree_le, expire_le FROM jeton WHERE compte = $1 ORDER BY cree_le";

/// A token to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creation {
    /// Its identifier.
    pub id: Uuid,
    /// SHA-256 of the token.
    pub empreinte: [u8; 32],
    /// The account it acts for.
    pub compte: CompteId,
    /// What its owner calls it.
    pub nom: String,
    /// What it may be used for, as codes separated by spaces.
    pub portees: String,
    /// When it was created.
    pub cree_le: Timestamp,
    /// When it ends.
    pub expire_le: Timestamp,
}

/// A token found, with whom it acts for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconnu {
    /// Its identifier.
    pub id: Uuid,
    /// What it may be used for, as codes separated by spaces.
    pub portees: String,
    /// The account it acts for.
    pub compte: CompteId,
    /// The name of that account.
    pub nom: String,
    /// In which capacity it acts.
    pub acteur: Acteur,
}

/// A token as told to its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resume {
    /// Its identifier.
    pub id: Uuid,
    /// What its owner calls it.
    pub nom: String,
    /// What it may be used for, as codes separated by spaces.
    pub portees: String,
    /// When it was created.
    pub cree_le: Timestamp,
    /// When it ends.
    pub expire_le: Timestamp,
}

/// The token that has this hash, has not ended, and acts for an account that may sign in.
///
/// # Errors
/// When the base fails or the row cannot be read.
pub fn reconnaitre(
    tx: &mut Tx,
    empreinte: [u8; 32],
    maintenant: Timestamp,
) -> Result<Option<Reconnu>, Echec> {
    tx.query_opt(RECONNAITRE, &params![empreinte, maintenant])?.as_ref().map(lire).transpose()
}

/// Leaves a token for the flush.
pub fn creer(tx: &mut Tx, creation: &Creation) {
    let Creation { id, empreinte, compte, nom, portees, cree_le, expire_le } = creation;
    tx.enqueue_one(INSERER, params![*id, *empreinte, *compte, nom, portees, *cree_le, *expire_le]);
}

/// Leaves the end of a token of an account for the flush.
pub fn revoquer(tx: &mut Tx, compte: CompteId, id: Uuid) {
    tx.enqueue("DELETE FROM jeton WHERE id = $1 AND compte = $2", params![id, compte]);
}

/// The tokens of an account, oldest first.
///
/// # Errors
/// When the base fails or a row cannot be read.
pub fn lister(tx: &mut Tx, compte: CompteId) -> Result<Vec<Resume>, Echec> {
    let lignes = tx.query(LISTER, &params![compte])?;
    lignes.iter().map(resumer).collect()
}

fn resumer(ligne: &Row) -> Result<Resume, Echec> {
    Ok(Resume {
        id: ligne.get("id")?,
        nom: ligne.get("nom")?,
        portees: ligne.get("portees")?,
        cree_le: ligne.get("cree_le")?,
        expire_le: ligne.get("expire_le")?,
    })
}

fn lire(ligne: &Row) -> Result<Reconnu, Echec> {
    Ok(Reconnu {
        id: ligne.get("jeton")?,
        portees: ligne.get("portees")?,
        compte: ligne.get("compte")?,
        nom: ligne.get("nom")?,
        acteur: lire_acteur(ligne)?,
    })
}
