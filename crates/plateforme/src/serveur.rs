//! The server: every route in one list, what each needs, and the layers around them.

mod app;
mod couches;
mod ecoute;
mod entetes;
mod routes;
mod surcharge;

use axum::Router;
use droit::acces::Role;

pub use app::{App, Ressources};
pub use ecoute::{Lieu, servir};
pub use routes::{Acces, Ligne, Portee, Routes};

use crate::connexion::pages as porte;
use crate::{accueil, actifs, api};

/// Every route of the product.
pub fn routes() -> Routes {
    Routes::new()
        // Public
        .get("/", Acces::Public, accueil::accueil)
        .get("/sante", Acces::Public, accueil::sante)
        .get("/connexion", Acces::Public, porte::formulaire)
        .post("/connexion", Acces::Public, porte::entrer)
        .get("/connexion/second-facteur", Acces::Public, porte::demander)
        .post("/connexion/second-facteur", Acces::Public, porte::verifier)
        .post("/deconnexion", Acces::Pages(TOUS_LES_ROLES), porte::sortir)
        .get("/actifs/{empreinte}/{nom}", Acces::Public, actifs::servir)
        .get("/api/v1/openapi.json", Acces::Public, api::openapi)
        .post("/api/v1/decisions", Acces::Public, api::decisions::poser)
}

/// Every role: whoever is signed in.
pub const TOUS_LES_ROLES: &[Role] = Role::TOUS;

/// The whole application, ready to serve.
pub fn application(app: &App) -> Router {
    couches::entourer(routes().router(app), app)
}
