//! What comes in: JSON bodies, forms and queries, with errors that name the field in French.

mod televersement;

use axum::extract::rejection::{BytesRejection, FormRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use televersement::{Fichier, Televersement};

use crate::echec::{Failure, Problem};

/// The body of a form.
#[derive(Debug)]
pub struct Formulaire<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Formulaire<T> {
    type Rejection = Response;

    async fn from_request(requete: Request, etat: &S) -> Result<Self, Response> {
        match axum::Form::<T>::from_request(requete, etat).await {
            Ok(axum::Form(valeur)) => Ok(Self(valeur)),
            Err(FormRejection::BytesRejection(rejet)) => Err(corps_refuse(rejet)),
            Err(rejet) => {
                Err(illisible(rejet.status(), "Le formulaire est incomplet ou illisible", &rejet.body_text()))
            }
        }
    }
}

/// Fields whose names repeat, as boxes to tick do: each name with its values, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Champs(Vec<(String, String)>);

impl Champs {
    /// These fields.
    pub fn new(champs: Vec<(String, String)>) -> Self {
        Self(champs)
    }

    /// The first value of a name, without the spaces around it; empty when there is none.
    pub fn un(&self, nom: &str) -> &str {
        self.0.iter().find(|(cle, _)| cle == nom).map_or("", |(_, valeur)| valeur.trim())
    }

    /// Every field with its value as typed, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(nom, valeur)| (nom.as_str(), valeur.as_str()))
    }

    /// Every value of a name, in order, without the spaces around them.
    pub fn tous<'c>(&'c self, nom: &'c str) -> impl Iterator<Item = &'c str> {
        self.0.iter().filter(move |(cle, _)| cle == nom).map(|(_, valeur)| valeur.trim())
    }
}

/// The parameters of an address.
#[derive(Debug)]
pub struct Parametres<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Parametres<T> {
    type Rejection = Response;

    async fn from_request_parts(parties: &mut Parts, etat: &S) -> Result<Self, Response> {
        match axum::extract::Query::<T>::from_request_parts(parties, etat).await {
            Ok(axum::extract::Query(valeur)) => Ok(Self(valeur)),
            Err(rejet) => Err(parametres_illisibles(&rejet)),
        }
    }
}

/// The raw bytes of a body, bounded by the server's limit: the reader of a format says what is wrong in it.
#[derive(Debug)]
pub struct Corps(pub axum::body::Bytes);

impl<S: Send + Sync> FromRequest<S> for Corps {
    type Rejection = Response;

    async fn from_request(requete: Request, etat: &S) -> Result<Self, Response> {
        axum::body::Bytes::from_request(requete, etat).await.map(Self).map_err(corps_refuse)
    }
}

fn corps_refuse(rejet: BytesRejection) -> Response {
    Problem::de(rejet.status()).into_response()
}

fn parametres_illisibles(rejet: &QueryRejection) -> Response {
    illisible(
        StatusCode::UNPROCESSABLE_ENTITY,
        "L’adresse comporte un paramètre illisible",
        &rejet.body_text(),
    )
}

fn illisible(statut: StatusCode, quoi: &str, technique: &str) -> Response {
    if statut == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        return Problem::de(statut).into_response();
    }
    Failure::Illisible(format!("{quoi} : {}", en_francais(technique))).into_response()
}

/// The parser speaks English, and between backticks it names the field at fault.
fn en_francais(technique: &str) -> String {
    let nom_apres = |annonce: &str| technique.split_once(annonce)?.1.split('`').next();
    if let Some(nom) = nom_apres("unknown field `") {
        return format!("le champ « {nom} » n’existe pas.");
    }
    if let Some(nom) = nom_apres("missing field `") {
        return format!("le champ « {nom} » manque.");
    }
    if let Some(nom) = nom_apres("duplicate field `") {
        return format!("le champ « {nom} » est donné deux fois.");
    }
    match technique.split(": ").nth(1).filter(|nom| !nom.is_empty() && !nom.contains(' ')) {
        Some(nom) => format!("le champ « {nom} » a une valeur qui ne convient pas."),
        None => "une valeur ne convient pas.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_champ_fautif_est_nomme_en_francais() {
        let technique =
            "Failed to deserialize query string: limite: unknown field `limite`, expected one of `q`";
        assert_eq!(en_francais(technique), "le champ « limite » n’existe pas.");
        assert_eq!(
            en_francais("Failed to deserialize form body: missing field `login`"),
            "le champ « login » manque."
        );
        let technique = "Failed to deserialize query string: page: invalid digit found in string";
        assert_eq!(en_francais(technique), "le champ « page » a une valeur qui ne convient pas.");
        assert_eq!(en_francais("invalid utf-8"), "une valeur ne convient pas.");
    }
}
