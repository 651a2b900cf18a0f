//! `/connexion/pro-sante-connect`: writes the request, gives the browser its half, sends it to the provider.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use entrepot::{Echec, pro_sante_connect};

use super::issue::Issue;
use crate::connexion::pages::entrer::Suite;
use crate::connexion::pages::{rediriger, suite_sure};
use crate::connexion::pro_sante_connect::{Demande, VALIDITE};
use crate::connexion::{Visiteur, cookie};
use crate::echec::Failure;
use crate::saisie::Parametres;
use crate::serveur::App;

/// Sends the browser to the provider.
///
/// # Errors
/// When the base fails. A provider out of reach is told by a page.
pub async fn partir(
    State(app): State<App>,
    visiteur: Visiteur,
    Parametres(suite): Parametres<Suite>,
) -> Result<Response, Failure> {
    let psc = Arc::clone(app.psc().ok_or(Failure::Introuvable)?);
    let (demande, maintenant) = (Demande::tirer(&app.alea), app.horloge.maintenant());
    let valeurs = demande.valeurs();
    let adresse =
        tokio::task::spawn_blocking(move || psc.fournisseur().adresse_de_connexion(&valeurs, maintenant));
    let suite = suite_sure(&suite.suite).to_owned();
    let adresse = match adresse.await.map_err(Failure::interne)? {
        Ok(adresse) => adresse,
        Err(cause) => return Ok(Issue::from(cause).page(&visiteur, &suite).into_response()),
    };
    let (empreinte, fin) = (demande.secret().empreinte(), maintenant + VALIDITE);
    app.entrepot
        .ecrire(move |tx| {
            pro_sante_connect::demander(tx, empreinte, &suite, (maintenant, fin));
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(rediriger(&adresse, cookie::poser_la_demande(demande.secret(), app.ecoute.transport())))
}
