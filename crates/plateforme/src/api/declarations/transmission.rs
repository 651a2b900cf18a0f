//! `/api/v1/transmissions`: the files for the local bodies, and their acknowledgement.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use droit::acces;
use entrepot::Echec;
use entrepot::transmission::{self as stock, Destinataire, Transmission};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::corps::lire;
use crate::connexion::Connecte;
use crate::echec::{Failure, Problem};
use crate::saisie::Corps;
use crate::serveur::App;
use crate::transmission::fichier;

/// The most files told per body.
const MAXIMUM: u16 = 100;

/// Un organisme et ses derniers fichiers.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganismeServi {
    id: String,
    code: String,
    nom: String,
    /// `cpam`, `cgss`, `cssm` ou `msa`.
    organisme: &'static str,
    departement: String,
    dernier_numero: u64,
    /// Les derniers d’abord, cent au plus.
    fichiers: Vec<FichierServi>,
}

/// Un fichier numéroté.
#[derive(Debug, Serialize, ToSchema)]
pub struct FichierServi {
    id: String,
    numero: u64,
    /// `complet` ou `differentiel`.
    nature: String,
    arrete_le: String,
    lignes: u64,
    sha256_csv: String,
    sha256_json: String,
    envois: u64,
    envoye_le: Option<String>,
    accuse_le: Option<String>,
    accuse_reference: Option<String>,
}

/// Liste les organismes que vous pouvez voir, avec leurs fichiers ; `GET /api/v1/transmissions/{id}/csv` ou `/json` en
/// donne les octets.
#[utoipa::path(
    get,
    path = "/api/v1/transmissions",
    tag = "transmissions",
    responses((status = 200, body = Vec<OrganismeServi>))
)]
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
) -> Result<Json<Vec<OrganismeServi>>, Failure> {
    let departements = acces::liste_caisse(&identite.acteur).map_err(|_| Failure::Introuvable)?;
    let servis = app.entrepot.lire(move |tx| {
        let mut servis = Vec::new();
        for departement in &departements {
            for destinataire in stock::du_departement(tx, *departement)? {
                if acces::voir_transmissions(&identite.acteur, *departement, destinataire.organisme).is_ok() {
                    let fichiers = stock::transmissions(tx, destinataire.id, None, MAXIMUM)?;
                    servis.push(organisme(destinataire, fichiers));
                }
            }
        }
        Ok::<_, Echec>(servis)
    });
    Ok(Json(servis.await?))
}

fn organisme(destinataire: Destinataire, fichiers: Vec<Transmission>) -> OrganismeServi {
    OrganismeServi {
        id: destinataire.id.to_string(),
        code: destinataire.code,
        nom: destinataire.nom,
        organisme: destinataire.organisme.code(),
        departement: destinataire.departement.to_string(),
        dernier_numero: destinataire.dernier_numero,
        fichiers: fichiers.into_iter().map(servi).collect(),
    }
}

fn servi(fichier: Transmission) -> FichierServi {
    FichierServi {
        id: fichier.id.to_string(),
        numero: fichier.numero,
        nature: fichier.nature,
        arrete_le: fichier.arrete_le.to_string(),
        lignes: fichier.lignes,
        sha256_csv: fichier.sha256_csv,
        sha256_json: fichier.sha256_json,
        envois: fichier.envois,
        envoye_le: fichier.envoye_le.map(|instant| instant.to_string()),
        accuse_le: fichier.accuse_le.map(|instant| instant.to_string()),
        accuse_reference: fichier.accuse_reference,
    }
}

/// Ce que l’organisme dit d’un fichier reçu.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccuseSaisi {
    /// Votre référence.
    #[serde(default)]
    #[schema(max_length = 100)]
    reference: String,
}

/// Accuse réception d’un fichier ; un second accusé ne change rien.
#[utoipa::path(
    post,
    path = "/api/v1/transmissions/{id}/accuse",
    tag = "transmissions",
    params(("id" = String, Path, description = "Identifiant du fichier")),
    request_body = AccuseSaisi,
    responses(
        (status = 200, body = FichierServi),
        (status = 404, description = "Fichier absent, ou destiné à un autre organisme.", body = Problem),
        (status = 409, description = "Le fichier n’est pas encore parti.", body = Problem),
        (status = 422, body = Problem),
    )
)]
pub async fn accuser(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    Corps(octets): Corps,
) -> Result<Response, Failure> {
    let saisi: AccuseSaisi = lire(&octets)?;
    fichier::enregistrer(&app, &identite, &id, &saisi.reference).await?;
    let (fichier, _) = fichier::lire(&app, &identite, &id).await?;
    Ok(Json(servi(fichier)).into_response())
}
