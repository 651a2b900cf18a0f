//! What the worker does for the queue: tell the agents of the files that wait longer than their ARS announces.

use droit::notification::Nature;
use entrepot::notification::{self, Avis, Destinataire};
use entrepot::{Echec, Tx};
use jiff::Timestamp;

use super::attente::{self, Attente};
use crate::echec::Failure;
use crate::serveur::App;

/// Tells of each file once; says how many are late today.
///
/// # Errors
/// When the base fails.
pub async fn signaler_les_retards(app: &App) -> Result<u64, Failure> {
    let annonces: Vec<_> = app
        .reglement
        .departements_designes()
        .filter(|code| {
            let le = super::aujourd_hui(app, *code);
            le.is_ok_and(|le| app.reglement.parametres(*code).delai_de_decision.au(le).connue.is_some())
        })
        .collect();
    let mut retards = attente::de_l_etat(app, &annonces, "deposee").await?;
    retards.retain(Attente::en_retard);
    let (nombre, maintenant) = (retards.len() as u64, app.horloge.maintenant());
    if nombre > 0 {
        let ecrit = app.entrepot.ecrire(move |tx| {
            retards.iter().for_each(|attente| prevenir(tx, attente, maintenant));
            Ok::<_, Echec>(())
        });
        ecrit.await?;
    }
    Ok(nombre)
}

/// A file that comes back completed has another clock, and is told of again.
fn prevenir(tx: &mut Tx, attente: &Attente, instant: Timestamp) {
    let avis = Avis {
        nature: Nature::DelaiDepasse,
        cle: format!("retard/{}/{}", attente.declaration, attente.etat_le),
        declaration: Some(attente.declaration),
        praticien: None,
        lien: format!("/declarations/{}", attente.declaration),
        auteur: None,
        instant,
    };
    notification::deposer(tx, Destinataire::Ars(attente.dossier.departement), &avis);
}
