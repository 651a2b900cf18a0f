//! `GET /api/v1/autorisations`: was this MK authorised on the day of care, for the caisse and the ARS.

use axum::Json;
use axum::extract::State;
use droit::acces;
use droit::decision::TypeStructure;
use droit::identifiant::NumeroRpps;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::connexion::Connecte;
use crate::declaration::{aujourd_hui, autorisations};
use crate::echec::{Failure, Problem};
use crate::saisie::Parametres;
use crate::serveur::App;

/// The question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    #[serde(default)]
    rpps: String,
    #[serde(default)]
    le: String,
}

/// The answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reponse {
    rpps: String,
    #[schema(value_type = String, format = Date)]
    le: Date,
    /// Was he authorised on that day in one of your departments.
    autorise: bool,
    /// The periods that run on that day.
    periodes: Vec<Periode>,
    fondement: Fondement,
}

/// A period of authorisation, both days included.
#[derive(Debug, Serialize, ToSchema)]
pub struct Periode {
    departement: String,
    #[schema(value_type = String, format = Date)]
    du: Date,
    #[schema(value_type = Option<String>, format = Date)]
    au: Option<Date>,
}

/// The text that asks for the authorisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fondement {
    texte: String,
    article: String,
    url: String,
    confiance: &'static str,
}

/// Dit si un praticien était autorisé le jour des soins, dans vos départements.
#[utoipa::path(
    get,
    path = "/api/v1/autorisations",
    tag = "declarations",
    params(
        ("rpps" = String, Query, description = "Numéro RPPS, onze chiffres"),
        ("le" = Option<String>, Query, description = "Jour des soins (AAAA-MM-JJ) ; aujourd’hui sans lui"),
    ),
    responses((status = 200, body = Reponse), (status = 422, body = Problem)),
)]
pub async fn repondre(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(question): Parametres<Question>,
) -> Result<Json<Reponse>, Failure> {
    let departements = acces::liste_caisse(&identite.acteur).map_err(|_| Failure::Introuvable)?;
    let premier = departements.first().copied().ok_or(Failure::Introuvable)?;
    let rpps: NumeroRpps =
        question.rpps.parse().map_err(|faute| Failure::champ("rpps", format!("{faute}")))?;
    let le = match question.le.as_str() {
        "" => aujourd_hui(&app, premier)?,
        saisie => {
            saisie.parse().map_err(|_| Failure::champ("le", "écrivez une date, par exemple 2026-11-21"))?
        }
    };
    let numero = rpps.clone();
    let trouve = app.entrepot.lire(move |tx| autorisations::repondre(tx, &departements, &numero, le)).await?;
    let source = &app.reglement.au(le, premier, TypeStructure::Cpts).autorisation.source;
    let periodes: Vec<_> = trouve
        .autorisations
        .iter()
        .map(|a| Periode { departement: a.departement.to_string(), du: a.du, au: a.au })
        .collect();
    Ok(Json(Reponse {
        rpps: rpps.to_string(),
        le,
        autorise: !periodes.is_empty(),
        periodes,
        fondement: Fondement {
            texte: source.texte.clone(),
            article: source.article.clone(),
            url: source.url.clone(),
            confiance: source.confiance.code(),
        },
    }))
}
