//! The pages of snapshots: taken by the ARS, listed and given to anybody, byte for byte.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::CodeDepartement;
use droit::indicateur::{Perimetre, Periode};
use entrepot::Echec;
use entrepot::indicateur::instantane::{self, Instantane};
use maud::{Markup, html};
use serde::Deserialize;

use super::instantane::{composer, examiner};
use super::microdonnees::ARCHIVE;
use super::parution;
use crate::connexion::{AgentArs, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Tableau, Ton, alerte, badge, bouton, carte, formulaire,
    texte, vide,
};
use crate::saisie::Formulaire;
use crate::serveur::App;

/// The address of the list.
pub const LISTE: &str = "/indicateurs/instantanes";
const AU_PLUS: u32 = 200;

/// What the ARS asks.
#[derive(Debug, Deserialize)]
pub struct Saisie {
    departement: String,
    periode: String,
}

/// The snapshots, the latest first; an agent of the ARS may take one.
pub async fn lister(State(app): State<App>, visiteur: Visiteur) -> Result<Markup, Failure> {
    page(&app, &visiteur, &Erreurs::default()).await
}

async fn page(app: &App, visiteur: &Visiteur, erreurs: &Erreurs) -> Result<Markup, Failure> {
    let le = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let connus = app.entrepot.lire(|tx| instantane::lister(tx, None, AU_PLUS)).await?;
    let siens = match visiteur.identite().map(|identite| &identite.acteur) {
        Some(droit::acces::Acteur::AgentArs { departements }) => departements.clone(),
        _ => Vec::new(),
    };
    Ok(Page::new("Instantanés des indicateurs", visiteur)
        .fil([Lien::new("Accueil", "/"), Lien::new("Définition des indicateurs", super::pages::DEFINITIONS)])
        .chapo(html! {
            "Un instantané est ce qui a été publié à une date : les chiffres, leurs définitions et l’empreinte des règles. Il ne change plus ; son identifiant se cite."
        })
        .rendre(html! {
            @if connus.is_empty() {
                (vide("Aucun instantané", "L’ARS en prend un pour chaque rapport.", &html! {}))
            } @else {
                (Tableau::new("Instantanés, du plus récent au plus ancien", &["Identifiant", "Département", "Période", "Arrêté au", "Pris le"])
                    .lignes(connus.iter().map(|connu| ligne(app, connu)))
                    .rendre())
            }
            @if !siens.is_empty() { (prendre(app, &siens, erreurs)) (demander_les_microdonnees(app, &siens, le.year() - 1)) }
        }))
}

fn ligne(app: &App, connu: &Instantane) -> Vec<Markup> {
    vec![
        html! { a href=(format!("{LISTE}/{}", connu.id)) { code { (connu.id) } } },
        html! { (nom(app, connu.departement)) },
        html! { (dire_la_periode(app, connu)) },
        html! { (texte::jour(connu.arrete_le)) },
        html! { (texte::instant(connu.pris_le, app.reglement.fuseau(connu.departement))) },
    ]
}

/// « année 2026 », and whether it was in progress.
fn dire_la_periode(app: &App, connu: &Instantane) -> Markup {
    let Ok(periode) = connu.periode.parse::<Periode>() else { return html! { (connu.periode) } };
    let bornes = periode.bornes(&Perimetre::Departement(connu.departement), app.reglement);
    html! {
        (periode.libelle())
        @if bornes.is_some_and(|(_, au)| connu.arrete_le <= au) { " " (badge(Ton::Attention, "En cours")) }
    }
}

pub(super) fn nom(app: &App, code: CodeDepartement) -> String {
    app.reglement.departement(code).map_or_else(|| code.to_string(), |lu| lu.nom.clone())
}

fn prendre(app: &App, departements: &[CodeDepartement], erreurs: &Erreurs) -> Markup {
    let options = departements.iter().map(|code| Reponse::new(code.to_string(), nom(app, *code))).collect();
    let champs = html! {
        (Champ::liste("departement", "Département", options).erreurs(erreurs).rendre())
        (Champ::texte("periode", "Période").aide("Une année (2026) ou une année d’expérimentation (experience-2), commencée. D’une période en cours, les chiffres sont partiels.").erreurs(erreurs).rendre())
    };
    carte("Prendre un instantané", &formulaire(LISTE, erreurs, &champs, "Prendre l’instantané"))
}

/// The card of micro-data: an archive of a department and a period, with what must be known of it.
fn demander_les_microdonnees(app: &App, departements: &[CodeDepartement], annee: i16) -> Markup {
    let options = departements.iter().map(|code| Reponse::new(code.to_string(), nom(app, *code))).collect();
    carte(
        "Microdonnées",
        &html! {
            p { "Une ligne par épisode ouvert dans la période, au mois près, sans nom, ni numéro, ni commune. L’archive contient le fichier (CSV), sa note d’usage et les empreintes des deux." }
            (alerte(Ton::Attention, "Ce sont des données personnelles de santé.", &html! {
                p { "Elles sont pseudonymisées, pas anonymes : lisez la note avant tout usage, ne les rapprochez d’aucun autre fichier, ne les publiez pas. Chaque export est inscrit au journal." }
            }))
            form.formulaire method="get" action=(ARCHIVE) {
                (Champ::liste("departement", "Département", options).rendre())
                (Champ::texte("periode", "Période").valeur(annee.to_string()).aide("Une année (2026), un mois (2026-03) ou une année d’expérimentation (experience-2).").rendre())
                div.formulaire-fin { (bouton(Style::Secondaire, "Télécharger l’archive (ZIP)")) }
            }
        },
    )
}

/// Takes one, for a department of the agent.
pub async fn poser(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Formulaire(saisie): Formulaire<Saisie>,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let departement = saisie.departement.parse().ok().filter(|code| departements.contains(code));
    if departement.is_none() {
        erreurs.ajouter("departement", "choisissez un de vos départements");
    }
    let periode = erreurs.noter("periode", saisie.periode.trim().parse::<Periode>());
    let (Some(departement), Some(periode)) = (departement, periode) else {
        let rendue = page(&app, &Visiteur::from(&identite), &erreurs).await?;
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, rendue).into_response());
    };
    let jour = app.horloge.aujourd_hui(app.reglement.fuseau(departement)).map_err(Failure::interne)?;
    let (reglement, maintenant) = (app.reglement, app.horloge.maintenant());
    let acteur = format!("compte/{}", identite.compte);
    parution::assurer(&app).await?;
    let vue = app.entrepot.lire(move |tx| examiner(tx, reglement, departement, (periode, jour))).await?;
    if let Err(cause) = vue {
        erreurs.ajouter("periode", cause.to_string());
        let rendue = page(&app, &Visiteur::from(&identite), &erreurs).await?;
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, rendue).into_response());
    }
    let id = app
        .entrepot
        .ecrire(move |tx| {
            let nouvel = composer(tx, reglement, departement, periode, jour)?;
            instantane::garder(tx, &nouvel, &acteur, maintenant);
            Ok::<_, Echec>(nouvel.id())
        })
        .await?;
    Ok(Redirect::to(&format!("{LISTE}/{id}")).into_response())
}

/// Its bytes.
pub async fn contenu(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Failure> {
    let (connu, octets) = relire(&app, id).await?;
    let mut entetes = HeaderMap::new();
    entetes.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let nom = format!("attachment; filename=\"instantane-{}.json\"", connu.id);
    entetes.insert(header::CONTENT_DISPOSITION, nom.parse().map_err(Failure::interne)?);
    Ok((entetes, octets).into_response())
}

pub(super) async fn relire(app: &App, id: String) -> Result<(Instantane, Vec<u8>), Failure> {
    app.entrepot.lire(move |tx| instantane::lire(tx, &id)).await?.ok_or(Failure::Introuvable)
}
