//! The invitation of each member: a mail in plain words with its iCalendar, or a file to open.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use droit::comite::{EtatReunion, Membre, Reunion};
use entrepot::comite::Invitation;
use formats::calendrier::{Methode, Rendezvous, ecrire};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Comite, ouvrir, quand, titre};
use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::serveur::App;

/// The invitations that a meeting sends as it stands: to everybody who sits, each with his own address alone.
pub fn toutes(app: &App, comite: &Comite, reunion: &Reunion) -> Result<Vec<Invitation>, Failure> {
    comite.en_poste().map(|membre| une(app, comite, reunion, membre)).collect()
}

fn une(app: &App, comite: &Comite, reunion: &Reunion, membre: &Membre) -> Result<Invitation, Failure> {
    let annulee = matches!(reunion.etat, EtatReunion::Annulee { .. });
    let methode = if annulee { Methode::Cancel } else { Methode::Request };
    let invite = Some((membre.nom.as_str(), membre.courriel.as_str()));
    let fichier = fichier(app, comite, reunion, methode, invite)?;
    let verbe = match (annulee, reunion.sequence) {
        (true, _) => "est annulée",
        (false, 0) => "aura lieu",
        (false, _) => "change : elle aura lieu",
    };
    let nom = app.reglement.departement(reunion.departement).map_or("", |d| d.nom.as_str());
    let ou = if annulee { format!("({})", quand(reunion)) } else { format!("le {}", quand(reunion)) };
    let courriel = json!({
        "adresse": membre.courriel.as_str(),
        "sujet": format!("Comité de suivi de l’accès direct, {nom} : {}", titre(reunion)),
        "texte": format!(
            "Bonjour,\n\nLa {} du comité de suivi de l’accès direct ({nom}) {verbe} {ou}.\n{}\nOrganisation : {}",
            minuscule(&titre(reunion)), ordre(reunion), reunion.organisateur.as_str()
        ),
        "calendrier": { "methode": methode.code(), "contenu": fichier },
    });
    Ok(Invitation { membre: membre.id, courriel })
}

fn minuscule(texte: &str) -> String {
    let mut signes = texte.chars();
    let debut: String = signes.next().into_iter().flat_map(char::to_lowercase).collect();
    format!("{debut}{}", signes.as_str())
}

fn ordre(reunion: &Reunion) -> String {
    if reunion.ordre_du_jour.is_empty() {
        return String::new();
    }
    let points = reunion.ordre_du_jour.iter().zip(1..).map(|(point, rang)| format!("{rang}. {point}\n"));
    format!("\nOrdre du jour :\n{}", points.collect::<String>())
}

fn fichier(
    app: &App,
    comite: &Comite,
    reunion: &Reunion,
    methode: Methode,
    invite: Option<(&str, &str)>,
) -> Result<String, Failure> {
    let (debut, fin) = horaire(app, comite, reunion)?;
    Ok(ecrire(
        methode,
        &Rendezvous {
            uid: &format!("reunion-{}@acces-direct", reunion.id),
            sequence: reunion.sequence,
            etabli_le: app.horloge.maintenant(),
            debut,
            fin,
            titre: &format!("Comité de suivi de l’accès direct : {}", titre(reunion)),
            lieu: reunion.rendezvous.lieu.as_str(),
            description: ordre(reunion).trim(),
            organisateur: reunion.organisateur.as_str(),
            invite,
        },
    ))
}

fn horaire(app: &App, comite: &Comite, reunion: &Reunion) -> Result<(Timestamp, Timestamp), Failure> {
    let zone = TimeZone::get(app.reglement.fuseau(comite.departement)).map_err(Failure::interne)?;
    let rendezvous = &reunion.rendezvous;
    let local = rendezvous.le.to_datetime(rendezvous.heure);
    let debut = local.to_zoned(zone).map_err(Failure::interne)?.timestamp();
    let duree = SignedDuration::from_mins(i64::from(rendezvous.duree));
    Ok((debut, debut.checked_add(duree).map_err(Failure::interne)?))
}

/// `/comite/reunions/{id}/invitation.ics`: a copy for one's own calendar.
pub async fn en_ics(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (reunion, comite) = ouvrir(&app, &identite, &id).await?;
    let annulee = matches!(reunion.etat, EtatReunion::Annulee { .. });
    let methode = if annulee { Methode::Cancel } else { Methode::Publish };
    let fichier = fichier(&app, &comite, &reunion, methode, None)?;
    let entetes = [
        (header::CONTENT_TYPE, format!("text/calendar; charset=utf-8; method={}", methode.code())),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"comite-de-suivi.ics\"".to_owned()),
    ];
    Ok((entetes, fichier).into_response())
}
