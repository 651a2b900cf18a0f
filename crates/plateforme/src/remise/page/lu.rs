//! What came back to the MK about a delivery, marked as read.

use axum::extract::{Path, State};
use axum::response::Response;
use entrepot::{boite, lien};
use uuid::Uuid;

use super::geste::agir;
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::remise::charger;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The MK read an answer of the doctor.
///
/// # Errors
/// When the delivery is not this MK's, or the base fails.
pub async fn marquer_la_reponse(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let suivie = charger(&app, &identite, &id).await?;
    let reponse: Uuid = champs.un("reponse").parse().map_err(|_| Failure::Introuvable)?;
    let maintenant = app.horloge.maintenant();
    agir(&app, suivie, "lu", move |tx, suivie| {
        lien::marquer_vue(tx, suivie.id, reponse, maintenant);
        Ok(())
    })
    .await
}

/// The MK read what people wrote.
///
/// # Errors
/// When the delivery is not this MK's, or the base fails.
pub async fn marquer_les_messages(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let suivie = charger(&app, &identite, &id).await?;
    let maintenant = app.horloge.maintenant();
    agir(&app, suivie, "lu", move |tx, suivie| {
        boite::marquer_lus(tx, suivie.id, maintenant);
        Ok(())
    })
    .await
}
