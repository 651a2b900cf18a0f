//! The form of a failure: a page for a browser, problem+json for the API and for programs.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Problem;
use crate::gabarits;

/// Who reads the answer.
enum Lecteur {
    Personne,
    Programme,
}

/// Turns every failed answer of the inner layers into a page or problem+json.
pub async fn presenter(requete: Request, suite: Next) -> Response {
    let lecteur = lecteur(requete.uri(), requete.headers());
    let adresse = requete.uri().clone();
    let suite_possible = requete.method() == Method::GET;
    let reponse = suite.run(requete).await;
    if !(reponse.status().is_client_error() || reponse.status().is_server_error()) || deja_dite(&reponse) {
        return reponse;
    }
    let connu = reponse.extensions().get::<Problem>().cloned();
    let probleme = connu.unwrap_or_else(|| Problem::de(reponse.status()));
    let nouvelle = match lecteur {
        Lecteur::Programme => probleme.en_json(),
        Lecteur::Personne if probleme.status == 401 => vers_la_connexion(suite_possible.then_some(&adresse)),
        Lecteur::Personne => {
            probleme.dater((probleme.statut(), gabarits::page_d_echec(&probleme)).into_response())
        }
    };
    garder_les_entetes(reponse.headers(), nouvelle)
}

fn lecteur(uri: &Uri, entetes: &HeaderMap) -> Lecteur {
    let accepte = |genre: &str| {
        let accept = entetes.get(header::ACCEPT).and_then(|valeur| valeur.to_str().ok());
        accept.is_some_and(|liste| liste.contains(genre))
    };
    if uri.path().starts_with("/api/") || !accepte("text/html") {
        Lecteur::Programme
    } else {
        Lecteur::Personne
    }
}

/// A handler that answers 409 or 422 with its own page, or with a problem that carries more, has said better than we
/// would.
fn deja_dite(reponse: &Response) -> bool {
    let genre = reponse.headers().get(header::CONTENT_TYPE).and_then(|valeur| valeur.to_str().ok());
    match genre {
        Some("application/problem+json") => reponse.extensions().get::<Problem>().is_none(),
        genre => genre.is_some_and(|genre| genre.starts_with("text/html")),
    }
}

fn vers_la_connexion(adresse: Option<&Uri>) -> Response {
    let suite = adresse.and_then(Uri::path_and_query).map_or("/", |chemin| chemin.as_str());
    let suite = crate::pourcent::adresse(suite);
    axum::response::Redirect::to(&format!("/connexion?suite={suite}")).into_response()
}

/// `Allow`, cookies and the like survive the change of form.
fn garder_les_entetes(anciens: &HeaderMap, mut nouvelle: Response) -> Response {
    for (nom, valeur) in anciens {
        let du_corps = [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_ENCODING].contains(nom);
        if !du_corps && !nouvelle.headers().contains_key(nom) {
            nouvelle.headers_mut().append(nom, valeur.clone());
        }
    }
    nouvelle
}
