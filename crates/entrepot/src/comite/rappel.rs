//! What the worker reminds of: told once, whatever the number of workers.

use droit::comite::DecisionComite;
use droit::identifiant::CodeDepartement;
use droit::notification::Nature;
use jiff::Timestamp;

use crate::journal::Entree;
use crate::notification::{self, Avis, Destinataire};
use crate::{Echec, Tx, params};

const RAPPELER: &str = "INSERT INTO comite_rappel (cle, envoye_le) VALUES ($1, $2) ON CONFLICT DO NOTHING";

/// Reminds the organisers of a meeting that is not called; says whether this call did it.
///
/// # Errors
/// When the base fails.
pub fn rappeler_la_reunion(
    tx: &mut Tx,
    (departement, rang, jours): (CodeDepartement, u8, i64),
    instant: Timestamp,
) -> Result<bool, Echec> {
    let cle = format!("comite/{departement}/{rang}/{jours}");
    let lien = format!("/comite?departement={departement}");
    let destinataires = [Destinataire::Ars(departement), Destinataire::Caisse(departement)];
    rappeler(tx, (&cle, lien), Nature::ReunionAConvoquer, &destinataires, instant)
}

/// Tells the organisers and the members that a decision is late; says whether this call did it.
///
/// # Errors
/// When the base fails.
pub fn rappeler_la_decision(
    tx: &mut Tx,
    departement: CodeDepartement,
    decision: &DecisionComite,
    instant: Timestamp,
) -> Result<bool, Echec> {
    let cle = format!("comite/decision/{}/{}", decision.id, decision.echeance);
    let lien = format!("/comite/reunions/{}", decision.reunion);
    let destinataires = [
        Destinataire::Ars(departement),
        Destinataire::Caisse(departement),
        Destinataire::Comite(departement),
    ];
    rappeler(tx, (&cle, lien), Nature::DecisionEnRetard, &destinataires, instant)
}

fn rappeler(
    tx: &mut Tx,
    (cle, lien): (&str, String),
    nature: Nature,
    destinataires: &[Destinataire],
    instant: Timestamp,
) -> Result<bool, Echec> {
    if tx.execute(RAPPELER, &params![cle, instant])? == 0 {
        return Ok(false);
    }
    let avis =
        Avis { nature, cle: cle.to_owned(), declaration: None, praticien: None, lien, auteur: None, instant };
    for destinataire in destinataires {
        notification::deposer(tx, *destinataire, &avis);
    }
    tx.tracer(Entree::new(instant, "systeme", "comite.rappeler", cle));
    Ok(true)
}
