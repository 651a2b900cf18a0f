//! The figures for a program: one table, or the definitions.

use axum::Json;
use axum::extract::State;
use droit::indicateur::Definition;
use entrepot::Echec;
use formats::indicateur::{TableauLu, en_json_lu};
use serde::Serialize;
use utoipa::ToSchema;

use super::demande::Demande;
use super::lecture::{lecture, tableau};
use super::parution;
use super::schema::TableauDIndicateurs;
use crate::connexion::Visiteur;
use crate::echec::{Failure, Problem};
use crate::saisie::Parametres;
use crate::serveur::App;

/// The table of a perimeter, a period and a variant. Counts of fewer than eleven patients are not told. `lecture` says whether
/// these are the figures of the moment or those of the publication of `publie_le`. Without account; a token with the scope
/// `suivi:lire` reads what its account may.
#[utoipa::path(
    get,
    path = "/api/v1/indicateurs",
    tag = "Indicateurs",
    params(
        ("departement" = Option<String>, Query, description = "Code d’un département"),
        ("perimetre" = Option<String>, Query, description = "pays, region/…, departement/45 ou cpts/…"),
        ("annee" = Option<String>, Query, description = "Année civile"),
        ("periode" = Option<String>, Query, description = "2026, 2026-03 ou experience-2"),
        ("variante" = Option<String>, Query, description = "ouverture (par défaut), cloture ou calendaire"),
        ("structure" = Option<String>, Query, description = "Code d’un type de structure ; toutes sans lui"),
    ),
    responses(
        (status = 200, description = "Le tableau des indicateurs", body = TableauDIndicateurs),
        (status = 404, description = "Périmètre inconnu, ou qui n’est pas pour vous", body = Problem),
        (status = 422, description = "Un paramètre ne veut rien dire", body = Problem),
    )
)]
pub async fn lire(
    State(app): State<App>,
    visiteur: Visiteur,
    Parametres(demande): Parametres<Demande>,
) -> Result<Json<TableauLu>, Failure> {
    let (question, lecteur) = demande.question(&app, &visiteur).await?;
    parution::assurer(&app).await?;
    let jour = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let reglement = app.reglement;
    let lu = app.entrepot.lire(move |tx| {
        Ok::<_, Echec>((tableau(tx, (reglement, jour), &question, lecteur)?, lecture(tx, lecteur)?))
    });
    let (lu, lecture) = lu.await?;
    Ok(Json(en_json_lu(&lu, reglement.indicateurs(), lecture)))
}

/// How an indicator is made.
#[derive(Debug, Serialize, ToSchema)]
pub struct DefinitionLue {
    code: &'static str,
    libelle: String,
    unite: String,
    nature: &'static str,
    formule: String,
    denominateur: Option<String>,
    precision: Option<String>,
    sources: Vec<SourceLue>,
}

/// Where it comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceLue {
    texte: String,
    article: String,
    adresse: String,
}

/// Every definition, with its sources.
#[utoipa::path(
    get,
    path = "/api/v1/indicateurs/definitions",
    tag = "Indicateurs",
    responses((status = 200, description = "Les définitions", body = Vec<DefinitionLue>))
)]
pub async fn definitions(State(app): State<App>) -> Json<Vec<DefinitionLue>> {
    Json(app.reglement.indicateurs().iter().map(definition).collect())
}

fn definition(definition: &Definition) -> DefinitionLue {
    let source = |source: &droit::reglement::Source| SourceLue {
        texte: source.texte.clone(),
        article: source.article.clone(),
        adresse: source.url.clone(),
    };
    DefinitionLue {
        code: definition.indicateur.code(),
        libelle: definition.libelle.clone(),
        unite: definition.unite.clone(),
        nature: definition.indicateur.nature().libelle(),
        formule: definition.formule.clone(),
        denominateur: definition.denominateur.clone(),
        precision: definition.precision.clone(),
        sources: definition.sources.iter().map(source).collect(),
    }
}
