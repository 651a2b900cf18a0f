//! `/connexion`: login and password.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use entrepot::connexion::Etape;
use maud::{Markup, html};
use serde::Deserialize;

use super::pro_sante_connect::bouton;
use super::{appareil, arrivee, rediriger, suite_sure};
use crate::connexion::entree::{ouvrir, verifier_mot_de_passe};
use crate::connexion::{Adresse, Visiteur, cookie};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Page, Ton, alerte, formulaire as gabarit};
use crate::saisie::{Formulaire, Parametres};
use crate::serveur::App;

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub struct Suite {
    #[serde(default)]
    pub(super) suite: String,
}

/// What is typed.
#[derive(Deserialize)]
pub struct Saisie {
    login: String,
    mot_de_passe: String,
    #[serde(default)]
    suite: String,
}

/// The form; somebody already signed in goes on.
pub async fn formulaire(
    State(app): State<App>,
    visiteur: Visiteur,
    Parametres(suite): Parametres<Suite>,
) -> Response {
    let suite = suite_sure(&suite.suite);
    match visiteur.identite() {
        Some(identite) => Redirect::to(arrivee(suite, identite.acteur.role())).into_response(),
        None => page(&app, "", suite, Issue::Premiere).into_response(),
    }
}

/// Checks what is typed, and opens a session or asks for the second factor.
pub async fn entrer(
    State(app): State<App>,
    Adresse(adresse): Adresse,
    entetes: HeaderMap,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let suite = suite_sure(&saisie.suite);
    let login = saisie.login.clone();
    let Some(compte) = verifier_mot_de_passe(&app, saisie.login, saisie.mot_de_passe, adresse).await? else {
        return Ok(
            (StatusCode::UNPROCESSABLE_ENTITY, page(&app, &login, suite, Issue::Refusee)).into_response()
        );
    };
    let transport = app.ecoute.transport();
    let ancienne = cookie::lire(&entetes, transport);
    let (etape, adresse) = match compte.second_facteur {
        Some(_) => (Etape::SecondFacteur, format!("/connexion/second-facteur?suite={suite}")),
        None => (Etape::Ouverte, arrivee(suite, compte.acteur.role()).to_owned()),
    };
    let ouverte = ouvrir(&app, compte.id, etape, appareil(&entetes), ancienne).await?;
    Ok(rediriger(&adresse, cookie::poser(&ouverte.secret, transport)))
}

enum Issue {
    Premiere,
    Refusee,
}

fn page(app: &App, login: &str, suite: &str, issue: Issue) -> Markup {
    let visiteur = Visiteur::anonyme();
    let champs = html! {
        input type="hidden" name="suite" value=(suite);
        (Champ::texte("login", "Identifiant").valeur(login).remplissage("username").rendre())
        (Champ::mot_de_passe("mot_de_passe", "Mot de passe").remplissage("current-password").rendre())
    };
    Page::new("Connexion", &visiteur).sans_titre().rendre(html! {
        div.porte {
            section.carte.porte-carte {
                h1 { "Connexion" }
                @if let Issue::Refusee = issue {
                    (alerte(Ton::Erreur, "Identifiant ou mot de passe incorrect.", &html! {
                        p { "Vérifiez les deux, puis recommencez. Après plusieurs erreurs, il faudra patienter." }
                    }))
                }
                @if app.psc().is_some() {
                    (bouton(suite))
                    p.porte-ou { span { "ou avec un mot de passe" } }
                }
                (gabarit("/connexion", &Erreurs::default(), &champs, "Se connecter"))
                p.source {
                    "Réservée aux professionnels et aux agents qui ont un compte. Les patients n’ont pas besoin de "
                    "se connecter."
                }
            }
        }
    })
}
