//! `/connexion/second-facteur`: the code of the phone, or a recovery code.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use entrepot::compte;
use entrepot::connexion::Etape;
use maud::{Markup, html};
use serde::Deserialize;

use super::{appareil, arrivee, rediriger, suite_sure};
use crate::connexion::entree::ouvrir;
use crate::connexion::{Visiteur, cookie, reconnaitre_la_session, second_facteur};
use crate::echec::Failure;
use crate::gabarits::{Champ, Erreurs, Page, formulaire};
use crate::saisie::{Formulaire, Parametres};
use crate::serveur::App;

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub struct Suite {
    #[serde(default)]
    suite: String,
}

/// What is typed.
#[derive(Deserialize)]
pub struct Saisie {
    code: String,
    #[serde(default)]
    suite: String,
}

/// The form.
pub async fn demander(Parametres(suite): Parametres<Suite>) -> Markup {
    page(suite_sure(&suite.suite), &Erreurs::default())
}

/// Checks the code and opens the session under a new secret.
pub async fn verifier(
    State(app): State<App>,
    entetes: HeaderMap,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let en_attente =
        reconnaitre_la_session(&app, &entetes).await?.filter(|s| s.etape == Etape::SecondFacteur);
    let Some(session) = en_attente else { return Ok(Redirect::to("/connexion").into_response()) };
    let id = session.compte;
    let compte = app.entrepot.lire(move |tx| compte::par_id(tx, id)).await?.ok_or(Failure::NonConnecte)?;
    let suite = suite_sure(&saisie.suite);
    let juste = match &compte.second_facteur {
        Some(facteur) => second_facteur::verifier(&app, id, &compte.login, facteur, saisie.code).await?,
        None => false,
    };
    if !juste {
        let mut erreurs = Erreurs::default();
        erreurs.ajouter(
            "code",
            "Ce code n’est pas le bon ou a déjà servi : saisissez le code affiché maintenant.",
        );
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(suite, &erreurs)).into_response());
    }
    let transport = app.ecoute.transport();
    let ancienne = cookie::lire(&entetes, transport);
    let ouverte = ouvrir(&app, id, Etape::Ouverte, appareil(&entetes), ancienne).await?;
    Ok(rediriger(arrivee(suite, compte.acteur.role()), cookie::poser(&ouverte.secret, transport)))
}

fn page(suite: &str, erreurs: &Erreurs) -> Markup {
    let visiteur = Visiteur::anonyme();
    let champs = html! {
        input type="hidden" name="suite" value=(suite);
        (Champ::texte("code", "Code")
            .aide("Les six chiffres affichés par votre application, ou l’un de vos codes de secours.")
            .remplissage("one-time-code")
            .erreurs(erreurs)
            .rendre())
    };
    Page::new("Vérification en deux étapes", &visiteur).sans_titre().rendre(html! {
        div.porte {
            section.carte.porte-carte {
                h1 { "Vérification en deux étapes" }
                (formulaire("/connexion/second-facteur", erreurs, &champs, "Vérifier"))
            }
        }
    })
}
