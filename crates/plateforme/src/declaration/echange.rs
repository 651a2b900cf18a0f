//! The messages of a file: between the ARS and the declarant, each told to the other side.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::{self, Role};
use droit::declaration::{Declarant, EtatDeclaration, MessageEcrit};
use droit::identifiant::DeclarationId;
use droit::texte::TexteLibre;
use entrepot::declaration::{Message, inscrire_message, messages};
use entrepot::{Echec, notification};
use maud::{Markup, html};
use uuid::Uuid;

use super::fiche::Saisie;
use super::geste::charger;
use super::suivi::page;
use super::{Piece, aujourd_hui, identifiant};
use crate::connexion::{Connecte, Identite};
use crate::echec::Failure;
use crate::gabarits::{Champ, De, Erreurs, Style, bouton, bulle, carte, resume, texte};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The messages of a file, the oldest first.
pub async fn lire(app: &App, id: DeclarationId) -> Result<Vec<Message>, Failure> {
    let trousseau = app.entrepot.trousseau().clone();
    Ok(app.entrepot.lire(move |tx| messages(tx, &trousseau, id)).await?)
}

/// Opening the file reads what was told about it; says how much was new.
pub async fn marquer_lu(app: &App, identite: &Identite, id: DeclarationId) -> Result<u32, Failure> {
    let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
    let lire = move |tx: &mut entrepot::Tx| notification::non_lues_de_la_declaration(tx, compte, id);
    let nouvelles = app.entrepot.lire(lire).await?;
    if nouvelles > 0 {
        let ecrit = app.entrepot.ecrire(move |tx| {
            notification::marquer_lues_de_la_declaration(tx, compte, id, maintenant);
            Ok::<(), Echec>(())
        });
        ecrit.await?;
    }
    Ok(nouvelles)
}

/// The thread and the form that adds to it; nothing on a draft, which the ARS has not received.
pub fn fil(
    app: &App,
    identite: &Identite,
    piece: &Piece,
    messages: &[Message],
    saisie: &Saisie<'_>,
) -> Markup {
    if piece.declaration.etat == EtatDeclaration::Brouillon {
        return html! {};
    }
    let fuseau = app.reglement.fuseau(piece.dossier.departement);
    let cle = match saisie.champs.un("cle") {
        "" => app.alea.uuid(app.horloge.maintenant()).to_string(),
        gardee => gardee.to_owned(),
    };
    let tape = if saisie.geste == "messages" { saisie.champs.un("message") } else { "" };
    carte(
        "Les échanges",
        &html! {
            @if messages.is_empty() { p.champ-aide { "Aucun message sur ce dossier." } }
            @else {
                ol.echanges { @for message in messages { (montrer(identite, message, fuseau)) } }
            }
            form.formulaire method="post" action=(format!("/declarations/{}/messages", piece.declaration.id)) novalidate {
                @if saisie.geste == "messages" { (resume(&saisie.erreurs)) }
                input type="hidden" name="cle" value=(cle);
                (Champ::zone("message", "Votre message").aide(lecteurs(identite)).valeur(tape).erreurs(&saisie.erreurs).rendre())
                div.formulaire-fin { (bouton(Style::Secondaire, "Envoyer le message")) }
            }
        },
    )
}

/// Who reads what is about to be written.
fn lecteurs(identite: &Identite) -> &'static str {
    match identite.acteur.role() {
        Role::AgentArs => {
            "Lu par le praticien, sa CPTS et vos collègues du département. Aucune donnée de patient."
        }
        _ => "Lu par l’ARS du département, le praticien et sa CPTS. Aucune donnée de patient.",
    }
}

fn montrer(identite: &Identite, message: &Message, fuseau: &str) -> Markup {
    let de = match message.role {
        _ if message.compte == identite.compte => De::Soi,
        Role::AgentArs => De::Autre("L’ARS"),
        Role::CoordinationCpts => De::Autre("La CPTS"),
        _ => De::Autre("Le praticien"),
    };
    bulle(de, &texte::instant(message.instant, fuseau), message.texte.as_str())
}

/// Writes on the file.
pub async fn ecrire(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let piece = charger(&app, &identite.acteur, identifiant(&id)?).await?;
    acces::voir_declaration(&identite.acteur, &piece.declaration).map_err(|_| Failure::Introuvable)?;
    let mut erreurs = Erreurs::default();
    let cle: Uuid = champs.un("cle").parse().map_err(|_| {
        Failure::Conflit("cette page a vieilli : rouvrez le dossier, puis écrivez votre message".to_owned())
    })?;
    let Some(texte) = erreurs.noter("message", champs.un("message").parse::<TexteLibre>()) else {
        let saisie = Saisie { geste: "messages", erreurs, champs };
        let page = page(&app, &identite, &piece, &saisie).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let declarant = Declarant {
        compte: identite.compte,
        aujourd_hui: aujourd_hui(&app, piece.dossier.departement)?,
        maintenant: app.horloge.maintenant(),
    };
    let message = MessageEcrit { cle: cle.as_u128(), role: identite.acteur.role(), texte };
    let ecrit = piece.declaration.ecrire(message, &declarant);
    let fait = ecrit.map_err(|raison| Failure::Conflit(raison.to_string()))?;
    let trousseau = app.entrepot.trousseau().clone();
    app.entrepot
        .ecrire(move |tx| {
            inscrire_message(tx, &trousseau, &fait);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/declarations/{}#echanges", piece.declaration.id)).into_response())
}
