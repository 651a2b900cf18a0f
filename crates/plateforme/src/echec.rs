//! Failures at the edge: one type, told as a page to a person and as problem+json (RFC 9457) to a program.
//!
//! A handler returns [`Failure`]; [`presentation::presenter`] sees the request and chooses the form. What the
//! product did not foresee is logged once, here, and told without detail.

mod presentation;
mod probleme;

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use entrepot::Echec;

pub use presentation::presenter;
pub use probleme::{ErreurDeChamp, Problem};

use crate::gabarits::texte;

/// Why a request got no result.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Absent, or invisible to this actor: the same answer.
    #[error("cette page n’existe pas, ou vous n’y avez pas accès")]
    Introuvable,
    /// Nobody is signed in, or the token is unknown.
    #[error("connectez-vous pour continuer")]
    NonConnecte,
    /// Fields to correct, all at once.
    #[error("la saisie comporte {} erreur(s)", .0.len())]
    Saisie(Vec<ErreurDeChamp>),
    /// The request as a whole cannot be read.
    #[error("{0}")]
    Illisible(String),
    /// The state has changed, or forbids the act.
    #[error("{0}")]
    Conflit(String),
    /// Too many attempts: come back later.
    #[error("attendez {} avant de recommencer", attente(*.0))]
    TropDeTentatives(Duration),
    /// More requests than the server takes at once.
    #[error("le service est très sollicité : réessayez dans quelques secondes")]
    Surcharge,
    /// No room left on the disk: nothing was recorded.
    #[error("l’espace de stockage est plein : rien n’a été enregistré, prévenez l’administrateur")]
    DisquePlein,
    /// The link to the base was cut while it recorded: nobody knows yet whether it did.
    #[error(
        "la liaison avec la base a été coupée pendant l’enregistrement : vérifiez s’il a eu lieu avant de recommencer"
    )]
    Incertain,
    /// A fault of the product.
    #[error("une erreur interne est survenue : rien n’a été enregistré")]
    Interne(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    /// A fault of the product, with its cause for the log.
    pub fn interne(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Interne(cause.into())
    }

    /// One field to correct.
    pub fn champ(champ: &'static str, message: impl Into<String>) -> Self {
        Self::Saisie(vec![ErreurDeChamp::new(champ, message)])
    }

    /// The HTTP status that says it.
    pub fn statut(&self) -> StatusCode {
        match self {
            Self::Introuvable => StatusCode::NOT_FOUND,
            Self::NonConnecte => StatusCode::UNAUTHORIZED,
            Self::Saisie(_) | Self::Illisible(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflit(_) => StatusCode::CONFLICT,
            Self::TropDeTentatives(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Surcharge | Self::Incertain => StatusCode::SERVICE_UNAVAILABLE,
            Self::DisquePlein => StatusCode::INSUFFICIENT_STORAGE,
            Self::Interne(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What is told outside.
    fn probleme(&self) -> Problem {
        let probleme = Problem::de(self.statut()).detail(self.to_string());
        match self {
            Self::Saisie(erreurs) => probleme.erreurs(erreurs.clone()),
            Self::TropDeTentatives(attente) => probleme.attente(*attente),
            Self::Surcharge => probleme.attente(Duration::from_secs(2)),
            _ => probleme,
        }
    }
}

impl From<Echec> for Failure {
    fn from(echec: Echec) -> Self {
        match echec {
            Echec::DisquePlein => Self::DisquePlein,
            Echec::Occupe | Echec::Ferme => Self::Surcharge,
            Echec::Incertain => Self::Incertain,
            Echec::Absent => Self::Introuvable,
            Echec::Conflit | Echec::Doublon { .. } => Self::Conflit(echec.to_string()),
            autre => Self::interne(autre),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Self::Interne(cause) = &self {
            tracing::error!(cause = %chaine(cause.as_ref()), "request failed");
        }
        self.probleme().into_response()
    }
}

/// The causes of an error, outermost first.
fn chaine(erreur: &dyn std::error::Error) -> String {
    let mut causes = vec![erreur.to_string()];
    let mut suivante = erreur.source();
    while let Some(cause) = suivante {
        causes.push(cause.to_string());
        suivante = cause.source();
    }
    causes.join(" : ")
}

/// « 14 secondes », « 3 minutes ».
fn attente(duree: Duration) -> String {
    match duree.as_secs() {
        secondes @ 0..90 => texte::compte(secondes.max(1), "seconde", "secondes"),
        secondes => texte::compte(secondes.div_ceil(60), "minute", "minutes"),
    }
}
