//! The home page, that tells each audience where to go, and the health route.

use axum::response::Json;
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::connexion::Visiteur;
use crate::gabarits::Page;

/// The home page.
pub async fn accueil(visiteur: Visiteur) -> Markup {
    Page::new("Accès Direct", &visiteur).sans_titre().rendre(html! {
        section.hero {
            p.surtitre { "Kinésithérapie sans ordonnance" }
            h1 { "Savoir, avant d’agir, si l’accès direct est possible." }
            p.chapo {
                "Pour chaque patient, chaque jour et chaque département : une réponse claire, expliquée, "
                "avec le texte qui la fonde."
            }
        }
    })
}

/// Says that the server answers.
pub async fn sante() -> Json<Value> {
    Json(json!({ "etat": "ok" }))
}
