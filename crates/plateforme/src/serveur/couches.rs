//! The layers around every route, from the outside in.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Response, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use jiff::Timestamp;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::Predicate;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::trace::TraceLayer;

use super::{App, entetes, surcharge};
use crate::echec::{Failure, presenter};

/// The longest a request may take; a page takes milliseconds.
pub const DELAI: Duration = Duration::from_secs(20);

/// The longest that sending an extraction may take: over a hundred megabytes, on a slow line.
pub const DELAI_D_EXTRACTION: Duration = Duration::from_mins(30);

/// The largest extraction accepted: the published mailboxes are about a quarter of this.
pub const EXTRACTION_MAXIMALE: usize = 512 * 1024 * 1024;

/// The largest body accepted: a form or one decision is a few kilobytes.
pub const CORPS_MAXIMAL: usize = 256 * 1024;

const NUMERO: HeaderName = HeaderName::from_static("x-request-id");

/// Puts the layers around the routes.
pub fn entourer(routes: Router, app: &App) -> Router {
    let dehors = ServiceBuilder::new()
        .layer(SetRequestIdLayer::new(NUMERO, Numeroteur(app.clone())))
        .layer(TraceLayer::new_for_http().make_span_with(portee_de_trace).on_failure(()))
        .layer(PropagateRequestIdLayer::new(NUMERO))
        .layer(from_fn_with_state(app.ecoute.transport(), entetes::proteger))
        .layer(CompressionLayer::new().compress_when(Partageable))
        .layer(from_fn(entetes::cacher))
        .layer(from_fn(presenter))
        .layer(from_fn_with_state(surcharge::Jauge::new(app.ecoute.requetes_simultanees), surcharge::borner));
    let dedans = ServiceBuilder::new()
        .layer(CatchPanicLayer::custom(apres_panique))
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::disable());
    routes.fallback(absent).layer(dedans).layer(dehors)
}

async fn absent() -> Failure {
    Failure::Introuvable
}

/// Names the route and never the address, which may hold the identifier of a patient's episode.
fn portee_de_trace(requete: &Request) -> tracing::Span {
    let route = requete.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let numero = requete.headers().get(NUMERO).and_then(|numero| numero.to_str().ok()).unwrap_or("-");
    tracing::info_span!("http", methode = %requete.method(), route, numero)
}

/// Tells the panic as a fault of the product, never its message.
fn apres_panique(cause: Box<dyn std::any::Any + Send>) -> Response<axum::body::Body> {
    let message = cause.downcast_ref::<&str>().copied().map(str::to_owned);
    let message = message.or_else(|| cause.downcast_ref::<String>().cloned());
    Failure::interne(message.unwrap_or_else(|| "panic without message".to_owned())).into_response()
}

/// Numbers requests, so that a person can quote one to the administrator.
#[derive(Clone)]
struct Numeroteur(App);

impl MakeRequestId for Numeroteur {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let maintenant: Timestamp = self.0.horloge.maintenant();
        let numero = self.0.alea.uuid(maintenant).simple().to_string();
        HeaderValue::from_str(&numero).ok().map(RequestId::new)
    }
}

/// Compresses what everybody may see: a secret compressed beside chosen text can be guessed from its length.
#[derive(Clone, Copy)]
struct Partageable;

impl Predicate for Partageable {
    fn should_compress<B: axum::body::HttpBody>(&self, reponse: &Response<B>) -> bool {
        let entete = |nom| reponse.headers().get(nom).and_then(|valeur: &HeaderValue| valeur.to_str().ok());
        let secrete = entete(header::CACHE_CONTROL).is_none_or(|cache| cache.contains("no-store"));
        let texte = entete(header::CONTENT_TYPE).is_some_and(|genre| {
            ["text/", "json", "javascript", "svg"].iter().any(|morceau| genre.contains(morceau))
        });
        !secrete && texte && reponse.body().size_hint().lower() >= 1024
    }
}
