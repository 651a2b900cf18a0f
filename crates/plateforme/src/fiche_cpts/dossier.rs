//! `/cpts/{id}`: the fiche of a CPTS as its ARS and its CPAM see it, and what they answer.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::CptsId;
use maud::{Markup, html};

use super::{Saisie, Suivi, avancer, vue};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

async fn charger(app: &App, identite: &Identite, id: &str) -> Result<Suivi, Failure> {
    let id: CptsId = id.parse().map_err(|_| Failure::Introuvable)?;
    Suivi::charger(app, &identite.acteur, id).await
}

/// The page.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let suivi = charger(&app, &identite, &id).await?;
    Ok(page(&app, &identite, &suivi, &Saisie::default()))
}

/// Takes a step.
pub async fn agir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let suivi = charger(&app, &identite, &id).await?;
    Ok(match avancer(&app, &identite, &suivi, champs).await? {
        None => Redirect::to(&format!("/cpts/{}", suivi.cpts.id)).into_response(),
        Some(saisie) => {
            (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &identite, &suivi, &saisie)).into_response()
        }
    })
}

fn page(app: &App, identite: &Identite, suivi: &Suivi, saisie: &Saisie) -> Markup {
    let visiteur = Visiteur::from(identite);
    let departements: Vec<String> = suivi.departements.iter().map(ToString::to_string).collect();
    let adresse = format!("/cpts/{}/fiche", suivi.cpts.id);
    Page::new(&suivi.cpts.nom, &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("CPTS", "/cpts")])
        .chapo(html! { "La fiche sur l’accès direct annexée à son projet de santé. Départements : " (departements.join(", ")) "." })
        .rendre(html! { div.pile-large { (vue::entiere(app, suivi, &adresse, saisie)) } })
}
