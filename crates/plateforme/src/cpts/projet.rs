//! `/ma-cpts`: the departments of the CPTS with their rules, and the fiche annexed to its projet de santé.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use maud::{Markup, html};

use super::regle;
use crate::connexion::{Coordination, Identite, Visiteur};
use crate::echec::Failure;
use crate::fiche_cpts::{Saisie, Suivi, avancer, vue};
use crate::gabarits::{Lien, Page, Ton, alerte, section};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The page.
pub async fn voir(
    State(app): State<App>,
    Coordination(identite, id): Coordination,
) -> Result<Markup, Failure> {
    let suivi = Suivi::charger(&app, &identite.acteur, id).await?;
    Ok(page(&app, &identite, &suivi, &Saisie::default()))
}

/// Takes a step of the fiche.
pub async fn avancer_la_fiche(
    State(app): State<App>,
    Coordination(identite, id): Coordination,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let suivi = Suivi::charger(&app, &identite.acteur, id).await?;
    Ok(match avancer(&app, &identite, &suivi, champs).await? {
        None => Redirect::to("/ma-cpts").into_response(),
        Some(saisie) => {
            (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &identite, &suivi, &saisie)).into_response()
        }
    })
}

/// A day as typed.
pub fn jour(saisie: &str) -> Result<Date, &'static str> {
    saisie.parse().map_err(|_| "Écrivez une date, par exemple 2026-11-21.")
}

fn page(app: &App, identite: &Identite, suivi: &Suivi, saisie: &Saisie) -> Markup {
    let visiteur = Visiteur::from(identite);
    Page::new(&suivi.cpts.nom, &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .rendre(html! {
            @if suivi.departements.len() > 1 {
                (alerte(Ton::Info, "Votre CPTS s’étend sur plusieurs départements.", &html! {
                    p { "C’est le lieu d’exercice du praticien qui compte : chacun est déclaré à l’ARS du département où il exerce, selon la règle de ce département." }
                }))
            }
            p { a href="/ma-cpts/territoire" { "Siège et territoire de la CPTS" } " · " a href="/ma-cpts/supports" { "Supports d’information" } }
            div.deux {
                div.pile-large {
                    h2 { "Fiche annexée au projet de santé" }
                    (vue::entiere(app, suivi, "/ma-cpts/fiche", saisie))
                }
                div {
                    @for departement in &suivi.departements {
                        @let nom = app.reglement.departement(*departement).map_or("", |d| d.nom.as_str());
                        (section(&format!("{nom} ({departement})"), &regle::regles(app, *departement, suivi.le)))
                    }
                }
            }
        })
}
