//! A report as files: PDF, workbook, CSV, FHIR. A signed one is made of what was frozen, a draft of what was published last.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use droit::acces::lire_rapport;
use droit::evaluation::{Contenu, EtatRapport, Rapport};
use entrepot::Echec;
use formats::evaluation::{Adresses, en_csv, en_xlsx, measure_reports};
use jiff::tz::TimeZone;

use super::{Dossier, cle, composition, papier};
use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::evaluation::page::moment;
use crate::presse;
use crate::serveur::App;

/// A file of the report.
///
/// # Errors
/// When it is not for the visitor, there is no such form, or it cannot be made.
pub async fn telecharger(
    State(app): State<App>,
    visiteur: Visiteur,
    Path((id, forme)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (id, moment) = (cle(&id)?, moment(&app).await?);
    let acteur = visiteur.identite().map(|identite| identite.acteur.clone());
    let lu = app.entrepot.lire(move |tx| {
        let Some(dossier) = Dossier::charger(tx, moment, id)? else { return Ok::<_, Echec>(None) };
        if lire_rapport(acteur.as_ref(), &dossier.rapport, &dossier.territoire).is_err() {
            return Ok(None);
        }
        let (contenu, empreinte) = composition::contenu(tx, moment, &dossier.rapport, &dossier.nom)?;
        Ok(Some((dossier.rapport, contenu, empreinte)))
    });
    let (rapport, contenu, empreinte) = lu.await?.ok_or(Failure::Introuvable)?;
    let nom = nommer(&rapport);
    match forme.as_str() {
        "rapport.pdf" => en_pdf(&app, &contenu, &rapport, nom).await,
        "indicateurs.xlsx" => {
            let octets = en_xlsx(&contenu).map_err(Failure::interne)?;
            Ok(fichier(
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                &nom,
                "xlsx",
                octets,
            ))
        }
        "indicateurs.csv" => {
            let octets = en_csv(&contenu).map_err(Failure::interne)?;
            Ok(fichier("text/csv; charset=utf-8", &nom, "csv", octets))
        }
        "indicateurs.fhir.json" => {
            let site = app.ecoute.url_publique.clone().unwrap_or_else(|| "urn:acces-direct".to_owned());
            let empreinte = empreinte.unwrap_or_else(|| contenu.instantane.clone());
            let adresses = Adresses { site: site.trim_end_matches('/'), empreinte: &empreinte };
            let bundle = measure_reports(&contenu, adresses);
            Ok(fichier("application/fhir+json", &nom, "json", bundle.to_string().into_bytes()))
        }
        _ => Err(Failure::Introuvable),
    }
}

/// A signed paper bears the first moment of the day it was frozen: the same bytes each time.
async fn en_pdf(app: &App, contenu: &Contenu, rapport: &Rapport, nom: String) -> Result<Response, Failure> {
    let instant = match rapport.etat {
        EtatRapport::Signe(_) => {
            let midi = contenu.arrete_le.at(12, 0, 0, 0);
            TimeZone::UTC.to_timestamp(midi).map_err(Failure::interne)?
        }
        EtatRapport::Brouillon => app.horloge.maintenant(),
    };
    let reference = format!(
        "{}-{:08X}",
        nom.trim_start_matches("rapport-").to_uppercase(),
        rapport.id.bits() & 0xffff_ffff
    );
    let papier = papier::rediger(contenu, rapport, (reference, instant), app.ecoute.url_publique.as_deref());
    let pdf = app.presse().composer(move || documents::rapport(&papier)).await?;
    Ok(presse::servir(pdf, &nom))
}

/// « rapport-45-2025-v1 ».
fn nommer(rapport: &Rapport) -> String {
    let sujet = rapport.sujet.to_string();
    let court = sujet.split_once('/').map_or(sujet.as_str(), |(_, cle)| cle);
    let court: String = court.chars().take(8).collect();
    format!("rapport-{court}-{}-v{}", rapport.periode, rapport.numero.nombre())
}

fn fichier(genre: &'static str, nom: &str, extension: &str, octets: Vec<u8>) -> Response {
    let entetes = [
        (header::CONTENT_TYPE, genre.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{nom}.{extension}\"")),
    ];
    (entetes, octets).into_response()
}
