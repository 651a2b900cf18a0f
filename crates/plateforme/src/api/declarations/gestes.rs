//! `POST /api/v1/declarations/{id}/gestes`: file, withdraw, accept, refuse, ask for completion, suspend, take up again.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::corps::{GesteSaisi, lire};
use crate::api::idempotence::{Debut, debuter, ou_deja};
use crate::connexion::Connecte;
use crate::declaration::{Accompli, accomplir};
use crate::echec::{Failure, Problem};
use crate::saisie::Corps;
use crate::serveur::App;

/// Fait avancer une déclaration : déposer, retirer, accepter, refuser, demander un complément, suspendre, reprendre.
#[utoipa::path(
    post,
    path = "/api/v1/declarations/{id}/gestes",
    tag = "declarations",
    params(
        ("id" = String, Path, description = "Identifiant de la déclaration"),
        ("Idempotency-Key" = Option<String>, Header, description = "Clé qui rend l’envoi répétable"),
    ),
    request_body = GesteSaisi,
    responses(
        (status = 200, description = "Le geste est enregistré.", body = Accompli),
        (status = 404, description = "Déclaration absente, ou hors de votre territoire.", body = Problem),
        (status = 409, description = "La déclaration a changé, ou une règle s’y oppose.", body = Problem),
        (status = 422, description = "Le contenu est à corriger ; le champ est nommé.", body = Problem),
    )
)]
pub async fn agir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    entetes: HeaderMap,
    Corps(octets): Corps,
) -> Result<Response, Failure> {
    let id = id.parse().map_err(|_| Failure::Introuvable)?;
    let route = format!("declarations/{id}/gestes");
    let cle = match debuter(&app, &identite, &route, &entetes, &octets).await? {
        Debut::Deja(reponse) => return Ok(reponse),
        Debut::Nouvelle(cle) => cle,
    };
    let saisi: GesteSaisi = lire(&octets)?;
    match accomplir(&app, &identite, id, saisi.version, &saisi.lire()?, cle.as_ref()).await {
        Ok(accompli) => Ok(Json(accompli).into_response()),
        Err(empechement) => ou_deja(&app, cle.as_ref(), empechement.into()).await,
    }
}
