//! `POST /api/v1/decisions`: may this act be done, answered to anybody, with nothing stored.

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use droit::decision::decider;
use droit::reglement::Reglement;
use formats::decision::{DecisionJson, lire};

use crate::echec::{ErreurDeChamp, Failure, Problem};
use crate::serveur::App;

/// The longest question, in bytes.
const CORPS_MAX: usize = 64 * 1024;

/// Décide un acte : déclarer, ouvrir, faire une séance, clore. Sans compte, et rien n’est conservé.
#[utoipa::path(
    post,
    path = "/api/v1/decisions",
    request_body(content = Object, description = "La question : acte, jour, département, structure, praticien, patient, épisode."),
    responses(
        (status = 200, description = "La décision, expliquée et sourcée.", body = Object),
        (status = 413, description = "La question dépasse 64 Kio.", body = Problem),
        (status = 422, description = "La question est illisible ; le champ en cause est nommé.", body = Problem),
    )
)]
pub async fn poser(State(app): State<App>, corps: Body) -> Result<Response, Failure> {
    let reglement = Reglement::embarque().map_err(Failure::interne)?;
    let Ok(question) = to_bytes(corps, CORPS_MAX).await else {
        return Ok(Problem::de(StatusCode::PAYLOAD_TOO_LARGE).into_response());
    };
    let demande = lire(&question, |departement| app.horloge.aujourd_hui(reglement.fuseau(departement)))
        .map_err(|erreur| Failure::Saisie(vec![ErreurDeChamp::new(erreur.champ, erreur.message)]))?;
    let droit = reglement.au(demande.le, demande.departement, demande.structure.type_structure);
    let decision = decider(&demande, &droit, reglement.nomenclature());
    let reponse = serde_json::to_vec(&DecisionJson(&decision)).map_err(Failure::interne)?;
    Ok(([(CONTENT_TYPE, "application/json")], reponse).into_response())
}
