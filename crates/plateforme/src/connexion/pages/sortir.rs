//! `/deconnexion`: ends the session of this browser, and what it lent.

use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use entrepot::journal::Entree;
use entrepot::{Echec, connexion};

use super::pro_sante_connect::quitter;
use super::rediriger;
use crate::connexion::{Connecte, Voie, cookie};
use crate::echec::Failure;
use crate::serveur::App;

/// Ends the session and takes the cookie back.
pub async fn sortir(State(app): State<App>, Connecte(identite): Connecte) -> Result<Response, Failure> {
    let mut preuve = None;
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
        preuve = app.psc().and_then(|psc| psc.rendre(id));
    }
    let sienne = match preuve {
        Some(preuve) => quitter(&app, preuve).await?,
        None => None,
    };
    let retire = cookie::retirer(app.ecoute.transport());
    Ok(match sienne {
        None => rediriger("/", retire),
        Some(mut page) => {
            page.headers_mut().insert(header::SET_COOKIE, retire);
            page
        }
    })
}
