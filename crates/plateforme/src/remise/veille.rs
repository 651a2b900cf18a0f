//! The loop of the ledger: a turn, the inbox from time to time, a rest.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use uuid::Uuid;

use super::{expedition, releve};
use crate::serveur::App;

/// How long to wait when nothing is due.
const REPOS: Duration = Duration::from_secs(2);

/// Works until told to stop.
pub async fn veiller(app: App, nom: Uuid, mut arret: watch::Receiver<bool>) {
    let mut prochaine_releve = Timestamp::MIN;
    loop {
        let occupe = match expedition::tour(&app).await {
            Ok(tour) => tour.commencees > 0,
            Err(cause) => {
                tracing::error!(%cause, "the ledger of deliveries could not be worked on");
                false
            }
        };
        let maintenant = app.horloge.maintenant();
        if maintenant >= prochaine_releve {
            prochaine_releve = maintenant.saturating_add(app.voies().releve).unwrap_or(Timestamp::MAX);
            if let Err(cause) = releve::relever(&app, nom).await {
                tracing::error!(%cause, "answers to deliveries could not be recorded");
            }
        }
        let pause = if occupe { Duration::ZERO } else { REPOS };
        if tokio::time::timeout(pause, arret.wait_for(|arrete| *arrete)).await.is_ok() {
            return;
        }
    }
}
