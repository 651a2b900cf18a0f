//! A route with what it needs: nobody reaches a handler that the list does not open to him.

use std::fmt;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post, put};
use droit::acces::Role;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::App;
use super::couches::{CORPS_MAXIMAL, DELAI, DELAI_D_EXTRACTION, EXTRACTION_MAXIMALE};
use crate::connexion::{Identite, Visiteur, Voie, reconnaitre};
use crate::echec::Failure;

/// What an API token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Portee {
    /// Read the episodes of the account's patients.
    EpisodesLire,
    /// Record séances, diagnoses and the rest.
    EpisodesEcrire,
    /// Read declarations.
    DeclarationsLire,
    /// Declare and decide.
    DeclarationsEcrire,
    /// Read where events, campaigns and committees stand.
    SuiviLire,
}

impl Portee {
    /// Every scope, in order.
    pub const TOUTES: &'static [Self] = &[
        Self::EpisodesLire,
        Self::EpisodesEcrire,
        Self::DeclarationsLire,
        Self::DeclarationsEcrire,
        Self::SuiviLire,
    ];

    /// The spelling used in tokens and in the documentation.
    pub fn code(self) -> &'static str {
        match self {
            Self::EpisodesLire => "episodes:lire",
            Self::EpisodesEcrire => "episodes:ecrire",
            Self::DeclarationsLire => "declarations:lire",
            Self::DeclarationsEcrire => "declarations:ecrire",
            Self::SuiviLire => "suivi:lire",
        }
    }

    /// The scope of a spelling.
    pub fn depuis_code(code: &str) -> Option<Self> {
        Self::TOUTES.iter().copied().find(|portee| portee.code() == code)
    }
}

/// What a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acces {
    /// Nothing; a token is not even looked at.
    Public,
    /// Nothing; it shows more to whoever may see more: a browser signed in, a token with this scope. Without the scope,
    /// whoever holds a token is nobody.
    Ouvert(Portee),
    /// A browser signed in with one of these roles.
    Pages(&'static [Role]),
    /// A token with this scope, of an account with one of these roles. Never a cookie.
    Api(Portee, &'static [Role]),
}

impl Acces {
    /// Does anybody come in.
    pub fn est_public(self) -> bool {
        matches!(self, Self::Public | Self::Ouvert(_))
    }

    /// May this visitor come in, and as whom; the refusal says no more than it must.
    fn ouvrir(self, visiteur: Visiteur) -> Result<Visiteur, Failure> {
        let roles = match self {
            Self::Public | Self::Ouvert(_) => return Ok(self.au_public(visiteur)),
            Self::Pages(roles) | Self::Api(_, roles) => roles,
        };
        let identite = visiteur.identite().ok_or(Failure::NonConnecte)?;
        if !self.bonne_voie(identite) {
            return Err(Failure::NonConnecte);
        }
        if roles.contains(&identite.acteur.role()) && self.portee_suffisante(identite) {
            Ok(visiteur)
        } else {
            Err(Failure::Introuvable)
        }
    }

    /// As whom a visitor comes where anybody may: a token says who he is only where its scope is meant for it.
    fn au_public(self, visiteur: Visiteur) -> Visiteur {
        let connu = match visiteur.identite().map(|identite| &identite.voie) {
            Some(Voie::Jeton(portees)) => matches!(self, Self::Ouvert(portee) if portees.contains(&portee)),
            Some(Voie::Session(_)) | None => true,
        };
        if connu { visiteur } else { Visiteur::anonyme() }
    }

    /// Pages are for sessions, the API is for tokens.
    fn bonne_voie(self, identite: &Identite) -> bool {
        matches!((self, &identite.voie), (Self::Pages(_), Voie::Session(_)) | (Self::Api(..), Voie::Jeton(_)))
    }

    fn portee_suffisante(self, identite: &Identite) -> bool {
        match (self, &identite.voie) {
            (Self::Api(portee, _), Voie::Jeton(portees)) => portees.contains(&portee),
            _ => true,
        }
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ligne {
    /// HTTP method.
    pub methode: Method,
    /// Path, with its parameters in braces.
    pub chemin: &'static str,
    /// What it needs.
    pub acces: Acces,
}

impl fmt::Display for Ligne {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.methode, self.chemin)
    }
}

/// The list of routes, with their handlers.
#[derive(Default)]
pub struct Routes {
    lignes: Vec<(Ligne, MethodRouter<App>)>,
    /// The paths whose bodies are files.
    fichiers: Vec<(&'static str, Envoi)>,
}

/// What a body may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Envoi {
    /// A form.
    Formulaire,
    /// A form with a file that the settings bound.
    Piece,
    /// An extraction of a national directory, read as it comes.
    Extraction,
}

impl Envoi {
    fn octets(self, app: &App) -> usize {
        match self {
            Self::Formulaire => CORPS_MAXIMAL,
            Self::Piece => app.ecoute.pieces.taille_maximale() + CORPS_MAXIMAL,
            Self::Extraction => EXTRACTION_MAXIMALE,
        }
    }

    fn delai(self) -> Duration {
        match self {
            Self::Formulaire | Self::Piece => DELAI,
            Self::Extraction => DELAI_D_EXTRACTION,
        }
    }
}

impl Routes {
    /// An empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page or a resource to read.
    pub fn get<H: Handler<T, App>, T: 'static>(self, chemin: &'static str, acces: Acces, handler: H) -> Self {
        self.ligne(Method::GET, chemin, acces, get(handler))
    }

    /// A fact to record.
    pub fn post<H: Handler<T, App>, T: 'static>(
        self,
        chemin: &'static str,
        acces: Acces,
        handler: H,
    ) -> Self {
        self.ligne(Method::POST, chemin, acces, post(handler))
    }

    /// A file to keep: this route alone takes a body as large as the settings allow.
    pub fn post_fichier<H: Handler<T, App>, T: 'static>(
        mut self,
        chemin: &'static str,
        acces: Acces,
        handler: H,
    ) -> Self {
        self.fichiers.push((chemin, Envoi::Piece));
        self.post(chemin, acces, handler)
    }

    /// An extraction to import while it comes: a large body, a long time.
    pub fn post_extraction<H: Handler<T, App>, T: 'static>(
        mut self,
        chemin: &'static str,
        acces: Acces,
        handler: H,
    ) -> Self {
        self.fichiers.push((chemin, Envoi::Extraction));
        self.post(chemin, acces, handler)
    }

    /// A value to replace.
    pub fn put<H: Handler<T, App>, T: 'static>(self, chemin: &'static str, acces: Acces, handler: H) -> Self {
        self.ligne(Method::PUT, chemin, acces, put(handler))
    }

    /// A value to remove.
    pub fn delete<H: Handler<T, App>, T: 'static>(
        self,
        chemin: &'static str,
        acces: Acces,
        handler: H,
    ) -> Self {
        self.ligne(Method::DELETE, chemin, acces, delete(handler))
    }

    /// The lines of another list after those of this one.
    pub fn avec(mut self, autres: Self) -> Self {
        self.lignes.extend(autres.lignes);
        self.fichiers.extend(autres.fichiers);
        self
    }

    /// What the list says, in order.
    pub fn lignes(&self) -> impl Iterator<Item = &Ligne> {
        self.lignes.iter().map(|(ligne, _)| ligne)
    }

    /// The router that obeys the list.
    pub fn router(self, app: &App) -> Router {
        let router = self.lignes.into_iter().fold(Router::new(), |router, (ligne, handler)| {
            let porte = Porte { app: app.clone(), acces: ligne.acces };
            let envois = self.fichiers.iter().filter(|(chemin, _)| *chemin == ligne.chemin);
            let envoi = envois.map(|(_, envoi)| *envoi).next().filter(|_| ligne.methode == Method::POST);
            let envoi = envoi.unwrap_or(Envoi::Formulaire);
            let garde = handler.route_layer(from_fn_with_state(porte, garder));
            let bornee: MethodRouter<App> = garde.layer(RequestBodyLimitLayer::new(envoi.octets(app)));
            let delai = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, envoi.delai());
            router.route(ligne.chemin, bornee.layer(delai))
        });
        router.with_state(app.clone())
    }

    fn ligne(
        mut self,
        methode: Method,
        chemin: &'static str,
        acces: Acces,
        handler: MethodRouter<App>,
    ) -> Self {
        self.lignes.push((Ligne { methode, chemin, acces }, handler));
        self
    }
}

#[derive(Clone)]
struct Porte {
    app: App,
    acces: Acces,
}

/// Finds who comes, lets him in or not, and hands him over to the extractors.
async fn garder(State(porte): State<Porte>, mut requete: Request, suite: Next) -> Response {
    let visiteur = match reconnaitre(&porte.app, requete.headers()).await {
        Ok(visiteur) => visiteur,
        Err(echec) => return echec.into_response(),
    };
    let visiteur = match porte.acces.ouvrir(visiteur) {
        Ok(visiteur) => visiteur,
        Err(echec) => return echec.into_response(),
    };
    requete.extensions_mut().insert(visiteur);
    suite.run(requete).await
}
