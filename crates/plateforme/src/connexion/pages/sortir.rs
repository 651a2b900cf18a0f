//! `/deconnexion`: ends the session of this browser.

use axum::extract::State;
use axum::response::Response;
use entrepot::journal::Entree;
use entrepot::{Echec, connexion};

use super::rediriger;
use crate::connexion::{Connecte, Voie, cookie};
use crate::echec::Failure;
use crate::serveur::App;

/// Ends the session and takes the cookie back.
pub async fn sortir(State(app): State<App>, Connecte(identite): Connecte) -> Result<Response, Failure> {
    if let Voie::Session(id) = identite.voie {
        let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
        app.entrepot
            .ecrire(move |tx| {
                connexion::fermer(tx, compte, id);
                let (acteur, sujet) = (format!("compte/{compte}"), format!("connexion/{id}"));
                tx.tracer(Entree::new(maintenant, acteur, "connexion.fermer", sujet));
                Ok::<(), Echec>(())
            })
            .await?;
    }
    Ok(rediriger("/", cookie::retirer(app.ecoute.transport())))
}
