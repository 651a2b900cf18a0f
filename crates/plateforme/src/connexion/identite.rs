//! Who is there: somebody signed in, or a visitor.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use droit::acces::Acteur;
use droit::identifiant::CompteId;
use uuid::Uuid;

use crate::echec::Failure;
use crate::serveur::Portee;

/// How somebody proved who he is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voie {
    /// A browser session, by its identifier.
    Session(Uuid),
    /// An API token, with what it may be used for.
    Jeton(Vec<Portee>),
}

impl Voie {
    /// The browser session, if it is one.
    pub fn session(&self) -> Option<Uuid> {
        match self {
            Self::Session(id) => Some(*id),
            Self::Jeton(_) => None,
        }
    }
}

/// Somebody signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identite {
    /// His account.
    pub compte: CompteId,
    /// The name shown to himself.
    pub nom: String,
    /// In which capacity he acts, and where.
    pub acteur: Acteur,
    /// How he proved who he is.
    pub voie: Voie,
    /// How many notifications wait for him, up to one hundred; none by token.
    pub non_lues: u32,
    /// In how many monitoring committees he sits with this account; none by token.
    pub sieges: u32,
}

/// Whoever comes to a public page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visiteur(Option<Identite>);

impl Visiteur {
    /// Nobody known.
    pub fn anonyme() -> Self {
        Self(None)
    }

    /// Somebody signed in.
    pub fn connecte(identite: Identite) -> Self {
        Self(Some(identite))
    }

    /// Who, when somebody is signed in.
    pub fn identite(&self) -> Option<&Identite> {
        self.0.as_ref()
    }
}

impl From<&Identite> for Visiteur {
    fn from(identite: &Identite) -> Self {
        Self(Some(identite.clone()))
    }
}

/// No one is turned away from a public page.
impl<S: Send + Sync> FromRequestParts<S> for Visiteur {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parties: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parties.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Somebody signed in: without him, the handler is not called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connecte(pub Identite);

impl<S: Send + Sync> FromRequestParts<S> for Connecte {
    type Rejection = Failure;

    async fn from_request_parts(parties: &mut Parts, _: &S) -> Result<Self, Failure> {
        let visiteur = parties.extensions.get::<Visiteur>().cloned().unwrap_or_default();
        visiteur.0.map(Self).ok_or(Failure::NonConnecte)
    }
}
