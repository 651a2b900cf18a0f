//! What the MK and the ARS write to each other about an event.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::Role;
use droit::declaration::Declarant;
use droit::texte::TexteLibre;
use entrepot::Echec;
use entrepot::evenement::{EvenementVu, MessageEvenement, ecrire_message};
use maud::{Markup, html};
use uuid::Uuid;

use super::formulaire::phrase;
use super::geste::Saisie;
use super::{aujourd_hui, charger, dossier};
use crate::connexion::{Connecte, Identite};
use crate::echec::Failure;
use crate::gabarits::{Champ, De, Erreurs, Style, bouton, bulle, carte, resume, texte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// What tells the form of a message from those of the steps.
const GESTE: &str = "message";

/// The thread and the form that adds to it.
pub fn fil(
    app: &App,
    identite: &Identite,
    vu: &EvenementVu,
    messages: &[MessageEvenement],
    saisie: &Saisie,
) -> Markup {
    let fuseau = app.reglement.fuseau(vu.signalement.departement);
    let ici = saisie.champs.un("pas") == GESTE;
    let cle = match saisie.champs.un("cle") {
        gardee if ici && !gardee.is_empty() => gardee.to_owned(),
        _ => app.alea.uuid(app.horloge.maintenant()).to_string(),
    };
    let vides = Erreurs::default();
    let e = if ici { &saisie.erreurs } else { &vides };
    let tape = if ici { saisie.champs.un("texte") } else { "" };
    carte(
        "Les échanges",
        &html! {
            @if messages.is_empty() { p.champ-aide { "Aucun message sur ce signalement." } }
            @else { ol.echanges { @for message in messages { (montrer(identite, message, fuseau)) } } }
            form.formulaire method="post" action=(format!("/evenements/{}/messages", vu.signalement.id)) novalidate {
                (resume(e))
                input type="hidden" name="cle" value=(cle);
                input type="hidden" name="pas" value=(GESTE);
                (Champ::zone("texte", "Votre message").aide("Lu par le déclarant et par les agents de l’ARS du département. Ne nommez pas le patient.").valeur(tape).erreurs(e).rendre())
                div.formulaire-fin { (bouton(Style::Secondaire, "Envoyer le message")) }
            }
        },
    )
}

fn montrer(identite: &Identite, message: &MessageEvenement, fuseau: &str) -> Markup {
    let de = match message.role {
        _ if message.compte == identite.compte => De::Soi,
        Role::AgentArs => De::Autre("L’ARS"),
        _ => De::Autre("Le déclarant"),
    };
    bulle(de, &texte::instant(message.instant, fuseau), message.texte.as_str())
}

/// Writes on the event.
pub async fn ecrire(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let (vu, partie) = charger(&app, &identite, &id).await?;
    let cle: Uuid = champs.un("cle").parse().map_err(|_| {
        Failure::Conflit("cette page a vieilli : rouvrez-la, puis écrivez votre message".to_owned())
    })?;
    let mut erreurs = Erreurs::default();
    let lu = champs.un("texte").parse::<TexteLibre>().map_err(|faute| phrase(&faute));
    let Some(mots) = erreurs.noter("texte", lu) else {
        let saisie = Saisie { erreurs, champs, passages: Vec::new() };
        let page = dossier::page(&app, &identite, (&vu, partie), &saisie, None).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let auteur = Declarant {
        compte: identite.compte,
        aujourd_hui: aujourd_hui(&app, vu.signalement.departement)?,
        maintenant: app.horloge.maintenant(),
    };
    let (trousseau, role, signalement) =
        (app.entrepot.trousseau().clone(), identite.acteur.role(), vu.signalement.clone());
    let ecrit = app.entrepot.ecrire(move |tx| {
        ecrire_message(tx, &trousseau, &signalement, (cle, role, &mots), &auteur);
        Ok::<(), Echec>(())
    });
    ecrit.await?;
    Ok(Redirect::to(&format!("/evenements/{}#echanges", vu.signalement.id)).into_response())
}
