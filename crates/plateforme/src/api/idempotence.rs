//! `Idempotency-Key`: a POST sent twice with the same key is carried out once and answered twice the same.

use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entrepot::idempotence::{Cle, Connue, Reponse};

use crate::connexion::Identite;
use crate::echec::Failure;
use crate::serveur::App;

const ENTETE: HeaderName = HeaderName::from_static("idempotency-key");

/// The longest key, in characters; a UUID has 36.
const LONGUEUR_MAXIMALE: usize = 200;

/// What to do with a request.
pub enum Debut {
    /// Carry it out, and keep the answer under this key where there is one.
    Nouvelle(Option<Cle>),
    /// It was carried out: this is its answer.
    Deja(Response),
}

/// Reads the key of a request to `route`, and looks for the answer it already had.
///
/// # Errors
/// When the key is unreadable, or was used with another body.
pub async fn debuter(
    app: &App,
    identite: &Identite,
    route: &str,
    entetes: &HeaderMap,
    corps: &[u8],
) -> Result<Debut, Failure> {
    let Some(valeur) = entetes.get(ENTETE) else { return Ok(Debut::Nouvelle(None)) };
    let texte = valeur.to_str().unwrap_or_default().trim();
    if texte.is_empty() || texte.len() > LONGUEUR_MAXIMALE {
        return Err(Failure::Illisible(format!(
            "l’en-tête Idempotency-Key compte de 1 à {LONGUEUR_MAXIMALE} caractères ASCII visibles, par exemple un UUID"
        )));
    }
    let cle = Cle::new(identite.compte.to_string(), route, texte, corps);
    Ok(match deja(app, &cle).await? {
        Some(reponse) => Debut::Deja(reponse),
        None => Debut::Nouvelle(Some(cle)),
    })
}

/// The answer that a key already had.
///
/// # Errors
/// When the key was used with another body, or the base fails.
pub async fn deja(app: &App, cle: &Cle) -> Result<Option<Response>, Failure> {
    let cherchee = cle.clone();
    match app.entrepot.lire(move |tx| cherchee.retrouver(tx)).await? {
        Connue::Nouvelle => Ok(None),
        Connue::Deja(reponse) => Ok(Some(rejouer(&reponse))),
        Connue::AutreCorps => Err(Failure::Illisible(
            "cette Idempotency-Key a déjà servi avec un autre contenu : prenez-en une autre".to_owned(),
        )),
    }
}

/// The failure, unless the same request won elsewhere meanwhile: then its answer.
///
/// # Errors
/// The failure.
pub async fn ou_deja(app: &App, cle: Option<&Cle>, echec: Failure) -> Result<Response, Failure> {
    match cle {
        None => Err(echec),
        Some(cle) => deja(app, cle).await?.ok_or(echec),
    }
}

/// A JSON answer, as kept.
pub fn rejouer(reponse: &Reponse) -> Response {
    let statut = StatusCode::from_u16(reponse.statut).unwrap_or(StatusCode::OK);
    (statut, [(header::CONTENT_TYPE, "application/json")], reponse.corps.clone()).into_response()
}
