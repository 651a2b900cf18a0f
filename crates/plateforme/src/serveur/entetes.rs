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

/// The same for a fragment that any site may show in a frame: nothing runs and nothing is sent.
const POLITIQUE_DU_CADRE: &str = "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'none'; \
    frame-ancestors *; base-uri 'none'";

/// Who else may read an answer; a handler of public data says so, everything else stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partage {
    /// Any site may read these data.
    Donnees,
    /// Any site may read this page and show it in a frame.
    Cadre,
}

/// Devices that no page uses.
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/// Adds the protections that every answer carries.
pub async fn proteger(State(transport): State<Transport>, requete: Request, suite: Next) -> Response {
    let mut reponse = suite.run(requete).await;
    let partage = reponse.extensions().get::<Partage>().copied();
    let entetes = reponse.headers_mut();
    // A handler that gives a file out says a narrower policy.
    if !entetes.contains_key(header::CONTENT_SECURITY_POLICY) {
        poser(entetes, header::CONTENT_SECURITY_POLICY, POLITIQUE);
    }
    poser(entetes, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    poser(entetes, header::REFERRER_POLICY, "same-origin");
    poser(entetes, header::X_FRAME_OPTIONS, "DENY");
    poser(entetes, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    poser(entetes, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    poser(entetes, HeaderName::from_static("permissions-policy"), PERMISSIONS);
    if let Some(partage) = partage {
        ouvrir(entetes, partage);
    }
    if transport == Transport::Chiffre {
        poser(entetes, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    reponse
}

/// Opens public data to other sites: reading them needs no cookie, and none is admitted.
fn ouvrir(entetes: &mut HeaderMap, partage: Partage) {
    poser(entetes, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    poser(entetes, header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Last-Modified");
    poser(entetes, HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    if partage == Partage::Cadre {
        poser(entetes, header::CONTENT_SECURITY_POLICY, POLITIQUE_DU_CADRE);
        entetes.remove(header::X_FRAME_OPTIONS);
    }
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
