//! Writing a file with its number, that it left, that it was received.

use droit::identifiant::{DeclarationId, DestinataireId, TransmissionId};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::{Destinataire, LIVRER};
use crate::journal::Entree;
use crate::{Tx, params, trace};

const NUMEROTER: &str = "UPDATE destinataire SET dernier_numero = $2
    WHERE id = $1 AND dernier_numero = $3 AND version = $4 AND etat = 'actif'";
const INSCRIRE: &str =
    "INSERT INTO transmission (id, destinataire, numero, nature, arrete_le, lignes, nom, csv, json,
        sha256_csv, sha256_json, message)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const DIRE: &str = "INSERT INTO transmission_ligne (destinataire, cle, declaration, contenu, numero)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (destinataire, cle) DO UPDATE SET declaration = $3, contenu = $4, numero = $5";
const OTER: &str = "DELETE FROM transmission_ligne WHERE destinataire = $1 AND cle = $2";
const ENVOYEE: &str = "UPDATE transmission SET envois = envois + 1, envoye_le = COALESCE(envoye_le, $2),
        renvoye_le = CASE WHEN envois = 0 THEN NULL ELSE CAST($2 AS BIGINT) END
    WHERE id = $1";
const RENVOYER: &str = "UPDATE transmission SET message = $2 WHERE id = $1";
const ACCUSER: &str = "UPDATE transmission SET accuse_le = $2, accuse_reference = $3, accuse_par = $4
    WHERE id = $1 AND accuse_le IS NULL AND envois > 0";
const REJETER: &str =
    "INSERT INTO accuse_rejete (destinataire, nom, motif, rejete_le) VALUES ($1, $2, $3, $4)
    ON CONFLICT (destinataire, nom) DO UPDATE SET motif = $3, rejete_le = $4";

/// A file ready to take its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fichier {
    /// Key drawn by the caller.
    pub id: TransmissionId,
    /// Its number: one more than the addressee's last.
    pub numero: u64,
    /// Code of its nature.
    pub nature: &'static str,
    /// As of when.
    pub arrete_le: Timestamp,
    /// How many lines.
    pub lignes: u32,
    /// Its name without extension.
    pub nom: String,
    /// The CSV, as it leaves.
    pub csv: Vec<u8>,
    /// The JSON, as it leaves.
    pub json: Vec<u8>,
    /// SHA-256 of the CSV.
    pub sha256_csv: String,
    /// SHA-256 of the JSON.
    pub sha256_json: String,
    /// What the addressee now knows otherwise.
    pub changements: Vec<Changement>,
}

/// A line told, or taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changement {
    /// Told under its key.
    Dite {
        /// Key of the line.
        cle: String,
        /// The declaration it comes from.
        declaration: DeclarationId,
        /// The line.
        contenu: String,
    },
    /// Taken back.
    Otee {
        /// Key of the line.
        cle: String,
    },
}

/// An acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accuse {
    /// When the body received the file.
    pub le: Timestamp,
    /// Its reference.
    pub reference: String,
    /// Who recorded it: `compte/…`, or `fichier/…` when it was dropped back.
    pub par: String,
}

/// Takes the number, keeps the bytes and what was told, leaves the message that hands the file over: all or nothing.
/// [`crate::Echec::Conflit`] when another file took the number or the settings changed meanwhile.
pub fn inscrire(tx: &mut Tx, pour: &Destinataire, fichier: Fichier) {
    let numero = i64::try_from(fichier.numero).unwrap_or(i64::MAX);
    tx.enqueue_one(NUMEROTER, params![pour.id, numero, numero - 1, pour.version]);
    for changement in fichier.changements {
        match changement {
            Changement::Dite { cle, declaration, contenu } => {
                tx.enqueue(DIRE, params![pour.id, cle, declaration, contenu, numero]);
            }
            Changement::Otee { cle } => tx.enqueue(OTER, params![pour.id, cle]),
        }
    }
    let message = livraison(tx, fichier.id, "premier", fichier.arrete_le);
    let details = json!({ "numero": fichier.numero, "nature": fichier.nature, "lignes": fichier.lignes });
    tx.enqueue_one(
        INSCRIRE,
        params![
            fichier.id,
            pour.id,
            numero,
            fichier.nature,
            fichier.arrete_le,
            fichier.lignes,
            fichier.nom,
            fichier.csv,
            fichier.json,
            fichier.sha256_csv,
            fichier.sha256_json,
            message
        ],
    );
    tracer(tx, fichier.id, "systeme", "transmission.composer", fichier.arrete_le, details.to_string());
}

/// The file left; again when it had already.
pub fn marquer_envoyee(tx: &mut Tx, id: TransmissionId, maintenant: Timestamp) {
    tx.enqueue_one(ENVOYEE, params![id, maintenant]);
    tracer(tx, id, "systeme", "transmission.envoyer", maintenant, "{}".to_owned());
}

/// Sends the same bytes again.
pub fn renvoyer(tx: &mut Tx, id: TransmissionId, acteur: &str, maintenant: Timestamp) {
    let message = livraison(tx, id, &format!("renvoi/{}", maintenant.as_microsecond()), maintenant);
    tx.enqueue_one(RENVOYER, params![id, message]);
    tracer(tx, id, acteur, "transmission.renvoyer", maintenant, "{}".to_owned());
}

/// Records an acknowledgement; [`crate::Echec::Conflit`] when there is one already or when nothing left yet.
pub fn accuser(tx: &mut Tx, id: TransmissionId, accuse: &Accuse, maintenant: Timestamp) {
    tx.enqueue_one(ACCUSER, params![id, accuse.le, accuse.reference.as_str(), accuse.par.as_str()]);
    tracer(tx, id, &accuse.par, "transmission.accuser", maintenant, "{}".to_owned());
}

/// Keeps why an acknowledgement could not be recorded.
pub fn rejeter_un_accuse(tx: &mut Tx, id: DestinataireId, nom: &str, motif: &str, maintenant: Timestamp) {
    tx.enqueue(REJETER, params![id, nom, motif, maintenant]);
}

fn livraison(tx: &mut Tx, id: TransmissionId, occasion: &str, maintenant: Timestamp) -> Uuid {
    let contenu = json!({ "transmission": id.to_string() });
    let message = trace::message(LIVRER, &format!("{id}/{occasion}"), &contenu, maintenant);
    let cle = message.id;
    tx.deposer(message);
    cle
}

fn tracer(tx: &mut Tx, id: TransmissionId, acteur: &str, action: &str, le: Timestamp, details: String) {
    let mut entree = Entree::new(le, acteur, action, format!("transmission/{id}"));
    entree.details = details;
    tx.tracer(entree);
}
