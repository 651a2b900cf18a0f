//! The reminders of a serious event, each told once whatever the number of workers.

use droit::evenement::{Jalon, Signalement};
use droit::notification::Nature;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use super::lecture::{self, EvenementVu};
use crate::chiffre::Trousseau;
use crate::journal::Entree;
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Tx, params};

const RAPPELER: &str = "INSERT INTO evenement_rappel (evenement, horloge_du, jalon, envoye_le)
    VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

/// The serious events whose volets are awaited and whose clock started on a day or before.
///
/// # Errors
/// When the base fails, or a text does not open.
pub fn en_attente(
    tx: &mut Tx,
    trousseau: &Trousseau,
    du: Date,
    limite: u16,
) -> Result<Vec<EvenementVu>, Echec> {
    lecture::attendus(tx, trousseau, du, limite)
}

/// Reminds the MK; and tells the ARS too once the delay is over. Says whether this call did it.
///
/// # Errors
/// When the base fails.
pub fn rappeler(
    tx: &mut Tx,
    signalement: &Signalement,
    jalon: Jalon,
    instant: Timestamp,
) -> Result<bool, Echec> {
    let Some(du) = signalement.volets.du() else { return Ok(false) };
    let (id, jalon_ecrit) = (signalement.id, jalon.code());
    if tx.execute(RAPPELER, &params![id, du, jalon_ecrit.as_str(), instant])? == 0 {
        return Ok(false);
    }
    let nature = match jalon {
        Jalon::Jour(_) => Nature::AnalyseAttendue,
        Jalon::Depasse => Nature::AnalyseEnRetard,
    };
    let avis = Avis {
        nature,
        cle: format!("evenement/{id}/{du}/{jalon_ecrit}"),
        declaration: None,
        praticien: None,
        lien: format!("/evenements/{id}"),
        auteur: None,
        instant,
    };
    notification::deposer(tx, Destinataire::Praticien(signalement.par), &avis);
    if jalon == Jalon::Depasse {
        notification::deposer(tx, Destinataire::Ars(signalement.departement), &avis);
    }
    let mut entree = Entree::new(instant, "systeme", "evenement.rappeler", format!("evenement/{id}"));
    entree.details = json!({ "jalon": jalon_ecrit }).to_string();
    tx.tracer(entree);
    Ok(true)
}
