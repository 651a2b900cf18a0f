//! Keeping what MKs lend: renewed while their sessions last, forgotten when they end, wherever they end.

use std::sync::Arc;
use std::time::Duration;

use entrepot::{Echec, connexion};
use tokio::sync::watch;
use uuid::Uuid;

use crate::connexion::INACTIVITE;
use crate::serveur::App;

/// How often it is looked at.
const REPOS: Duration = Duration::from_secs(5);

/// One look: sessions that ended are forgotten, the tokens of the others renewed when it is time.
///
/// # Errors
/// When the base fails; what was lent is then kept until the next look.
pub async fn tour(app: &App) -> Result<(), Echec> {
    let Some(psc) = app.psc() else { return Ok(()) };
    let (maintenant, connues) = (app.horloge.maintenant(), psc.sessions());
    if connues.is_empty() {
        return Ok(());
    }
    let cherchees = connues.clone();
    let vivantes: Vec<Uuid> = app
        .entrepot
        .lire(move |tx| connexion::vivantes(tx, &cherchees, (maintenant, maintenant - INACTIVITE)))
        .await?;
    let finies: Vec<_> = connues.into_iter().filter(|session| !vivantes.contains(session)).collect();
    psc.oublier(&finies);
    let psc = Arc::clone(psc);
    if let Err(panne) = tokio::task::spawn_blocking(move || psc.entretenir(maintenant)).await {
        tracing::error!(%panne, "the tokens of Pro Santé Connect could not be kept");
    }
    Ok(())
}

/// Looks until told to stop.
pub async fn veiller(app: App, mut arret: watch::Receiver<bool>) {
    loop {
        if let Err(cause) = tour(&app).await {
            tracing::error!(%cause, "the sessions of Pro Santé Connect could not be looked after");
        }
        if tokio::time::timeout(REPOS, arret.wait_for(|arrete| *arrete)).await.is_ok() {
            return;
        }
    }
}
