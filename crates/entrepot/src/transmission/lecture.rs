//! Reading files: those of an addressee, one with its bytes, what became of a declaration.

use droit::identifiant::{DeclarationId, DestinataireId, TransmissionId};
use droit::organisme::TypeOrganisme;
use jiff::Timestamp;

use crate::{Echec, Row, Tx, params};

const UNE: &str =
    "SELECT t.id, t.destinataire, t.numero, t.nature, t.arrete_le, t.lignes, t.nom, t.sha256_csv,
        t.sha256_json, t.envois, t.envoye_le, t.renvoye_le, t.accuse_le, t.accuse_reference, t.accuse_par,
        o.etat AS depart, o.essais, o.echeance, o.erreur
    FROM transmission t LEFT JOIN outbox o ON o.id = t.message WHERE t.id = $1";
const PAR_NUMERO: &str =
    "SELECT t.id, t.destinataire, t.numero, t.nature, t.arrete_le, t.lignes, t.nom, t.sha256_csv,
        t.sha256_json, t.envois, t.envoye_le, t.renvoye_le, t.accuse_le, t.accuse_reference, t.accuse_par,
        o.etat AS depart, o.essais, o.echeance, o.erreur
    FROM transmission t LEFT JOIN outbox o ON o.id = t.message WHERE t.destinataire = $1 AND t.numero = $2";
const DERNIERES: &str =
    "SELECT t.id, t.destinataire, t.numero, t.nature, t.arrete_le, t.lignes, t.nom, t.sha256_csv,
        t.sha256_json, t.envois, t.envoye_le, t.renvoye_le, t.accuse_le, t.accuse_reference, t.accuse_par,
        o.etat AS depart, o.essais, o.echeance, o.erreur
    FROM transmission t LEFT JOIN outbox o ON o.id = t.message
    WHERE t.destinataire = $1 AND t.numero < $2 ORDER BY t.numero DESC LIMIT $3";
const OCTETS: &str = "SELECT csv, json FROM transmission WHERE id = $1";
const POUR: &str = "SELECT d.id, d.nom, d.organisme, l.numero, t.envoye_le, t.accuse_le, t.accuse_reference
    FROM transmission_ligne l
        JOIN destinataire d ON d.id = l.destinataire
        JOIN transmission t ON t.destinataire = l.destinataire AND t.numero = l.numero
    WHERE l.declaration = $1 ORDER BY d.nom, d.id, l.numero DESC";
const REJETS: &str = "SELECT nom, motif, rejete_le FROM accuse_rejete WHERE destinataire = $1
    ORDER BY rejete_le DESC, nom LIMIT 20";

/// How far the message of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Depart {
    /// It waits; the reason when an attempt failed.
    EnAttente {
        /// Attempts so far.
        essais: i64,
        /// Not to be sent before.
        echeance: Timestamp,
        /// Why the last attempt failed.
        erreur: Option<String>,
    },
    /// Handed over.
    Remis,
    /// Set aside, and why.
    Abandonne(String),
}

/// A file sent or to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transmission {
    /// Key.
    pub id: TransmissionId,
    /// Whom it goes to.
    pub destinataire: DestinataireId,
    /// Its number.
    pub numero: u64,
    /// Code of its nature.
    pub nature: String,
    /// As of when.
    pub arrete_le: Timestamp,
    /// How many lines.
    pub lignes: u64,
    /// Its name without extension.
    pub nom: String,
    /// SHA-256 of the CSV.
    pub sha256_csv: String,
    /// SHA-256 of the JSON.
    pub sha256_json: String,
    /// How far its last message is.
    pub depart: Depart,
    /// How many times it was handed over: more than once after a replay, or a lost answer.
    pub envois: u64,
    /// The first time.
    pub envoye_le: Option<Timestamp>,
    /// The last time, when it was handed over more than once.
    pub renvoye_le: Option<Timestamp>,
    /// When the body received it.
    pub accuse_le: Option<Timestamp>,
    /// The body's reference.
    pub accuse_reference: Option<String>,
    /// Who recorded that.
    pub accuse_par: Option<String>,
}

/// What became of a declaration at one addressee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtatPour {
    /// Whom.
    pub destinataire: DestinataireId,
    /// Name of the body.
    pub nom: String,
    /// Kind of the body.
    pub organisme: TypeOrganisme,
    /// Number of the file that told its present state.
    pub numero: u64,
    /// When that file left; `None` while it waits.
    pub envoye_le: Option<Timestamp>,
    /// When the body received it.
    pub accuse_le: Option<Timestamp>,
    /// The body's reference.
    pub accuse_reference: Option<String>,
}

/// An acknowledgement that could not be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejet {
    /// Name of the file dropped back.
    pub nom: String,
    /// Why.
    pub motif: String,
    /// When.
    pub rejete_le: Timestamp,
}

/// One file; `None` when there is no such key.
///
/// # Errors
/// When the base fails.
pub fn relire(tx: &mut Tx, id: TransmissionId) -> Result<Option<Transmission>, Echec> {
    tx.query_opt(UNE, &params![id])?.map(|ligne| lire(&ligne)).transpose()
}

/// The file of a number.
///
/// # Errors
/// When the base fails.
pub fn par_numero(
    tx: &mut Tx,
    destinataire: DestinataireId,
    numero: u64,
) -> Result<Option<Transmission>, Echec> {
    let numero = i64::try_from(numero).unwrap_or(i64::MAX);
    tx.query_opt(PAR_NUMERO, &params![destinataire, numero])?.map(|ligne| lire(&ligne)).transpose()
}

/// The last files of an addressee, the latest first, before a number.
///
/// # Errors
/// When the base fails.
pub fn transmissions(
    tx: &mut Tx,
    destinataire: DestinataireId,
    avant: Option<u64>,
    limite: u16,
) -> Result<Vec<Transmission>, Echec> {
    let avant = avant.and_then(|numero| i64::try_from(numero).ok()).unwrap_or(i64::MAX);
    tx.query(DERNIERES, &params![destinataire, avant, limite])?.iter().map(lire).collect()
}

/// The bytes of a file: the CSV, then the JSON.
///
/// # Errors
/// When the base fails.
pub fn contenu(tx: &mut Tx, id: TransmissionId) -> Result<(Vec<u8>, Vec<u8>), Echec> {
    let ligne = tx.query_one(OCTETS, &params![id])?;
    Ok((ligne.get("csv")?, ligne.get("json")?))
}

/// What each addressee was last told of a declaration.
///
/// # Errors
/// When the base fails.
pub fn etat_pour(tx: &mut Tx, declaration: DeclarationId) -> Result<Vec<EtatPour>, Echec> {
    let mut etats: Vec<EtatPour> = Vec::new();
    for ligne in tx.query(POUR, &params![declaration])? {
        let etat = EtatPour {
            destinataire: ligne.get("id")?,
            nom: ligne.get("nom")?,
            organisme: ligne.get("organisme")?,
            numero: grand(&ligne, "numero")?,
            envoye_le: ligne.get("envoye_le")?,
            accuse_le: ligne.get("accuse_le")?,
            accuse_reference: ligne.get("accuse_reference")?,
        };
        if etats.last().is_none_or(|precedent| precedent.destinataire != etat.destinataire) {
            etats.push(etat);
        }
    }
    Ok(etats)
}

/// The last acknowledgements of an addressee that could not be recorded.
///
/// # Errors
/// When the base fails.
pub fn rejets(tx: &mut Tx, destinataire: DestinataireId) -> Result<Vec<Rejet>, Echec> {
    let lignes = tx.query(REJETS, &params![destinataire])?;
    let lire = |ligne: &Row| {
        Ok(Rejet { nom: ligne.get("nom")?, motif: ligne.get("motif")?, rejete_le: ligne.get("rejete_le")? })
    };
    lignes.iter().map(lire).collect()
}

fn lire(ligne: &Row) -> Result<Transmission, Echec> {
    Ok(Transmission {
        id: ligne.get("id")?,
        destinataire: ligne.get("destinataire")?,
        numero: grand(ligne, "numero")?,
        nature: ligne.get("nature")?,
        arrete_le: ligne.get("arrete_le")?,
        lignes: grand(ligne, "lignes")?,
        nom: ligne.get("nom")?,
        sha256_csv: ligne.get("sha256_csv")?,
        sha256_json: ligne.get("sha256_json")?,
        depart: depart(ligne)?,
        envois: grand(ligne, "envois")?,
        envoye_le: ligne.get("envoye_le")?,
        renvoye_le: ligne.get("renvoye_le")?,
        accuse_le: ligne.get("accuse_le")?,
        accuse_reference: ligne.get("accuse_reference")?,
        accuse_par: ligne.get("accuse_par")?,
    })
}

fn depart(ligne: &Row) -> Result<Depart, Echec> {
    let erreur: Option<String> = ligne.get("erreur")?;
    Ok(match ligne.get::<Option<String>>("depart")?.as_deref() {
        Some("remis") | None => Depart::Remis,
        Some("abandonne") => Depart::Abandonne(erreur.unwrap_or_default()),
        Some(_) => {
            Depart::EnAttente { essais: ligne.get("essais")?, echeance: ligne.get("echeance")?, erreur }
        }
    })
}

fn grand(ligne: &Row, colonne: &'static str) -> Result<u64, Echec> {
    ligne.get::<i64>(colonne).map(|nombre| nombre.max(0).unsigned_abs())
}
