//! A problem as told outside: status, title, detail, fields to correct (RFC 9457).

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// One field to correct.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ErreurDeChamp {
    /// Name of the field, with its path in JSON.
    pub champ: String,
    /// What is wrong and what to write instead, in French.
    pub message: String,
}

impl ErreurDeChamp {
    /// An error on a field.
    pub fn new(champ: impl Into<String>, message: impl Into<String>) -> Self {
        Self { champ: champ.into(), message: message.into() }
    }
}

/// A problem details object (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says the kind.
    #[serde(rename = "type")]
    pub genre: &'static str,
    /// What it is, in a few words.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened and what to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Fields to correct.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub erreurs: Vec<ErreurDeChamp>,
    #[serde(skip)]
    attente: Option<Duration>,
}

impl Problem {
    /// The problem that a status says by itself.
    pub fn de(statut: StatusCode) -> Self {
        let (titre, detail) = dire(statut);
        Self {
            genre: "about:blank",
            title: titre.to_owned(),
            status: statut.as_u16(),
            detail: detail.map(str::to_owned),
            erreurs: Vec::new(),
            attente: None,
        }
    }

    /// With this explanation.
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(capitale(&detail.into())), ..self }
    }

    /// With these fields to correct.
    pub fn erreurs(self, erreurs: Vec<ErreurDeChamp>) -> Self {
        Self { erreurs, ..self }
    }

    /// With the time to wait before trying again.
    pub fn attente(self, attente: Duration) -> Self {
        Self { attente: Some(attente), ..self }
    }

    /// The HTTP status.
    pub fn statut(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The object as `application/problem+json`.
    pub fn en_json(&self) -> Response {
        let corps = serde_json::to_vec(self).unwrap_or_default();
        let mut reponse = (self.statut(), Body::from(corps)).into_response();
        let genre = HeaderValue::from_static("application/problem+json");
        reponse.headers_mut().insert(header::CONTENT_TYPE, genre);
        self.dater(reponse)
    }

    /// Adds what a program needs to try again: the way to sign in, the time to wait.
    pub(super) fn dater(&self, mut reponse: Response) -> Response {
        if self.status == 401 {
            reponse.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(attente) = self.attente {
            let secondes = attente.as_secs().max(1);
            reponse.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(secondes));
        }
        reponse
    }
}

/// As JSON, and left in the extensions so that a browser gets a page instead.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut reponse = self.en_json();
        reponse.extensions_mut().insert(self);
        reponse
    }
}

/// A sentence starts with a capital.
fn capitale(phrase: &str) -> String {
    let mut lettres = phrase.chars();
    match lettres.next() {
        Some(premiere) => premiere.to_uppercase().chain(lettres).collect(),
        None => String::new(),
    }
}

/// Title and default explanation of each status the server answers.
fn dire(statut: StatusCode) -> (&'static str, Option<&'static str>) {
    match statut {
        StatusCode::BAD_REQUEST => {
            ("Requête illisible", Some("La requête est mal formée : vérifiez-la et recommencez."))
        }
        StatusCode::UNAUTHORIZED => ("Connexion nécessaire", None),
        StatusCode::FORBIDDEN => (
            "Requête refusée",
            Some(
                "Cette action ne vient pas d’une page du site : rien n’a été enregistré. Revenez à la page et recommencez.",
            ),
        ),
        StatusCode::NOT_FOUND => {
            ("Page introuvable", Some("Cette page n’existe pas, ou vous n’y avez pas accès."))
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            ("Action impossible ici", Some("Cette adresse n’accepte pas cette méthode HTTP."))
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => {
            ("Délai dépassé", Some("La requête a pris trop de temps : réessayez."))
        }
        StatusCode::CONFLICT => ("Action impossible en l’état", None),
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("Envoi trop volumineux", Some("L’envoi dépasse la taille acceptée : réduisez-le."))
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            ("Format non pris en charge", Some("Indiquez le format de l’envoi dans l’en-tête Content-Type."))
        }
        StatusCode::UNPROCESSABLE_ENTITY => ("Saisie à corriger", None),
        StatusCode::TOO_MANY_REQUESTS => ("Trop de tentatives", None),
        StatusCode::SERVICE_UNAVAILABLE => (
            "Service momentanément saturé",
            Some("Réessayez dans quelques secondes : rien n’a été enregistré."),
        ),
        StatusCode::INSUFFICIENT_STORAGE => ("Espace de stockage plein", None),
        _ => (
            "Erreur interne",
            Some("Une erreur interne est survenue. Réessayez ; si elle persiste, prévenez l’administrateur."),
        ),
    }
}
