//! MSSanté mailboxes: how far each was read, the mails that no delivery explains, the answers of people.

use droit::identifiant::{PraticienId, RemiseId};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::chiffre::Trousseau;
use crate::colonne::{cellule, desceller_chaine, sceller};
use crate::journal::Entree;
use crate::{Echec, Row, Tx, params};

const POSITION: &str = "SELECT validite, dernier, relevee_le FROM boite_mssante WHERE boite = $1";
const AVANCER: &str =
    "INSERT INTO boite_mssante (boite, validite, dernier, relevee_le) VALUES ($1, $2, $3, $4)
    ON CONFLICT (boite) DO UPDATE SET validite = $2, dernier = $3, relevee_le = $4";
const GARDER: &str = "INSERT INTO retour_mssante (id, boite, genre, original, domaine, remise, dit, recu_le)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const INCONNUS: &str =
    "SELECT id, genre, original, domaine, remise, NULL AS dit, recu_le, vu_le FROM retour_mssante
    WHERE remise IS NULL ORDER BY recu_le DESC, id LIMIT $1";
const DE_LA_REMISE: &str =
    "SELECT id, genre, original, domaine, remise, dit, recu_le, vu_le FROM retour_mssante
    WHERE remise = $1 ORDER BY recu_le, id";
const VOIR: &str = "UPDATE retour_mssante SET vu_le = $2 WHERE id = $1 AND remise IS NULL AND vu_le IS NULL";
const VOIR_DE_LA_REMISE: &str = "UPDATE retour_mssante SET vu_le = $2 WHERE remise = $1 AND vu_le IS NULL";
const DEJA_LU: &str = "SELECT 1 AS lu FROM courriel_lu WHERE boite = $1 AND empreinte = $2";
const MARQUER_LU: &str = "INSERT INTO courriel_lu (boite, empreinte, lu_le) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING";
const BOITE: &str = "SELECT adresse FROM boite_du_praticien WHERE praticien = $1";
const NOTER_BOITE: &str = "INSERT INTO boite_du_praticien (praticien, adresse, notee_le) VALUES ($1, $2, $3)
    ON CONFLICT (praticien) DO UPDATE SET adresse = $2, notee_le = $3";
const OUBLIER_BOITE: &str = "DELETE FROM boite_du_praticien WHERE praticien = $1";

/// How far a mailbox was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// UIDVALIDITY.
    pub validite: u32,
    /// Last UID read.
    pub dernier: u32,
    /// When.
    pub relevee_le: Timestamp,
}

/// A mail received that says more than a state, or that nothing explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recu {
    /// Key.
    pub id: Uuid,
    /// `notification`, `remise`, `reponse`, `illisible`, `trop-lourd`.
    pub genre: String,
    /// The Message-ID it speaks of.
    pub original: Option<String>,
    /// Domain of its writer, or nothing.
    pub domaine: String,
    /// The delivery it speaks of.
    pub remise: Option<RemiseId>,
    /// What a person wrote.
    pub dit: Option<String>,
    /// When it was read.
    pub recu_le: Timestamp,
    /// When somebody looked at it.
    pub vu_le: Option<Timestamp>,
}

/// How far this mailbox was read; `None` when it never was.
///
/// # Errors
/// When the base fails.
pub fn position(tx: &mut Tx, boite: &str) -> Result<Option<Position>, Echec> {
    let lire = |ligne: Row| {
        Ok(Position {
            validite: ligne.get("validite")?,
            dernier: ligne.get("dernier")?,
            relevee_le: ligne.get("relevee_le")?,
        })
    };
    tx.query_opt(POSITION, &params![boite])?.map(lire).transpose()
}

/// Keeps how far it was read, in the transaction of what was read.
pub fn avancer(tx: &mut Tx, boite: &str, position: Position) {
    let Position { validite, dernier, relevee_le } = position;
    tx.enqueue_one(AVANCER, params![boite, validite, dernier, relevee_le]);
}

/// Was a mail of this Message-ID read from this mailbox.
///
/// # Errors
/// When the base fails.
pub fn deja_lu(tx: &mut Tx, boite: &str, identifiant: &str) -> Result<bool, Echec> {
    Ok(tx.query_opt(DEJA_LU, &params![boite, empreinte(identifiant)])?.is_some())
}

/// A mail of this Message-ID is read.
pub fn marquer_lu(tx: &mut Tx, boite: &str, identifiant: &str, lu_le: Timestamp) {
    tx.enqueue(MARQUER_LU, params![boite, empreinte(identifiant), lu_le]);
}

fn empreinte(identifiant: &str) -> Vec<u8> {
    Sha256::digest(identifiant.as_bytes()).to_vec()
}

/// Keeps a mail.
pub fn garder(tx: &mut Tx, trousseau: &Trousseau, boite: &str, recu: &Recu) {
    let lieu = cellule("retour_mssante", "dit", recu.id.as_u128());
    let dit = recu.dit.as_ref().map(|dit| sceller(trousseau, lieu, dit.as_bytes()));
    let valeurs = params![
        recu.id,
        boite,
        recu.genre.as_str(),
        recu.original.clone(),
        recu.domaine.as_str(),
        recu.remise,
        dit,
        recu.recu_le
    ];
    tx.enqueue_one(GARDER, valeurs);
}

/// The latest mails that no delivery explains.
///
/// # Errors
/// When the base fails.
pub fn inconnus(tx: &mut Tx, limite: u32) -> Result<Vec<Recu>, Echec> {
    tx.query(INCONNUS, &params![limite])?.iter().map(|ligne| lire(ligne, None)).collect()
}

/// What people wrote about a delivery, oldest first.
///
/// # Errors
/// When the base fails or a text does not open.
pub fn de_la_remise(tx: &mut Tx, trousseau: &Trousseau, remise: RemiseId) -> Result<Vec<Recu>, Echec> {
    let lignes = tx.query(DE_LA_REMISE, &params![remise])?;
    let ouvrir = |ligne: &Row| {
        let id: Uuid = ligne.get("id")?;
        let dit = desceller_chaine(trousseau, cellule("retour_mssante", "dit", id.as_u128()), ligne)?;
        lire(ligne, dit)
    };
    lignes.iter().map(ouvrir).collect()
}

/// Somebody looked at a mail that nothing explains.
pub fn marquer_vu(tx: &mut Tx, id: Uuid, maintenant: Timestamp) {
    tx.enqueue(VOIR, params![id, maintenant]);
}

/// The MK read what people wrote about a delivery.
pub fn marquer_lus(tx: &mut Tx, remise: RemiseId, maintenant: Timestamp) {
    tx.enqueue(VOIR_DE_LA_REMISE, params![remise, maintenant]);
}

/// The MK's own mailbox.
///
/// # Errors
/// When the base fails.
pub fn du_praticien(tx: &mut Tx, praticien: PraticienId) -> Result<Option<String>, Echec> {
    tx.query_opt(BOITE, &params![praticien])?.map(|ligne| ligne.get("adresse")).transpose()
}

/// Records the MK's own mailbox, or that he has none.
pub fn noter_la_sienne(tx: &mut Tx, praticien: PraticienId, adresse: Option<&str>, maintenant: Timestamp) {
    match adresse {
        Some(adresse) => tx.enqueue_one(NOTER_BOITE, params![praticien, adresse, maintenant]),
        None => tx.enqueue(OUBLIER_BOITE, params![praticien]),
    }
    let qui = format!("praticien/{praticien}");
    tx.tracer(Entree::new(maintenant, qui.clone(), "boite.noter", qui));
}

fn lire(ligne: &Row, dit: Option<String>) -> Result<Recu, Echec> {
    Ok(Recu {
        id: ligne.get("id")?,
        genre: ligne.get("genre")?,
        original: ligne.get("original")?,
        domaine: ligne.get("domaine")?,
        remise: ligne.get("remise")?,
        dit,
        recu_le: ligne.get("recu_le")?,
        vu_le: ligne.get("vu_le")?,
    })
}
