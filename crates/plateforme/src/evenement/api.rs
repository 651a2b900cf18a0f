//! `/api/v1/evenements`: where the events stand that one reported or examines; never their words.

use axum::Json;
use axum::extract::State;
use droit::acces::Acteur;
use droit::evenement::{Attente, EtapeEvenement};
use droit::identifiant::CodeDepartement;
use entrepot::Echec;
use entrepot::evenement::{self, EvenementVu};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{aujourd_hui, regle};
use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::serveur::App;

/// The most events told per department and stage.
const MAXIMUM: u16 = 500;

/// Un événement indésirable, sans ses textes.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvenementServi {
    id: String,
    departement: String,
    /// Signalé depuis un épisode, ou sans.
    episode: Option<String>,
    /// Jour de l’événement.
    le: String,
    signale_le: String,
    gravite: &'static str,
    /// `signale`, `en-examen` ou `clos`.
    etat: &'static str,
    /// Ce qui est attendu : `declaration`, `analyse`, `retard` ou rien.
    attendu: Option<&'static str>,
    /// Dernier jour pour ce qui est attendu.
    echeance: Option<String>,
}

/// Liste les événements que vous avez signalés, ou ceux que votre ARS examine. Les textes ne se lisent que sur la page.
#[utoipa::path(
    get,
    path = "/api/v1/evenements",
    tag = "suivi",
    responses((status = 200, body = Vec<EvenementServi>))
)]
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
) -> Result<Json<Vec<EvenementServi>>, Failure> {
    let (trousseau, acteur) = (app.entrepot.trousseau().clone(), identite.acteur.clone());
    let lus = app.entrepot.lire(move |tx| {
        let departements: &[CodeDepartement] = match &acteur {
            Acteur::Mk { praticien } => {
                return Ok(Some(evenement::du_praticien(tx, &trousseau, *praticien, MAXIMUM)?));
            }
            Acteur::AgentArs { departements } => departements,
            _ => return Ok(None),
        };
        let mut lus = Vec::new();
        for code in departements {
            for etape in EtapeEvenement::TOUS {
                lus.extend(evenement::du_departement(tx, &trousseau, (*code, *etape), MAXIMUM)?);
            }
        }
        Ok::<_, Echec>(Some(lus))
    });
    let lus: Option<Vec<EvenementVu>> = lus.await?;
    let lus = lus.ok_or(Failure::Introuvable)?;
    Ok(Json(lus.iter().map(|vu| servir(&app, vu)).collect::<Result<_, _>>()?))
}

fn servir(app: &App, vu: &EvenementVu) -> Result<EvenementServi, Failure> {
    let signalement = &vu.signalement;
    let le = aujourd_hui(app, signalement.departement)?;
    let attente = signalement.attente(&regle(app, signalement.departement, le), le);
    let (attendu, echeance): (Option<&str>, Option<Date>) = match attente {
        Attente::EnRetard { echeance } => (Some("retard"), Some(echeance)),
        Attente::Declaration { .. } => (Some("declaration"), None),
        Attente::Analyse { echeance } => (Some("analyse"), echeance),
        Attente::Rien => (None, None),
    };
    Ok(EvenementServi {
        id: signalement.id.to_string(),
        departement: signalement.departement.to_string(),
        episode: signalement.episode.map(|episode| episode.to_string()),
        le: signalement.faits.le.to_string(),
        signale_le: signalement.signale_le.to_string(),
        gravite: signalement.faits.gravite.code(),
        etat: signalement.etat.etape().code(),
        attendu,
        echeance: echeance.map(|echeance| echeance.to_string()),
    })
}
