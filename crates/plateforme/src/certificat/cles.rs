//! `/.well-known/acces-direct-cles.json`: the public keys with which certificates are verified without network; and the page that does it.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use entrepot::Entrepot;
use formats::certificat::{ClePublique, ClesPubliques};

use crate::echec::Failure;
use crate::serveur::App;

/// Where the keys are.
pub const ADRESSE: &str = "/.well-known/acces-direct-cles.json";

/// The file.
pub async fn servir(State(app): State<App>) -> Result<Response, Failure> {
    let json = publiees(&app).await?.en_json().map_err(Failure::interne)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
}

/// Where the page that verifies without network is.
pub const HORS_LIGNE: &str = "/verifier/hors-ligne.html";
/// That page: `__CLES__` is where the keys go.
const VERIFICATEUR: &str = include_str!("../../assets/verificateur.html");

/// The page that verifies without network, with the keys in it: kept on a disk, it asks nothing of anybody.
pub async fn emporter(State(app): State<App>) -> Result<Response, Failure> {
    let json = publiees(&app).await?.en_json().map_err(Failure::interne)?;
    // The keys are names and base64url: nothing in them closes the element that holds them.
    let page = VERIFICATEUR.replacen("__CLES__", &json, 1);
    let entetes = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"verifier-un-certificat.html\""),
    ];
    Ok((entetes, page).into_response())
}

/// Every key that may have signed here.
pub async fn publiees(app: &App) -> Result<ClesPubliques, Failure> {
    let cles: Vec<[u8; 32]> = app.entrepot.lire(entrepot::certificat::cles).await?;
    Ok(en_liste(cles))
}

/// The same for the command line.
pub fn publiees_ici(entrepot: &Entrepot) -> Result<ClesPubliques, entrepot::Echec> {
    entrepot.lire_ici(entrepot::certificat::cles).map(en_liste)
}

fn en_liste(cles: Vec<[u8; 32]>) -> ClesPubliques {
    ClesPubliques::new(cles.into_iter().map(ClePublique::new).collect())
}
