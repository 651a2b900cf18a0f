//! `/evenements/{id}`: the page of an event, for its MK and for the ARS, and the steps taken from it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::evenement::{PartieEvenement, PasEvenement};
use droit::retour::Retour;
use entrepot::evenement::{self, EvenementVu, MessageEvenement, PasInscrit};
use entrepot::{Echec, notification};
use maud::{Markup, html};

use super::geste::{Saisie, avancer};
use super::{analyse, charger, message, numero, vue};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Avis, Lien, Page};
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// What surrounds an event on its page.
pub struct Autour {
    /// The steps taken.
    pub pas: Vec<PasInscrit>,
    /// The messages.
    pub messages: Vec<MessageEvenement>,
    /// The learning notes drawn from it, for the ARS.
    pub retours: Vec<Retour>,
}

impl Autour {
    async fn charger(app: &App, vu: &EvenementVu) -> Result<Self, Failure> {
        let (id, trousseau) = (vu.signalement.id, app.entrepot.trousseau().clone());
        let lu = app.entrepot.lire(move |tx| {
            Ok::<_, Echec>(Self {
                pas: evenement::historique(tx, &trousseau, id)?,
                messages: evenement::messages(tx, &trousseau, id)?,
                retours: entrepot::retour::de_l_evenement(tx, id)?,
            })
        });
        Ok(lu.await?)
    }
}

/// The page; opening it reads what was told about it.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let (vu, partie) = charger(&app, &identite, &id).await?;
    marquer_lu(&app, &identite, &vu).await?;
    let fait = match (champs.un("fait"), partie) {
        ("signale", _) => Some("Signalement envoyé à l’ARS."),
        ("suite", PartieEvenement::Praticien) => Some("C’est enregistré : l’ARS est prévenue."),
        ("suite", PartieEvenement::Ars) => Some("C’est enregistré : le déclarant est prévenu."),
        _ => None,
    };
    page(&app, &identite, (&vu, partie), &Saisie::default(), fait).await
}

async fn marquer_lu(app: &App, identite: &Identite, vu: &EvenementVu) -> Result<(), Failure> {
    let (compte, lien) = (identite.compte, format!("/evenements/{}", vu.signalement.id));
    let page = lien.clone();
    let nouvelles: u32 =
        app.entrepot.lire(move |tx| notification::non_lues_de_la_page(tx, compte, &page)).await?;
    if nouvelles == 0 {
        return Ok(());
    }
    let maintenant = app.horloge.maintenant();
    let ecrit = app.entrepot.ecrire(move |tx| {
        notification::marquer_lues_de_la_page(tx, compte, &lien, maintenant);
        Ok::<(), Echec>(())
    });
    Ok(ecrit.await?)
}

/// The page with a form to correct, or a word on what was done.
pub async fn page(
    app: &App,
    identite: &Identite,
    (vu, partie): (&EvenementVu, PartieEvenement),
    saisie: &Saisie,
    fait: Option<&str>,
) -> Result<Markup, Failure> {
    let autour = Autour::charger(app, vu).await?;
    let visiteur = Visiteur::from(identite);
    let signalement = &vu.signalement;
    let titre =
        signalement.faits.complement.nature.map_or("Événement indésirable", |nature| nature.libelle());
    let corps = vue::corps(app, (vu, partie), &autour, saisie)?;
    Ok(Page::new(titre, &visiteur)
        .fil([
            Lien::new("Tableau de bord", "/tableau-de-bord"),
            Lien::new("Événements indésirables", "/evenements"),
        ])
        .avis(fait.map(Avis::succes))
        .chapo(html! {
            "Signalement " (numero(signalement))
            @if partie == PartieEvenement::Ars { " de " (vu.nom) @if let Some(cpts) = &vu.nom_cpts { ", " (cpts) } }
            "."
        })
        .rendre(html! {
            div.deux {
                div.pile-large {
                    (corps)
                    div #echanges { (message::fil(app, identite, vu, &autour.messages, saisie)) }
                }
                div.pile-large { (vue::cote(app, (vu, partie), &autour)) }
            }
        }))
}

/// Takes a step.
pub async fn agir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (vu, partie) = charger(&app, &identite, &id).await?;
    match avancer(&app, &identite, (&vu, partie), champs).await? {
        None => Ok(Redirect::to(&format!("/evenements/{}?fait=suite", vu.signalement.id)).into_response()),
        Some(saisie) => {
            let page = if saisie.pour(PasEvenement::Analyser).is_some() {
                analyse::page(&app, &identite, &vu, &saisie)?
            } else {
                page(&app, &identite, (&vu, partie), &saisie, None).await?
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}
