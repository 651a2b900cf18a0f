//! Single-use links for doctors without MSSanté: kept as hashes, opened once, closed after too many wrong codes.

use droit::identifiant::RemiseId;
use droit::remise::NatureReponse;
use jiff::Timestamp;
use uuid::Uuid;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, desceller_chaine, sceller};
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const CREER: &str = "INSERT INTO lien_medecin (remise, empreinte, code, cree_le, expire_le)
    VALUES ($1, $2, $3, $4, $5)";
const LIEN: &str = "SELECT remise, code, cree_le, expire_le, echecs, ferme_le, ouvert_le, session_expire_le
    FROM lien_medecin WHERE empreinte = $1";
const DE_LA_REMISE: &str =
    "SELECT remise, code, cree_le, expire_le, echecs, ferme_le, ouvert_le, session_expire_le
    FROM lien_medecin WHERE remise = $1";
const DE_LA_SESSION: &str =
    "SELECT remise, code, cree_le, expire_le, echecs, ferme_le, ouvert_le, session_expire_le
    FROM lien_medecin WHERE session = $1 AND session_expire_le > $2 AND ferme_le IS NULL";
const ECHOUER: &str = "UPDATE lien_medecin SET echecs = echecs + 1,
        ferme_le = CASE WHEN echecs + 1 >= $2 THEN $3 ELSE ferme_le END
    WHERE remise = $1 AND ouvert_le IS NULL AND ferme_le IS NULL";
const OUVRIR: &str = "UPDATE lien_medecin SET ouvert_le = $2, session = $3, session_expire_le = $4
    WHERE remise = $1 AND ouvert_le IS NULL AND ferme_le IS NULL AND expire_le > $2";
const FERMER: &str = "UPDATE lien_medecin SET ferme_le = $2, session = NULL, session_expire_le = NULL WHERE remise = $1 AND ferme_le IS NULL";
const REPONDRE: &str = "INSERT INTO reponse_medecin (id, remise, nature, contenu, recue_le)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
const REPONSES: &str = "SELECT id, remise, nature, contenu, recue_le, vue_le FROM reponse_medecin WHERE remise = $1 ORDER BY recue_le, id";
const VOIR: &str = "UPDATE reponse_medecin SET vue_le = $3 WHERE id = $1 AND remise = $2 AND vue_le IS NULL";
const NON_VUES: &str = "SELECT count(*) AS n FROM reponse_medecin a JOIN remise r ON r.id = a.remise
    WHERE r.praticien = $1 AND a.vue_le IS NULL";

/// A link on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lien {
    /// The delivery it makes.
    pub remise: RemiseId,
    /// Hash of the code that goes with it.
    pub code: Vec<u8>,
    /// When it was made.
    pub cree_le: Timestamp,
    /// When it stops working.
    pub expire_le: Timestamp,
    /// Wrong codes so far.
    pub echecs: u32,
    /// When it was closed: too many wrong codes, or withdrawn.
    pub ferme_le: Option<Timestamp>,
    /// When it was opened: it does not open twice.
    pub ouvert_le: Option<Timestamp>,
    /// When the reading it opened ends.
    pub session_expire_le: Option<Timestamp>,
}

/// An answer of a doctor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reponse {
    /// Key.
    pub id: Uuid,
    /// The delivery answered.
    pub remise: RemiseId,
    /// What it is.
    pub nature: NatureReponse,
    /// In the shape the caller gave it.
    pub contenu: String,
    /// When.
    pub recue_le: Timestamp,
    /// When the MK read it.
    pub vue_le: Option<Timestamp>,
}

/// Records a link; the hashes alone.
pub fn creer(
    tx: &mut Tx,
    remise: RemiseId,
    (empreinte, code): (&[u8], &[u8]),
    (cree_le, expire_le): (Timestamp, Timestamp),
) {
    tx.enqueue_one(CREER, params![remise, empreinte.to_vec(), code.to_vec(), cree_le, expire_le]);
}

/// The link of this hash.
///
/// # Errors
/// When the base fails.
pub fn trouver(tx: &mut Tx, empreinte: &[u8]) -> Result<Option<Lien>, Echec> {
    tx.query_opt(LIEN, &params![empreinte.to_vec()])?.map(|ligne| lire(&ligne)).transpose()
}

/// The link of a delivery.
///
/// # Errors
/// When the base fails.
pub fn de_la_remise(tx: &mut Tx, remise: RemiseId) -> Result<Option<Lien>, Echec> {
    tx.query_opt(DE_LA_REMISE, &params![remise])?.map(|ligne| lire(&ligne)).transpose()
}

/// The link whose reading goes on under this session.
///
/// # Errors
/// When the base fails.
pub fn de_la_session(tx: &mut Tx, session: &[u8], maintenant: Timestamp) -> Result<Option<Lien>, Echec> {
    tx.query_opt(DE_LA_SESSION, &params![session.to_vec(), maintenant])?.map(|ligne| lire(&ligne)).transpose()
}

/// Counts a wrong code; at `maximum` the link closes.
pub fn echouer(tx: &mut Tx, remise: RemiseId, maximum: u32, maintenant: Timestamp) {
    tx.enqueue(ECHOUER, params![remise, maximum, maintenant]);
    tracer(tx, remise, "lien.code-faux", maintenant);
}

/// Opens it, once: [`Echec::Conflit`] when somebody did before.
pub fn ouvrir(tx: &mut Tx, remise: RemiseId, session: &[u8], (maintenant, fin): (Timestamp, Timestamp)) {
    tx.enqueue_one(OUVRIR, params![remise, maintenant, session.to_vec(), fin]);
    tracer(tx, remise, "lien.ouvrir", maintenant);
}

/// Closes it: it opens nothing any more, and what it opened is over.
pub fn fermer(tx: &mut Tx, remise: RemiseId, maintenant: Timestamp) {
    tx.enqueue(FERMER, params![remise, maintenant]);
    tracer(tx, remise, "lien.fermer", maintenant);
}

/// Leaves a line in the journal: the doctor opened the document.
pub fn tracer_la_lecture(tx: &mut Tx, remise: RemiseId, maintenant: Timestamp) {
    tracer(tx, remise, "lien.lire", maintenant);
}

/// Records an answer; the same key twice is one answer.
pub fn repondre(tx: &mut Tx, trousseau: &Trousseau, reponse: &Reponse) {
    let lieu = cellule("reponse_medecin", "contenu", reponse.id.as_u128());
    let scelle = sceller(trousseau, lieu, reponse.contenu.as_bytes());
    tx.enqueue(REPONDRE, params![reponse.id, reponse.remise, reponse.nature, scelle, reponse.recue_le]);
    tracer(tx, reponse.remise, "lien.repondre", reponse.recue_le);
}

/// The answers to a delivery, oldest first.
///
/// # Errors
/// When the base fails or an answer does not open.
pub fn reponses(tx: &mut Tx, trousseau: &Trousseau, remise: RemiseId) -> Result<Vec<Reponse>, Echec> {
    tx.query(REPONSES, &params![remise])?.iter().map(|ligne| lire_reponse(trousseau, ligne)).collect()
}

/// Marks an answer as read.
pub fn marquer_vue(tx: &mut Tx, remise: RemiseId, reponse: Uuid, maintenant: Timestamp) {
    tx.enqueue(VOIR, params![reponse, remise, maintenant]);
}

/// How many answers an MK has not read.
///
/// # Errors
/// When the base fails.
pub fn non_vues(tx: &mut Tx, praticien: droit::identifiant::PraticienId) -> Result<u32, Echec> {
    tx.query_one(NON_VUES, &params![praticien])?.get("n")
}

fn lire(ligne: &Row) -> Result<Lien, Echec> {
    Ok(Lien {
        remise: ligne.get("remise")?,
        code: ligne.get("code")?,
        cree_le: ligne.get("cree_le")?,
        expire_le: ligne.get("expire_le")?,
        echecs: ligne.get("echecs")?,
        ferme_le: ligne.get("ferme_le")?,
        ouvert_le: ligne.get("ouvert_le")?,
        session_expire_le: ligne.get("session_expire_le")?,
    })
}

fn lire_reponse(trousseau: &Trousseau, ligne: &Row) -> Result<Reponse, Echec> {
    let id: Uuid = ligne.get("id")?;
    let lieu = cellule("reponse_medecin", "contenu", id.as_u128());
    Ok(Reponse {
        id,
        remise: ligne.get("remise")?,
        nature: ligne.get("nature")?,
        contenu: desceller_chaine(trousseau, lieu, ligne)?.unwrap_or_default(),
        recue_le: ligne.get("recue_le")?,
        vue_le: ligne.get("vue_le")?,
    })
}

/// The doctor has no account: the line names the delivery on both sides.
fn tracer(tx: &mut Tx, remise: RemiseId, action: &str, maintenant: Timestamp) {
    tx.tracer(Entree::new(maintenant, "lien", action, format!("remise/{remise}")));
}
