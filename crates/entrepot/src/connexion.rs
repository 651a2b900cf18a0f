//! Browser sessions: opened, seen, revoked; only the SHA-256 of their token is kept.

use droit::acces::Acteur;
use droit::identifiant::CompteId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::compte::lire_acteur;
use crate::{Echec, Row, Tx, params};

const RECONNAITRE: &str =
    "SELECT c.id AS connexion, c.etape, c.vue_le, c.expire_le, k.id AS compte, k.nom, k.role,
    k.praticien, k.cpts, k.departements, (SELECT count(*) FROM (
        SELECT 1 FROM notification n WHERE n.compte = k.id AND n.lue_le IS NULL LIMIT 100) u) AS non_lues,
    (SELECT count(*) FROM comite_membre m
        WHERE m.cpts = k.cpts AND m.institution = 'cpts' AND m.au IS NULL)
    + (SELECT count(*) FROM comite_membre m WHERE m.praticien = k.praticien AND k.role = 'mk'
        AND m.institution = 'ambassadeur' AND m.au IS NULL) AS sieges
    FROM connexion c JOIN compte k ON k.id = c.compte
    WHERE c.empreinte = $1 AND c.expire_le > $2 AND k.etat = 'actif'";
const INSERER: &str = "INSERT INTO connexion
    (empreinte, id, compte, etape, appareil, ouverte_le, vue_le, expire_le) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const VIVANTE: &str = "SELECT 1 AS vivante FROM connexion c JOIN compte k ON k.id = c.compte
    WHERE c.id = $1 AND c.expire_le > $2 AND c.vue_le >= $3 AND c.etape = 'ouverte' AND k.etat = 'actif'";
const LISTER: &str = "SELECT id, appareil, ouverte_le, vue_le FROM connexion
    WHERE compte = $1 AND expire_le > $2 AND etape = 'ouverte' ORDER BY vue_le DESC";

/// How far signing in has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Etape {
    /// The password was right; the second factor is awaited.
    SecondFacteur,
    /// Signed in.
    Ouverte,
}

impl Etape {
    /// The spelling in the base.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SecondFacteur => "second-facteur",
            Self::Ouverte => "ouverte",
        }
    }
}

/// A session to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ouverture {
    /// SHA-256 of the token.
    pub empreinte: [u8; 32],
    /// Its identifier, told to its owner.
    pub id: Uuid,
    /// Whose it is.
    pub compte: CompteId,
    /// How far signing in has gone.
    pub etape: Etape,
    /// The browser, in a few words.
    pub appareil: String,
    /// When it opens.
    pub ouverte_le: Timestamp,
    /// When it ends, whatever happens.
    pub expire_le: Timestamp,
}

/// A session found by its token, with whom it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconnue {
    /// Its identifier.
    pub id: Uuid,
    /// How far signing in has gone.
    pub etape: Etape,
    /// When it was last seen, to a few minutes.
    pub vue_le: Timestamp,
    /// Whose it is.
    pub compte: CompteId,
    /// The name shown to its owner.
    pub nom: String,
    /// In which capacity he acts.
    pub acteur: Acteur,
    /// How many notifications wait for him, up to one hundred.
    pub non_lues: u32,
    /// In how many committees he sits with this account.
    pub sieges: u32,
}

/// A session as told to its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resume {
    /// Its identifier.
    pub id: Uuid,
    /// The browser, in a few words.
    pub appareil: String,
    /// When it opened.
    pub ouverte_le: Timestamp,
    /// When it was last seen.
    pub vue_le: Timestamp,
}

/// The session of a token that has not ended, of an account that may sign in.
///
/// # Errors
/// When the base fails or the row cannot be read.
pub fn reconnaitre(
    tx: &mut Tx,
    empreinte: [u8; 32],
    maintenant: Timestamp,
) -> Result<Option<Reconnue>, Echec> {
    tx.query_opt(RECONNAITRE, &params![empreinte, maintenant])?.as_ref().map(lire).transpose()
}

/// Those of these sessions that are still open, seen since `silence_depuis`, of accounts that may sign in.
///
/// # Errors
/// When the base fails.
pub fn vivantes(
    tx: &mut Tx,
    sessions: &[Uuid],
    (maintenant, silence_depuis): (Timestamp, Timestamp),
) -> Result<Vec<Uuid>, Echec> {
    let mut vivantes = Vec::with_capacity(sessions.len());
    for session in sessions {
        if tx.query_opt(VIVANTE, &params![*session, maintenant, silence_depuis])?.is_some() {
            vivantes.push(*session);
        }
    }
    Ok(vivantes)
}

/// Leaves a session for the flush.
pub fn ouvrir(tx: &mut Tx, ouverture: &Ouverture) {
    tx.enqueue_one(
        INSERER,
        params![
            ouverture.empreinte,
            ouverture.id,
            ouverture.compte,
            ouverture.etape.code(),
            &ouverture.appareil,
            ouverture.ouverte_le,
            ouverture.ouverte_le,
            ouverture.expire_le,
        ],
    );
}

/// Leaves the time a session was last seen for the flush.
pub fn voir(tx: &mut Tx, id: Uuid, maintenant: Timestamp) {
    tx.enqueue("UPDATE connexion SET vue_le = $2 WHERE id = $1 AND vue_le < $2", params![id, maintenant]);
}

/// Leaves the end of one session of an account for the flush.
pub fn fermer(tx: &mut Tx, compte: CompteId, id: Uuid) {
    tx.enqueue("DELETE FROM connexion WHERE id = $1 AND compte = $2", params![id, compte]);
}

/// Leaves the end of the session of a token for the flush.
pub fn fermer_par_empreinte(tx: &mut Tx, empreinte: [u8; 32]) {
    tx.enqueue("DELETE FROM connexion WHERE empreinte = $1", params![empreinte]);
}

/// Leaves the end of every session of an account but this one for the flush.
pub fn fermer_les_autres(tx: &mut Tx, compte: CompteId, gardee: Option<Uuid>) {
    let fermer = "DELETE FROM connexion WHERE compte = $1 AND ($2 IS NULL OR id <> $2)";
    tx.enqueue(fermer, params![compte, gardee]);
}

/// Leaves the end of every session of an account for the flush.
pub fn fermer_toutes(tx: &mut Tx, compte: CompteId) {
    tx.enqueue("DELETE FROM connexion WHERE compte = $1", params![compte]);
}

/// Leaves the removal of ended sessions for the flush.
pub fn oublier_les_anciennes(tx: &mut Tx, maintenant: Timestamp) {
    tx.enqueue("DELETE FROM connexion WHERE expire_le <= $1", params![maintenant]);
}

/// The sessions of an account, the last seen first.
///
/// # Errors
/// When the base fails or a row cannot be read.
pub fn lister(tx: &mut Tx, compte: CompteId, maintenant: Timestamp) -> Result<Vec<Resume>, Echec> {
    let lignes = tx.query(LISTER, &params![compte, maintenant])?;
    lignes.iter().map(resumer).collect()
}

fn resumer(ligne: &Row) -> Result<Resume, Echec> {
    Ok(Resume {
        id: ligne.get("id")?,
        appareil: ligne.get("appareil")?,
        ouverte_le: ligne.get("ouverte_le")?,
        vue_le: ligne.get("vue_le")?,
    })
}

fn lire(ligne: &Row) -> Result<Reconnue, Echec> {
    let etape: String = ligne.get("etape")?;
    Ok(Reconnue {
        id: ligne.get("connexion")?,
        etape: if etape == Etape::Ouverte.code() { Etape::Ouverte } else { Etape::SecondFacteur },
        vue_le: ligne.get("vue_le")?,
        compte: ligne.get("compte")?,
        nom: ligne.get("nom")?,
        acteur: lire_acteur(ligne)?,
        non_lues: u32::try_from(ligne.get::<i64>("non_lues")?).unwrap_or_default(),
        sieges: u32::try_from(ligne.get::<i64>("sieges")?).unwrap_or_default(),
    })
}
