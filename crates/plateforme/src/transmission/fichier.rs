//! One file: its bytes, sending it again, acknowledging it.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces;
use droit::identifiant::TransmissionId;
use entrepot::Echec;
use entrepot::transmission::{self, Accuse, Destinataire, Transmission};
use formats::caisse::{SCHEMA, temoin};
use maud::{Markup, html};

use super::visible;
use crate::connexion::{Connecte, Identite};
use crate::echec::Failure;
use crate::gabarits::{Style, action};
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// A file that the reader may see, with its addressee.
pub async fn lire(app: &App, identite: &Identite, id: &str) -> Result<(Transmission, Destinataire), Failure> {
    let id: TransmissionId = id.parse().map_err(|_| Failure::Introuvable)?;
    let fichier =
        app.entrepot.lire(move |tx| transmission::relire(tx, id)).await?.ok_or(Failure::Introuvable)?;
    let destinataire = visible(app, identite, fichier.destinataire).await?;
    Ok((fichier, destinataire))
}

/// The bytes as they left.
pub async fn telecharger(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path((id, forme)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (fichier, _) = lire(&app, &identite, &id).await?;
    let cle = fichier.id;
    let (csv, json) = app.entrepot.lire(move |tx| transmission::contenu(tx, cle)).await?;
    let nom = format!("{}.{forme}", fichier.nom);
    let (genre, octets) = match forme.as_str() {
        "csv" => ("text/csv; charset=utf-8", csv),
        "json" => ("application/json", json),
        "csv.sha256" => ("text/plain; charset=utf-8", temoin(&format!("{}.csv", fichier.nom), &csv)),
        "json.sha256" => ("text/plain; charset=utf-8", temoin(&format!("{}.json", fichier.nom), &json)),
        _ => return Err(Failure::Introuvable),
    };
    let disposition = format!("attachment; filename=\"{nom}\"");
    let entetes = [(header::CONTENT_TYPE, genre.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((entetes, octets).into_response())
}

/// Sends the same bytes again.
pub async fn renvoyer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    let (fichier, destinataire) = lire(&app, &identite, &id).await?;
    acces::transmettre(&identite.acteur, destinataire.departement).map_err(|_| Failure::Introuvable)?;
    let (acteur, maintenant) = (format!("compte/{}", identite.compte), app.horloge.maintenant());
    app.entrepot
        .ecrire(move |tx| {
            transmission::renvoyer(tx, fichier.id, &acteur, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/transmissions/{}", destinataire.id)))
}

/// Acknowledges from the page.
pub async fn accuser(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Redirect, Failure> {
    let destinataire = enregistrer(&app, &identite, &id, champs.un("reference")).await?;
    Ok(Redirect::to(&format!("/transmissions/{}", destinataire.id)))
}

/// Records an acknowledgement; a second one changes nothing.
pub async fn enregistrer(
    app: &App,
    identite: &Identite,
    id: &str,
    reference: &str,
) -> Result<Destinataire, Failure> {
    let (fichier, destinataire) = lire(app, identite, id).await?;
    if reference.chars().count() > 100 || reference.chars().any(char::is_control) {
        return Err(Failure::champ("reference", "écrivez la référence en 100 signes au plus"));
    }
    if fichier.accuse_le.is_some() {
        return Ok(destinataire);
    }
    let maintenant = app.horloge.maintenant();
    let accuse = Accuse {
        le: maintenant,
        reference: reference.to_owned(),
        par: format!("compte/{}", identite.compte),
    };
    let ecriture = app.entrepot.ecrire(move |tx| {
        transmission::accuser(tx, fichier.id, &accuse, maintenant);
        Ok::<(), Echec>(())
    });
    match ecriture.await {
        Ok(()) => Ok(destinataire),
        Err(Echec::Conflit) => Err(Failure::Conflit(
            "ce fichier n’est pas encore parti, ou son accusé vient d’être enregistré".to_owned(),
        )),
        Err(echec) => Err(echec.into()),
    }
}

/// Where the bytes are.
pub fn liens(fichier: &Transmission) -> Markup {
    let vers = |forme: &str| format!("/transmissions/fichiers/{}/{forme}", fichier.id);
    let quoi = format!(" du fichier n° {}", fichier.numero);
    html! {
        @for (rang, (forme, nom)) in [("csv", "CSV"), ("json", "JSON"), ("csv.sha256", "SHA-256")].into_iter().enumerate() {
            @if rang > 0 { " · " }
            a href=(vers(forme)) download { (nom) span.lecteur { (quoi) } }
        }
    }
}

/// What the reader may do.
pub fn actions(identite: &Identite, destinataire: &Destinataire, fichier: &Transmission) -> Markup {
    let vers = |geste: &str| format!("/transmissions/fichiers/{}/{geste}", fichier.id);
    let quoi = format!("du fichier n° {}", fichier.numero);
    let regle = acces::transmettre(&identite.acteur, destinataire.departement).is_ok();
    let champ = format!("reference-{}", fichier.numero);
    html! {
        @if fichier.envoye_le.is_some() && fichier.accuse_le.is_none() {
            form.action method="post" action=(vers("accuse")) {
                @if regle {
                    label.lecteur for=(champ) { "Référence de l’accusé " (quoi) }
                    input id=(champ) name="reference" maxlength="100" placeholder="Référence";
                }
                button.bouton.bouton-secondaire type="submit" {
                    @if regle { "Noter l’accusé" } @else { "Accuser réception" }
                    span.lecteur { " " (quoi) }
                }
            }
        }
        @if regle { (action(Style::Discret, &vers("renvoyer"), "Renvoyer", &format!("le fichier n° {}", fichier.numero))) }
    }
}

/// The schema of the JSON files, public and versioned.
pub async fn schema() -> Response {
    ([(header::CONTENT_TYPE, "application/schema+json")], SCHEMA).into_response()
}
