//! `/compte/jetons`: the programs that may act for one's account.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use entrepot::Echec;
use entrepot::jeton::{self, Creation, Resume};
use jiff::SignedDuration;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{FUSEAU, fil, trace};
use crate::connexion::{Connecte, Identite, Secret, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Page, Reponse, Style, Tableau, Ton, action, alerte, carte, formulaire, texte,
};
use crate::saisie::Formulaire;
use crate::serveur::{App, Portee};

/// A token ends after this long.
const DUREE: SignedDuration = SignedDuration::from_hours(24 * 365);

/// What is asked. A form has no list: one box per scope.
#[derive(Deserialize)]
pub struct Saisie {
    nom: String,
    #[serde(default)]
    portees: String,
}

/// The list and the form.
pub async fn lister(State(app): State<App>, Connecte(identite): Connecte) -> Result<Markup, Failure> {
    page(&app, &identite, &Erreurs::default(), None).await
}

/// Creates a token and tells it once.
pub async fn creer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let nom = saisie.nom.trim().to_owned();
    if nom.is_empty() || nom.chars().count() > 60 {
        erreurs.ajouter("nom", "Donnez un nom de 60 signes au plus, par exemple celui du logiciel.");
    }
    let portees = portees(&saisie.portees);
    if portees.is_empty() {
        erreurs.ajouter("portees", "Choisissez ce que le jeton permet.");
    }
    if !erreurs.est_vide() {
        let page = page(&app, &identite, &erreurs, None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let secret = inscrire(&app, &identite, nom, &portees).await?;
    Ok(page(&app, &identite, &Erreurs::default(), Some(&secret)).await?.into_response())
}

/// Ends a token.
pub async fn revoquer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let id: Uuid = id.parse().map_err(|_| Failure::Introuvable)?;
    let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx| {
            jeton::revoquer(tx, compte, id);
            tx.tracer(trace(maintenant, compte, "jeton.revoquer", compte));
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to("/compte/jetons"))
}

/// What each choice of the form allows.
const CHOIX: &[(&str, &str, &[Portee])] = &[
    ("lire", "Lire les épisodes et les déclarations", &[Portee::EpisodesLire, Portee::DeclarationsLire]),
    ("episodes", "Lire et enregistrer les épisodes", &[Portee::EpisodesLire, Portee::EpisodesEcrire]),
    (
        "declarations",
        "Lire et instruire les déclarations",
        &[Portee::DeclarationsLire, Portee::DeclarationsEcrire],
    ),
    ("suivi", "Lire les événements, les campagnes et le comité de suivi", &[Portee::SuiviLire]),
    ("tout", "Tout ce que permet mon rôle", Portee::TOUTES),
];

fn portees(choix: &str) -> Vec<Portee> {
    CHOIX.iter().find(|(code, ..)| *code == choix).map(|(_, _, portees)| portees.to_vec()).unwrap_or_default()
}

async fn inscrire(
    app: &App,
    identite: &Identite,
    nom: String,
    portees: &[Portee],
) -> Result<Secret, Failure> {
    let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
    let secret = Secret::tirer(&app.alea);
    let creation = Creation {
        id: app.alea.uuid(maintenant),
        empreinte: secret.empreinte(),
        compte,
        nom,
        portees: portees.iter().map(|portee| portee.code()).collect::<Vec<_>>().join(" "),
        cree_le: maintenant,
        expire_le: maintenant.checked_add(DUREE).map_err(Failure::interne)?,
    };
    app.entrepot
        .ecrire(move |tx| {
            jeton::creer(tx, &creation);
            tx.tracer(trace(maintenant, compte, "jeton.creer", compte));
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(secret)
}

async fn page(
    app: &App,
    identite: &Identite,
    erreurs: &Erreurs,
    nouveau: Option<&Secret>,
) -> Result<Markup, Failure> {
    let compte = identite.compte;
    let jetons: Vec<Resume> = app.entrepot.lire(move |tx| jeton::lister(tx, compte)).await?;
    let visiteur = Visiteur::from(identite);
    let page = Page::new("Jetons d’API", &visiteur).fil(fil());
    Ok(page.rendre(html! {
        div.pile {
            @if let Some(secret) = nouveau {
                (alerte(Ton::Succes, "Le jeton est créé. Copiez-le maintenant : il ne sera plus affiché.", &html! {
                    p { code { (secret.en_jeton()) } }
                }))
            }
            @if !jetons.is_empty() {
                (Tableau::new("Jetons en service", &["Nom", "Permet", "Créé", "Expire", "Action"])
                    .lignes(jetons.iter().map(ligne)).rendre())
            }
            (carte("Nouveau jeton", &formulaire("/compte/jetons", erreurs, &champs(erreurs), "Créer le jeton")))
        }
    }))
}

fn champs(erreurs: &Erreurs) -> Markup {
    let options = CHOIX.iter().map(|(code, libelle, _)| Reponse::new(*code, *libelle)).collect();
    html! {
        (Champ::texte("nom", "Nom du jeton").aide("Par exemple le nom du logiciel qui l’utilisera.").erreurs(erreurs).rendre())
        (Champ::boutons("portees", "Ce que le jeton permet", options).erreurs(erreurs).rendre())
    }
}

fn ligne(jeton: &Resume) -> Vec<Markup> {
    let adresse = format!("/compte/jetons/{}/revoquer", jeton.id);
    vec![
        html! { (jeton.nom) },
        html! { (jeton.portees) },
        html! { (texte::instant(jeton.cree_le, FUSEAU)) },
        html! { (texte::instant(jeton.expire_le, FUSEAU)) },
        action(Style::Danger, &adresse, "Révoquer", &format!("le jeton {}", jeton.nom)),
    ]
}
