//! Signing out of both: the session here is over, then the provider is asked to end its own.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use passerelles::Secret as Preuve;

use crate::connexion::{Secret, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Page, Style, Ton, alerte, lien_bouton};
use crate::serveur::App;

/// The page between both ends; `None` when the provider has nothing to end, or does not answer. A page and not a
/// redirection: the policy of the site lets no form lead elsewhere, and this answers one.
///
/// # Errors
/// When a thread fails.
pub async fn quitter(app: &App, preuve: Preuve) -> Result<Option<Response>, Failure> {
    let Some(psc) = app.psc().map(Arc::clone) else { return Ok(None) };
    let (etat, maintenant) = (Secret::tirer(&app.alea).en_cookie(), app.horloge.maintenant());
    let adresse =
        tokio::task::spawn_blocking(move || psc.fournisseur().adresse_de_sortie(&preuve, &etat, maintenant));
    match adresse.await.map_err(Failure::interne)? {
        Ok(adresse) => Ok(adresse.map(|adresse| page_de_passage(&adresse))),
        Err(cause) => {
            tracing::warn!(%cause, "the session of Pro Santé Connect stays open");
            Ok(None)
        }
    }
}

fn page_de_passage(adresse: &str) -> Response {
    let visiteur = Visiteur::anonyme();
    let page = Page::new("Déconnexion", &visiteur).sans_titre().rendre(html! {
        div.porte {
            section.carte.porte-carte {
                h1 { "Déconnexion" }
                p { "Vous êtes déconnecté d’Accès Direct. Votre session Pro Santé Connect va se fermer aussi." }
                (lien_bouton(Style::Principal, adresse, "Fermer ma session Pro Santé Connect"))
            }
        }
    });
    let mut reponse = page.into_response();
    if let Ok(suite) = HeaderValue::from_str(&format!("0; url={adresse}")) {
        reponse.headers_mut().insert(HeaderName::from_static("refresh"), suite);
    }
    reponse
}

/// Where the provider sends the browser back to, both sessions over.
///
/// # Errors
/// When this site has nothing to do with the provider.
pub async fn sorti(State(app): State<App>, visiteur: Visiteur) -> Result<Markup, Failure> {
    app.psc().ok_or(Failure::Introuvable)?;
    Ok(Page::new("Vous êtes déconnecté", &visiteur).sans_titre().rendre(html! {
        div.porte {
            section.carte.porte-carte {
                h1 { "Vous êtes déconnecté" }
                (alerte(Ton::Succes, "Vos deux sessions sont fermées", &html! {
                    p { "Celle d’Accès Direct et celle de Pro Santé Connect. Vous pouvez laisser cet ordinateur." }
                }))
                (lien_bouton(Style::Secondaire, "/", "Revenir à l’accueil"))
            }
        }
    }))
}
