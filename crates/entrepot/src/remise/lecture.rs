//! A delivery as it is on file, and the events that brought it there.

use droit::identifiant::RemiseId;
use droit::remise::{Cause, Etat, Preuve, Remise};
use jiff::Timestamp;

use super::Suivie;
use crate::chiffre::Trousseau;
use crate::colonne::{cellule, desceller_chaine};
use crate::{Echec, Row, Tx, params};

const PAR_CLE: &str =
    "SELECT id, document, praticien, canal, adresse, message, etat, etat_le, preuve, cause, essais,
        doublons, version, destinataire, medecin
    FROM remise WHERE id = $1";
const PAR_MESSAGE: &str =
    "SELECT id, document, praticien, canal, adresse, message, etat, etat_le, preuve, cause,
        essais, doublons, version, destinataire, medecin
    FROM remise WHERE message = $1";
const HISTORIQUE: &str = "SELECT instant, fait, cause FROM remise_fait WHERE remise = $1 ORDER BY version";

/// One event of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fait {
    /// When.
    pub instant: Timestamp,
    /// Its name.
    pub fait: String,
    /// What was said.
    pub cause: Option<String>,
}

/// The delivery of this key.
///
/// # Errors
/// When the base fails or an address does not open.
pub fn lire(tx: &mut Tx, trousseau: &Trousseau, id: RemiseId) -> Result<Option<Suivie>, Echec> {
    tx.query_opt(PAR_CLE, &params![id])?.map(|ligne| suivie(trousseau, &ligne)).transpose()
}

/// The delivery whose message this answer speaks of.
///
/// # Errors
/// When the base fails or an address does not open.
pub fn par_message(tx: &mut Tx, trousseau: &Trousseau, message: &str) -> Result<Option<Suivie>, Echec> {
    tx.query_opt(PAR_MESSAGE, &params![message])?.map(|ligne| suivie(trousseau, &ligne)).transpose()
}

/// Everything that happened to a delivery, in order.
///
/// # Errors
/// When the base fails.
pub fn historique(tx: &mut Tx, id: RemiseId) -> Result<Vec<Fait>, Echec> {
    let lignes = tx.query(HISTORIQUE, &params![id])?;
    let fait = |ligne: &Row| {
        Ok(Fait { instant: ligne.get("instant")?, fait: ligne.get("fait")?, cause: ligne.get("cause")? })
    };
    lignes.iter().map(fait).collect()
}

pub(super) fn suivie(trousseau: &Trousseau, ligne: &Row) -> Result<Suivie, Echec> {
    let id: RemiseId = ligne.get("id")?;
    let remise = Remise {
        canal: ligne.get("canal")?,
        etat: etat(ligne)?,
        essais: ligne.get("essais")?,
        doublons_possibles: ligne.get("doublons")?,
    };
    Ok(Suivie {
        id,
        document: ligne.get("document")?,
        praticien: ligne.get("praticien")?,
        destinataire: ligne.get("destinataire")?,
        adresse: desceller_chaine(trousseau, cellule("remise", "adresse", id.bits()), ligne)?,
        medecin: desceller_chaine(trousseau, cellule("remise", "medecin", id.bits()), ligne)?,
        message: ligne.get("message")?,
        remise,
        version: ligne.get("version")?,
    })
}

fn etat(ligne: &Row) -> Result<Etat, Echec> {
    let le: Timestamp = ligne.get("etat_le")?;
    let cause = |ligne: &Row| -> Result<Cause, Echec> { Ok(Cause::nouvelle(&ligne.get::<String>("cause")?)) };
    Ok(match ligne.get::<String>("etat")?.as_str() {
        "compose" => Etat::Compose,
        "en-file" => Etat::EnFile { pas_avant: le },
        "en-cours" => Etat::EnCours { depuis: le },
        "accepte" => Etat::Accepte { le },
        "remis" => Etat::Remis { le, preuve: ligne.get::<Preuve>("preuve")? },
        "rejete" => Etat::Rejete { le, cause: cause(ligne)? },
        "sans-reponse" => Etat::SansReponse { le },
        "abandonne" => Etat::Abandonne { le, cause: cause(ligne)? },
        "annule" => Etat::Annule { le, cause: cause(ligne)? },
        autre => {
            let cause = format!("état « {autre} » inconnu");
            return Err(Echec::Colonne { colonne: "remise.etat".to_owned(), cause });
        }
    })
}
