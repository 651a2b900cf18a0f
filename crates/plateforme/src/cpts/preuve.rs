//! `/membres/{id}/pieces`: a proof of membership that the CPTS keeps for a member.

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::Ici;
use super::membre::{Saisie, charger, page};
use crate::adhesion::preuves;
use crate::connexion::Coordination;
use crate::echec::Failure;
use crate::serveur::App;

/// Keeps a file, or says beside the field why it is not kept.
pub async fn deposer(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
    corps: Multipart,
) -> Result<Response, Failure> {
    let vue = charger(&app, cpts, &id).await?;
    let membre = vue.praticien.id;
    let lue = preuves::lire(&app, &identite, membre, &vue.appartenance, corps).await;
    let mut saisie = Saisie::default();
    let Some(preuve) = saisie.preuve.noter(&preuves::champ(cpts), lue) else {
        let ici = Ici::charger(&app, cpts).await?;
        let page = page(&app, &identite, &vue, ici.le, &saisie);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    preuves::garder(&app, preuve).await?;
    Ok(Redirect::to(&format!("/membres/{membre}")).into_response())
}
