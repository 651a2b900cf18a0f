//! The single door of identity: who comes, by which way, and in which capacity.

mod identite;
mod role;

use axum::http::{HeaderMap, header};

pub use identite::{Connecte, Identite, Visiteur, Voie};
pub use role::{AgentArs, AgentCpam, Coordination, Mk};

use crate::echec::Failure;
use crate::serveur::App;

/// Does the request carry a cookie or a token: what answers it is for nobody else.
pub fn porte_un_secret(entetes: &HeaderMap) -> bool {
    entetes.contains_key(header::COOKIE) || entetes.contains_key(header::AUTHORIZATION)
}

/// Who sent these headers.
pub async fn reconnaitre(_app: &App, _entetes: &HeaderMap) -> Result<Visiteur, Failure> {
    Ok(Visiteur::anonyme())
}
