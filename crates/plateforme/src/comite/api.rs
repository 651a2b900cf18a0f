//! `/api/v1/comites`: the calendar of each committee one sits in or organises, expected meetings and those called.

use axum::Json;
use axum::extract::State;
use droit::comite::{Reunion, calendrier};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Comite, siens};
use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::serveur::App;

/// Le comité d’un département.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComiteServi {
    departement: String,
    /// Réunions que les règles du département attendent ; absent quand aucun texte ne le dit.
    attendues: Option<Vec<ReunionAttendue>>,
    /// Réunions convoquées, tenues ou annulées.
    reunions: Vec<ReunionServie>,
}

/// Une réunion que le calendrier demande.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReunionAttendue {
    rang: u8,
    mois_apres_le_debut: u16,
    le: String,
}

/// Une réunion ; `GET /comite/reunions/{id}/invitation.ics` en donne le fichier de calendrier.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReunionServie {
    id: String,
    /// Son rang au calendrier ; absent pour une réunion supplémentaire.
    rang: Option<u8>,
    le: String,
    heure: String,
    duree_en_minutes: u16,
    lieu: String,
    /// `convoquee`, `tenue` ou `annulee`.
    etat: &'static str,
}

/// Donne le calendrier des comités de suivi de vos départements.
#[utoipa::path(
    get,
    path = "/api/v1/comites",
    tag = "suivi",
    responses((status = 200, body = Vec<ComiteServi>))
)]
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
) -> Result<Json<Vec<ComiteServi>>, Failure> {
    let mut servis = Vec::new();
    for code in siens(&app, &identite).await? {
        let comite = Comite::charger(&app, &identite, code).await?;
        let prevu = calendrier(app.reglement.parametres(code), comite.le);
        let attendue = |echeance: &droit::comite::Echeance| ReunionAttendue {
            rang: echeance.rang,
            mois_apres_le_debut: echeance.mois,
            le: echeance.le.to_string(),
        };
        servis.push(ComiteServi {
            departement: code.to_string(),
            attendues: prevu.echeances.map(|echeances| echeances.iter().map(attendue).collect()),
            reunions: comite.reunions.iter().map(servir).collect(),
        });
    }
    Ok(Json(servis))
}

fn servir(reunion: &Reunion) -> ReunionServie {
    let rendezvous = &reunion.rendezvous;
    ReunionServie {
        id: reunion.id.to_string(),
        rang: reunion.rang,
        le: rendezvous.le.to_string(),
        heure: format!("{:02}:{:02}", rendezvous.heure.hour(), rendezvous.heure.minute()),
        duree_en_minutes: rendezvous.duree,
        lieu: rendezvous.lieu.to_string(),
        etat: reunion.etat.etape().code(),
    }
}
