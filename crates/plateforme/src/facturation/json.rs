//! The check-list of an episode for a program: the points with their texts, the lines and their amounts in cents.

use axum::Json;
use axum::extract::{Path, State};
use droit::document::Exigence;
use droit::facturation::{Canal, LigneFacturable, Objet, PointVerifie, Total};
use droit::reglement::Source;
use serde::Serialize;
use utoipa::ToSchema;

use super::etat::{Etat, Reponse};
use super::page::consulter;
use crate::connexion::Mk;
use crate::echec::{Failure, Problem};
use crate::serveur::App;

/// « Prêt à facturer » : ce qui est vérifié avant la facture d’un épisode.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacturationLue {
    /// Aucun point n’est à corriger ni à confirmer.
    prete: bool,
    /// `acces-direct` ou `renouvellement`.
    canal: &'static str,
    /// Numéro d’Assurance Maladie du lieu, exécutant et, en accès direct, prescripteur ; `null` s’il manque.
    numero_am: Option<String>,
    points: Vec<PointLu>,
    lignes: Vec<LigneLue>,
    total: TotalLu,
    piece: PieceLue,
    /// Le jour où la facture a été notée partie.
    #[schema(format = Date)]
    facturee_le: Option<String>,
}

/// Un point vérifié.
#[derive(Debug, Serialize, ToSchema)]
struct PointLu {
    /// Code stable.
    code: &'static str,
    /// `respecte`, `signale`, `a_confirmer`, `viole` ou `sans_objet`.
    etat: &'static str,
    /// Ce qui a été constaté et que faire.
    message: String,
    bloque: bool,
    /// Le texte qui le demande ; `null` sans objet.
    fondement: Option<FondementLu>,
}

/// Le texte sur lequel repose un point.
#[derive(Debug, Serialize, ToSchema)]
struct FondementLu {
    texte: String,
    article: String,
    url: String,
    confiance: &'static str,
}

/// Une ligne de la facture.
#[derive(Debug, Serialize, ToSchema)]
struct LigneLue {
    #[schema(format = Date)]
    le: String,
    /// `bilan` ou `seance`.
    objet: &'static str,
    #[schema(example = "RAM")]
    lettre: Option<String>,
    #[schema(example = "8.11")]
    coefficient: Option<String>,
    /// En centimes d’euro, dans la zone du département, à la date de l’acte ; `null` si aucune source ne le donne.
    montant_centimes: Option<u32>,
}

/// Ce que font les lignes.
#[derive(Debug, Serialize, ToSchema)]
struct TotalLu {
    centimes: u32,
    /// Faux quand le montant d’une ligne est inconnu.
    exact: bool,
}

/// La pièce que le département demande de joindre.
#[derive(Debug, Serialize, ToSchema)]
struct PieceLue {
    /// `aucune`, `annexe-1` ou `inconnue`.
    demande: &'static str,
    fondement: FondementLu,
    /// Le dernier justificatif préparé par le praticien.
    document: Option<String>,
}

/// Vérifie ce qui empêcherait la facture d’un épisode, et donne ses lignes.
#[utoipa::path(
    get,
    path = "/api/v1/episodes/{id}/facturation",
    params(("id" = String, Path, description = "Identifiant de l’épisode")),
    responses((status = 200, body = FacturationLue), (status = 404, body = Problem))
)]
pub async fn en_json(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Json<FacturationLue>, Failure> {
    let etat = consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let reponse = etat.preparer(&app)?;
    Ok(Json(FacturationLue::de(&etat, &reponse)))
}

impl FacturationLue {
    fn de(etat: &Etat, reponse: &Reponse) -> Self {
        let facturation = &reponse.facturation;
        Self {
            prete: facturation.prete(),
            canal: match etat.dite.canal {
                Canal::AccesDirect => "acces-direct",
                Canal::Renouvellement { .. } => "renouvellement",
            },
            numero_am: reponse.numero_am.as_ref().map(ToString::to_string),
            points: facturation.points.iter().map(PointLu::de).collect(),
            lignes: facturation.lignes.iter().map(LigneLue::de).collect(),
            total: match facturation.total {
                Total::Exact(centimes) => TotalLu { centimes: centimes.0, exact: true },
                Total::Partiel(centimes) => TotalLu { centimes: centimes.0, exact: false },
            },
            piece: PieceLue::de(etat, &reponse.exigence),
            facturee_le: etat.dite.facturee_le.map(|le| le.to_string()),
        }
    }
}

impl PointLu {
    fn de(point: &PointVerifie<'_>) -> Self {
        Self {
            code: point.point.code(),
            etat: point.etat.code(),
            message: point.message.clone(),
            bloque: point.bloque(),
            fondement: point.fondement.map(FondementLu::de),
        }
    }
}

impl FondementLu {
    fn de(source: &Source) -> Self {
        let Source { texte, article, url, confiance, .. } = source.clone();
        Self { texte, article, url, confiance: confiance.code() }
    }
}

impl LigneLue {
    fn de(ligne: &LigneFacturable) -> Self {
        let acte = ligne.acte.as_ref();
        Self {
            le: ligne.le.to_string(),
            objet: match ligne.objet {
                Objet::Bilan => "bilan",
                Objet::Seance => "seance",
            },
            lettre: acte.map(|acte| acte.lettre.clone()),
            coefficient: acte.map(|acte| acte.coefficient.to_string()),
            montant_centimes: ligne.montant.map(|centimes| centimes.0),
        }
    }
}

impl PieceLue {
    fn de(etat: &Etat, exigence: &Exigence<'_>) -> Self {
        Self {
            demande: match exigence {
                Exigence::Aucune(_) => "aucune",
                Exigence::Annexe1 { .. } => "annexe-1",
                Exigence::Inconnue(_) => "inconnue",
            },
            fondement: FondementLu::de(exigence.source()),
            document: etat.justificatif().map(|id| id.to_string()),
        }
    }
}
