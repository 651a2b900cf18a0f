//! `/administration/praticiens/{id}`: an MK as the installation knows him, his name and status corrected, his account.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::PraticienId;
use entrepot::Echec;
use entrepot::compte::{self, Compte};
use entrepot::praticien::{self, Lieu, Praticien};
use maud::{Markup, html};

use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Avis, Erreurs, Lien, Page, Style, carte, fiche, lien_bouton, texte};
use crate::pourcent;
use crate::repertoire::identite;
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// What the page shows.
struct Vue {
    praticien: Praticien,
    lieux: Vec<Lieu>,
    comptes: Vec<Compte>,
}

async fn charger(app: &App, id: &str) -> Result<Vue, Failure> {
    let id: PraticienId = id.parse().map_err(|_| Failure::Introuvable)?;
    let lue = app.entrepot.lire(move |tx| {
        let Some(praticien) = praticien::charger(tx, id)? else { return Ok(None) };
        let (lieux, comptes) = (praticien::lieux(tx, id)?, compte::du_rpps(tx, &praticien.rpps)?);
        Ok::<_, Echec>(Some(Vue { praticien, lieux, comptes }))
    });
    lue.await?.ok_or(Failure::Introuvable)
}

/// The page.
///
/// # Errors
/// When there is none, or the base fails.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Parametres(suite): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let vue = charger(&app, &id).await?;
    let avis = match suite.un("fait") {
        "inscrit" => Some("Kinésithérapeute enregistré : ouvrez-lui maintenant un compte."),
        "connu" => Some("Ce numéro est déjà connu ici."),
        "correction" => Some("Correction enregistrée."),
        _ => None,
    };
    Ok(page(&identite, &vue, &Champs::default(), (&Erreurs::default(), avis.map(Avis::succes))))
}

/// Corrects his name or his status.
///
/// # Errors
/// When there is none, when somebody corrected him meanwhile, or when the base fails.
pub async fn corriger(
    State(app): State<App>,
    Connecte(compte): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let vue = charger(&app, &id).await?;
    let mut erreurs = Erreurs::default();
    Ok(match identite::corriger(&app, &compte, &vue.praticien, &champs, &mut erreurs).await? {
        Some(()) => Redirect::to(&format!("/administration/praticiens/{}?fait=correction", vue.praticien.id))
            .into_response(),
        None => {
            let page = page(&compte, &vue, &champs, (&erreurs, None));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    })
}

fn page(compte: &Identite, vue: &Vue, champs: &Champs, (erreurs, avis): (&Erreurs, Option<Avis>)) -> Markup {
    let visiteur = Visiteur::from(compte);
    let nom = format!("{} {}", vue.praticien.prenom, vue.praticien.nom);
    let adresse = format!("/administration/praticiens/{}", vue.praticien.id);
    Page::new(&nom, &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Kinésithérapeutes", "/administration/praticiens"),
        ])
        .avis(avis)
        .rendre(html! {
            div.deux {
                (carte("Identité et statut", &identite::carte(&adresse, &vue.praticien, champs, erreurs)))
                div.pile {
                    (carte("Ce qui est connu", &faits(vue)))
                    (carte("Son compte", &comptes(vue, &nom)))
                }
            }
        })
}

fn faits(vue: &Vue) -> Markup {
    fiche(&[
        ("Numéro RPPS", html! { (vue.praticien.rpps) }),
        (
            "Lieux d’exercice",
            html! {
                @if vue.lieux.is_empty() { "Aucun pour l’instant : il les enregistre dans « Mes lieux d’exercice »." }
                @for lieu in &vue.lieux {
                    p { (lieu.adresse) ", " (lieu.code_postal) " " (lieu.commune) " (" (lieu.departement) "), depuis le " (texte::jour(lieu.du))
                        @if let Some(au) = lieu.au { ", jusqu’au " (texte::jour(au)) } }
                }
            },
        ),
    ])
}

fn comptes(vue: &Vue, nom: &str) -> Markup {
    let nouveau = format!(
        "/administration/comptes/nouveau?role=mk&rattachement={}&nom={}",
        vue.praticien.rpps,
        pourcent::adresse(nom)
    );
    html! {
        @if vue.comptes.is_empty() {
            p { "Aucun compte ne porte ce numéro. Il peut aussi l’ouvrir lui-même, en s’identifiant avec Pro Santé Connect." }
            p { (lien_bouton(Style::Secondaire, &nouveau, "Créer son compte")) }
        } @else {
            ul.puces { @for compte in &vue.comptes { li { a href=(format!("/administration/comptes/{}", compte.id)) { (compte.login) } } } }
        }
    }
}
