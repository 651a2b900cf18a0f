//! What the worker reminds of: told once, whatever the number of workers.

use droit::comite::{DecisionComite, Institution, Membre, Reunion};
use droit::identifiant::CodeDepartement;
use droit::notification::Nature;
use jiff::Timestamp;

use super::membres;
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

/// Reminds everybody who has an account of a called meeting, so many days before it; says whether this call did it. Moved to
/// another day, it is reminded of again.
///
/// # Errors
/// When the base fails.
pub fn rappeler_la_convocation(
    tx: &mut Tx,
    reunion: &Reunion,
    jours: i64,
    instant: Timestamp,
) -> Result<bool, Echec> {
    let cle = format!("comite/reunion/{}/{}/{jours}", reunion.id, reunion.rendezvous.le);
    let departement = reunion.departement;
    let mut destinataires = vec![
        Destinataire::Ars(departement),
        Destinataire::Caisse(departement),
        Destinataire::Comite(departement),
    ];
    let siegent = membres(tx, departement)?;
    destinataires.extend(siegent.iter().filter(|m| m.siege_le(reunion.rendezvous.le)).filter_map(compte_de));
    rappeler(
        tx,
        (&cle, format!("/comite/reunions/{}", reunion.id)),
        Nature::ReunionProche,
        &destinataires,
        instant,
    )
}

/// Who reads with the account of his CPTS, or his own.
fn compte_de(membre: &Membre) -> Option<Destinataire> {
    match membre.institution {
        Institution::Cpts => membre.cpts.map(Destinataire::Cpts),
        Institution::Ambassadeur => membre.praticien.map(Destinataire::Praticien),
        _ => None,
    }
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
