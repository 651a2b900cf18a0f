//! The drafts of an episode for a program: what its MK has typed so far, field by field.

use axum::Json;
use axum::extract::{Path, State};
use entrepot::document::Brouillon;
use serde::Serialize;
use utoipa::ToSchema;

use super::socle::Socle;
use crate::connexion::Mk;
use crate::echec::{Failure, Problem};
use crate::serveur::App;

/// Un document en cours de rédaction.
#[derive(Debug, Serialize, ToSchema)]
pub struct BrouillonLu {
    id: String,
    /// `bilan`, `compte-rendu` ou `orientation`.
    genre: &'static str,
    /// Augmente à chaque enregistrement.
    version: i64,
    /// Le document que ce brouillon corrige.
    corrige: Option<String>,
    #[schema(format = DateTime)]
    enregistre_le: String,
    /// Les champs tels qu’ils sont saisis, dans l’ordre du formulaire ; un nom peut revenir.
    champs: Vec<ChampSaisi>,
}

/// Un champ du formulaire.
#[derive(Debug, Serialize, ToSchema)]
struct ChampSaisi {
    #[schema(example = "motif")]
    nom: String,
    valeur: String,
}

/// Liste les brouillons ouverts par le praticien du jeton dans un épisode ; ceux d’un confrère n’y sont pas.
#[utoipa::path(
    get,
    path = "/api/v1/episodes/{id}/brouillons",
    params(("id" = String, Path, description = "Identifiant de l’épisode")),
    responses((status = 200, body = [BrouillonLu]), (status = 404, body = Problem))
)]
pub async fn en_json(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Json<Vec<BrouillonLu>>, Failure> {
    let socle = Socle::consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    socle.brouillons.iter().map(BrouillonLu::de).collect::<Result<_, _>>().map(Json)
}

impl BrouillonLu {
    fn de(brouillon: &Brouillon) -> Result<Self, Failure> {
        let champs = formats::document::lire_saisie(&brouillon.contenu).map_err(Failure::interne)?;
        Ok(Self {
            id: brouillon.id.to_string(),
            genre: brouillon.genre.code(),
            version: brouillon.version,
            corrige: brouillon.corrige.map(|id| id.to_string()),
            enregistre_le: brouillon.enregistre_le.to_string(),
            champs: champs.into_iter().map(|(nom, valeur)| ChampSaisi { nom, valeur }).collect(),
        })
    }
}
