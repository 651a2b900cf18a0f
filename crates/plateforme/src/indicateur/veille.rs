//! The loop of the publication: beside the others, for it is long once a month and nothing waits for it.

use std::time::Duration;

use entrepot::indicateur::changement;
use tokio::sync::watch;

use super::parution;
use crate::serveur::App;

/// How often one looks whether the month has its publication.
const TOUR: Duration = Duration::from_secs(3_600);

/// Publishes each month until told to stop.
pub async fn veiller(app: App, mut arret: watch::Receiver<bool>) {
    loop {
        if let Err(cause) = parution::publier_le_mois(&app).await {
            tracing::error!(%cause, "figures could not be published: those of the last time are shown");
        }
        if let Err(cause) = app.entrepot.ecrire(changement::elaguer).await {
            tracing::error!(%cause, "old changes of the figures could not be forgotten: they take room");
        }
        if tokio::time::timeout(TOUR, arret.wait_for(|arrete| *arrete)).await.is_ok() {
            return;
        }
    }
}
