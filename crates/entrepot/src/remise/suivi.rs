//! What is due, what a dead process left, what nobody answers, and how many deliveries are in each state.

use droit::identifiant::{DocumentId, PraticienId, RemiseId};
use droit::remise::Canal;
use jiff::Timestamp;

use super::Suivie;
use super::lecture::suivie;
use crate::chiffre::Trousseau;
use crate::{Echec, Row, Tx, params};

const DANS_L_ETAT: &str =
    "SELECT id FROM remise WHERE etat = $1 AND etat_le <= $2 ORDER BY etat_le, id LIMIT $3";
const SANS_COURRIER: &str = "SELECT id FROM remise WHERE etat = 'en-file' AND etat_le <= $1
        AND canal NOT IN ('mssante-professionnel', 'mssante-patient') ORDER BY etat_le, id LIMIT $2";
const COURRIER_DE: &str =
    "SELECT id, etat_le FROM remise WHERE praticien = $1 AND etat = 'en-file' AND etat_le <= $2
        AND canal IN ('mssante-professionnel', 'mssante-patient') ORDER BY etat_le, id LIMIT $3";
const COURRIER_EN_FILE: &str =
    "SELECT count(*) AS nombre FROM remise WHERE praticien = $1 AND etat = 'en-file'
        AND canal IN ('mssante-professionnel', 'mssante-patient')";
const DU_DOCUMENT: &str =
    "SELECT id, document, praticien, canal, adresse, message, etat, etat_le, preuve, cause,
        essais, doublons, version, destinataire, medecin
    FROM remise WHERE document = $1 ORDER BY id";
const DU_PRATICIEN: &str = "SELECT id, document, praticien, canal, adresse, message, etat, etat_le, preuve, cause,
        essais, doublons, version, destinataire, medecin
    FROM remise
    WHERE praticien = $1 AND etat IN ('compose', 'rejete', 'sans-reponse', 'abandonne') ORDER BY etat_le, id LIMIT $2";
const COMPTES: &str = "SELECT canal, etat, count(*) AS nombre FROM remise
    WHERE composee_le >= $1 AND composee_le < $2 GROUP BY canal, etat ORDER BY canal, etat";

/// How many deliveries of a channel are in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compte {
    /// Channel.
    pub canal: Canal,
    /// Code of the state.
    pub etat: String,
    /// How many.
    pub nombre: i64,
}

/// Deliveries that may be sent now, the oldest first.
///
/// # Errors
/// When the base fails.
pub fn a_envoyer(tx: &mut Tx, maintenant: Timestamp, limite: u32) -> Result<Vec<RemiseId>, Echec> {
    dans_l_etat(tx, "en-file", maintenant, limite)
}

/// The same when the mails of these MKs alone may leave: what is no mail first, then one mail of each MK in turn, whoever
/// waits longest first, so that a long queue delays nobody else's.
///
/// # Errors
/// When the base fails.
pub fn a_envoyer_de(
    tx: &mut Tx,
    maintenant: Timestamp,
    expediteurs: &[PraticienId],
    limite: u32,
) -> Result<Vec<RemiseId>, Echec> {
    let mut dues: Vec<RemiseId> = Vec::new();
    for ligne in tx.query(SANS_COURRIER, &params![maintenant, limite])? {
        dues.push(ligne.get("id")?);
    }
    let place = limite.saturating_sub(u32::try_from(dues.len()).unwrap_or(limite));
    let mut tours: Vec<(usize, Timestamp, RemiseId)> = Vec::new();
    for expediteur in expediteurs {
        for (tour, ligne) in
            tx.query(COURRIER_DE, &params![*expediteur, maintenant, place])?.iter().enumerate()
        {
            tours.push((tour, ligne.get("etat_le")?, ligne.get("id")?));
        }
    }
    tours.sort_unstable_by_key(|(tour, le, id)| (*tour, *le, id.bits()));
    dues.extend(tours.into_iter().map(|(_, _, id)| id).take(usize::try_from(place).unwrap_or(usize::MAX)));
    Ok(dues)
}

/// How many mails of this MK are queued.
///
/// # Errors
/// When the base fails.
pub fn courriers_en_file(tx: &mut Tx, praticien: PraticienId) -> Result<u32, Echec> {
    tx.query_one(COURRIER_EN_FILE, &params![praticien])?.get("nombre")
}

/// Attempts that began before this instant and whose end was never written: their process is dead.
///
/// # Errors
/// When the base fails.
pub fn interrompues(tx: &mut Tx, avant: Timestamp, limite: u32) -> Result<Vec<RemiseId>, Echec> {
    dans_l_etat(tx, "en-cours", avant, limite)
}

/// Deliveries accepted before this instant, of which nothing was heard since.
///
/// # Errors
/// When the base fails.
pub fn muettes(tx: &mut Tx, avant: Timestamp, limite: u32) -> Result<Vec<RemiseId>, Echec> {
    dans_l_etat(tx, "accepte", avant, limite)
}

fn dans_l_etat(
    tx: &mut Tx,
    etat: &'static str,
    avant: Timestamp,
    limite: u32,
) -> Result<Vec<RemiseId>, Echec> {
    let lignes = tx.query(DANS_L_ETAT, &params![etat, avant, limite])?;
    lignes.iter().map(|ligne| ligne.get("id")).collect()
}

/// Every delivery of a version of a document.
///
/// # Errors
/// When the base fails or an address does not open.
pub fn du_document(tx: &mut Tx, trousseau: &Trousseau, document: DocumentId) -> Result<Vec<Suivie>, Echec> {
    tx.query(DU_DOCUMENT, &params![document])?.iter().map(|ligne| suivie(trousseau, ligne)).collect()
}

/// What waits for this MK: to be sent, rejected, unanswered, set aside; the oldest first.
///
/// # Errors
/// When the base fails or an address does not open.
pub fn du_praticien(
    tx: &mut Tx,
    trousseau: &Trousseau,
    praticien: PraticienId,
    limite: u32,
) -> Result<Vec<Suivie>, Echec> {
    tx.query(DU_PRATICIEN, &params![praticien, limite])?
        .iter()
        .map(|ligne| suivie(trousseau, ligne))
        .collect()
}

/// How many deliveries composed in this period are in each state, by channel.
///
/// # Errors
/// When the base fails.
pub fn comptes(tx: &mut Tx, du: Timestamp, avant: Timestamp) -> Result<Vec<Compte>, Echec> {
    let compte = |ligne: &Row| {
        Ok(Compte { canal: ligne.get("canal")?, etat: ligne.get("etat")?, nombre: ligne.get("nombre")? })
    };
    tx.query(COMPTES, &params![du, avant])?.iter().map(compte).collect()
}
