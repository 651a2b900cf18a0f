//! `/mon-identite`: what the MK is called and how he exercises, as he corrects it himself.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::PraticienId;
use entrepot::praticien::{self, Praticien};
use maud::{Markup, html};

use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Avis, Erreurs, Lien, Page, carte};
use crate::repertoire::identite;
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

async fn charger(app: &App, id: PraticienId) -> Result<Praticien, Failure> {
    app.entrepot.lire(move |tx| praticien::charger(tx, id)).await?.ok_or(Failure::Introuvable)
}

/// The page.
///
/// # Errors
/// When the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(compte, id): Mk,
    Parametres(suite): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let praticien = charger(&app, id).await?;
    let avis = (suite.un("fait") == "correction").then(|| Avis::succes("Correction enregistrée."));
    Ok(page(&compte, &praticien, &Champs::default(), (&Erreurs::default(), avis)))
}

/// Corrects them.
///
/// # Errors
/// When somebody corrected them meanwhile, or the base fails.
pub async fn corriger(
    State(app): State<App>,
    Mk(compte, id): Mk,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let praticien = charger(&app, id).await?;
    let mut erreurs = Erreurs::default();
    Ok(match identite::corriger(&app, &compte, &praticien, &champs, &mut erreurs).await? {
        Some(()) => Redirect::to("/mon-identite?fait=correction").into_response(),
        None => {
            let page = page(&compte, &praticien, &champs, (&erreurs, None));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    })
}

fn page(
    compte: &Identite,
    praticien: &Praticien,
    champs: &Champs,
    (erreurs, avis): (&Erreurs, Option<Avis>),
) -> Markup {
    let visiteur = Visiteur::from(compte);
    Page::new("Mon identité et mon statut", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Mes déclarations", "/mes-declarations")])
        .avis(avis)
        .chapo(html! { "Numéro RPPS " (praticien.rpps) ". Votre nom figure sur vos documents et, une fois autorisé, sur la liste publique." })
        .rendre(carte("Ce que les règles et vos documents lisent", &identite::carte("/mon-identite", praticien, champs, erreurs)))
}
