//! Headers of every answer: what a browser may load, keep and tell.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::config::Transport;
use crate::connexion::porte_un_secret;

/// Everything comes from the site itself; no script and no style inside a page.
const POLITIQUE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Devices that no page uses.
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/// Adds the protections that every answer carries.
pub async fn proteger(State(transport): State<Transport>, requete: Request, suite: Next) -> Response {
    let mut reponse = suite.run(requete).await;
    let entetes = reponse.headers_mut();
    poser(entetes, header::CONTENT_SECURITY_POLICY, POLITIQUE);
    poser(entetes, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    poser(entetes, header::REFERRER_POLICY, "same-origin");
    poser(entetes, header::X_FRAME_OPTIONS, "DENY");
    poser(entetes, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    poser(entetes, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    poser(entetes, HeaderName::from_static("permissions-policy"), PERMISSIONS);
    if transport == Transport::Chiffre {
        poser(entetes, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    reponse
}

/// Keeps what a signed-in person sees out of every cache; elsewhere a handler decides, or the browser asks again.
pub async fn cacher(requete: Request, suite: Next) -> Response {
    let secret = porte_un_secret(requete.headers()) || requete.method() != axum::http::Method::GET;
    let mut reponse = suite.run(requete).await;
    let immuable = matches!(cache(reponse.headers()), Some(cache) if cache.contains("immutable"));
    let secret = secret || reponse.headers().contains_key(header::SET_COOKIE);
    if secret && !immuable {
        poser(reponse.headers_mut(), header::CACHE_CONTROL, "no-store");
    } else if cache(reponse.headers()).is_none() {
        poser(reponse.headers_mut(), header::CACHE_CONTROL, "no-cache");
    }
    reponse
}

fn cache(entetes: &HeaderMap) -> Option<&str> {
    entetes.get(header::CACHE_CONTROL).and_then(|valeur| valeur.to_str().ok())
}

fn poser(entetes: &mut HeaderMap, nom: HeaderName, valeur: &'static str) {
    entetes.insert(nom, HeaderValue::from_static(valeur));
}
