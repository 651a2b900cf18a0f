//! The address a request comes from: the peer's, or the one a trusted proxy tells.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use crate::serveur::App;

/// The address of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adresse(pub IpAddr);

impl FromRequestParts<App> for Adresse {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parties: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let pair = parties.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(pair)| pair.ip());
        let pair = pair.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let annoncee = parties.headers.get("x-forwarded-for").and_then(|valeur| valeur.to_str().ok());
        let derniere =
            annoncee.and_then(|liste| liste.rsplit(',').next()).and_then(|ip| ip.trim().parse().ok());
        Ok(Self(derniere.filter(|_| app.ecoute.derriere_proxy).unwrap_or(pair)))
    }
}
