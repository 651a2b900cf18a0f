//! `/api/v1/campagnes`: how far each campaign has come, for the ARS and, of its own members, for a CPTS.

use axum::Json;
use axum::extract::State;
use droit::campagne::EtatCampagne;
use serde::Serialize;
use utoipa::ToSchema;

use super::liste::{Suivie, suivies};
use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::serveur::App;

/// Une campagne annuelle et son avancement.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampagneServie {
    id: String,
    departement: String,
    annee: i16,
    ouverte_le: String,
    echeance: String,
    /// `ouverte` ou `close`.
    etat: &'static str,
    /// Praticiens de qui une fiche est attendue ; pour une CPTS, ses membres.
    praticiens: usize,
    fiches_validees: usize,
}

/// Liste les campagnes d’évaluation de vos départements, avec leur avancement.
#[utoipa::path(
    get,
    path = "/api/v1/campagnes",
    tag = "suivi",
    responses((status = 200, body = Vec<CampagneServie>))
)]
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
) -> Result<Json<Vec<CampagneServie>>, Failure> {
    let (_, _, suivies) = suivies(&app, &identite).await?;
    Ok(Json(suivies.iter().map(servir).collect()))
}

fn servir(suivie: &Suivie) -> CampagneServie {
    let campagne = &suivie.campagne;
    CampagneServie {
        id: campagne.id.to_string(),
        departement: campagne.departement.to_string(),
        annee: campagne.annee,
        ouverte_le: campagne.ouverte_le.to_string(),
        echeance: campagne.echeance.to_string(),
        etat: match campagne.etat {
            EtatCampagne::Ouverte => "ouverte",
            EtatCampagne::Close => "close",
        },
        praticiens: suivie.attendus.len(),
        fiches_validees: suivie.validees(),
    }
}
