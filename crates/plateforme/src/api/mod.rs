//! The JSON API: its description, assembled from the handlers of every slice.

pub mod decisions;
pub mod declarations;
pub mod episodes;
pub mod idempotence;
mod schema;

use axum::Json;
use utoipa::OpenApi;

use crate::echec::{ErreurDeChamp, Problem};
use crate::{annuaire, certificat, indicateur};

/// The description of the API (OpenAPI 3.1). Each slice adds its handlers here.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Accès Direct",
        description = "L’accès direct aux masseurs-kinésithérapeutes : décisions, épisodes, séances et déclarations.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
    ),
    paths(
        episodes::lecture::lister,
        episodes::ouverture::ouvrir,
        episodes::lecture::voir,
        crate::document::brouillons::en_json,
        crate::document::liste::en_json,
        crate::facturation::json::en_json,
        episodes::seance,
        episodes::annulation,
        episodes::diagnostic,
        episodes::retrait,
        episodes::orientation,
        episodes::evenement,
        episodes::amelioration,
        episodes::cloture,
        decisions::poser,
        annuaire::json::en_json,
        annuaire::export::en_fhir,
        annuaire::difference::changements,
        certificat::reponse::en_json,
        declarations::lecture::lister,
        declarations::lecture::lire,
        declarations::depot::declarer,
        declarations::gestes::agir,
        declarations::piece::joindre,
        declarations::confirmation::lister,
        declarations::confirmation::agir,
        declarations::autorisation::repondre,
        declarations::autorisation::repondre_a_plusieurs,
        declarations::transmission::lister,
        declarations::transmission::accuser,
        indicateur::api::lire,
        indicateur::api::definitions,
        crate::evenement::api::lister,
        crate::campagne::api::lister,
        crate::comite::api::lister,
    ),
    components(schemas(Problem, ErreurDeChamp))
)]
struct Description;

/// Serves the description.
pub async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}
