//! `GET /api/v1/confirmations` and the answer to one of them: the CPTS says whether an MK who declared himself is its member.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use droit::declaration::{MotifDementi, QualiteMembre};
use droit::identifiant::DeclarationId;
use droit::texte::TexteLibre;
use entrepot::declaration::{self as base, ConfirmationAttendue};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::corps::lire;
use crate::api::idempotence::{Debut, debuter, ou_deja, rejouer};
use crate::connexion::Coordination;
use crate::declaration::confirmation::{Reconnue, Verdict, repondre};
use crate::echec::{Failure, Problem};
use crate::saisie::Corps;
use crate::serveur::App;

/// The MKs who wait for the CPTS.
#[derive(Debug, Serialize, ToSchema)]
pub struct Confirmations {
    confirmations: Vec<Attendue>,
}

/// An MK who waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attendue {
    /// Sa déclaration.
    declaration: String,
    rpps: String,
    nom: String,
    prenom: String,
    departement: String,
    /// Depuis quand il attend.
    #[schema(value_type = String, format = Date)]
    depuis: Date,
}

/// What the CPTS answers.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReponseSaisie {
    /// `confirmee` ou `dementie`.
    pub reponse: ReponseDeLaCpts,
    /// Avec `confirmee`, quand aucune adhésion n’est enregistrée : `adherent` ou `membre-actif`.
    pub qualite: Option<String>,
    /// Avec `confirmee`, quand aucune adhésion n’est enregistrée : premier jour (AAAA-MM-JJ).
    #[schema(value_type = Option<String>, format = Date)]
    pub membre_du: Option<Date>,
    /// Avec `confirmee`, quand aucune adhésion n’est enregistrée : dernier jour, s’il est connu (AAAA-MM-JJ).
    #[schema(value_type = Option<String>, format = Date)]
    pub membre_au: Option<Date>,
    /// Avec `dementie` : pourquoi.
    pub motif: Option<String>,
    /// Avec `dementie` : quelques mots.
    pub precision: Option<String>,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReponseDeLaCpts {
    /// He is a member.
    Confirmee,
    /// He is not.
    Dementie,
}

/// What was recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct Repondue {
    declaration: String,
    reponse: &'static str,
}

impl From<ConfirmationAttendue> for Attendue {
    fn from(attendue: ConfirmationAttendue) -> Self {
        Self {
            declaration: attendue.declaration.to_string(),
            rpps: attendue.rpps.to_string(),
            nom: attendue.nom,
            prenom: attendue.prenom,
            departement: attendue.departement.to_string(),
            depuis: attendue.depuis,
        }
    }
}

/// Liste les praticiens qui se sont déclarés avec votre CPTS et attendent sa confirmation.
#[utoipa::path(
    get,
    path = "/api/v1/confirmations",
    tag = "declarations",
    responses((status = 200, body = Confirmations)),
)]
pub async fn lister(
    State(app): State<App>,
    coordination: Coordination,
) -> Result<Json<Confirmations>, Failure> {
    let Coordination(_, cpts) = coordination;
    let attendues = app.entrepot.lire(move |tx| base::confirmations_attendues(tx, cpts)).await?;
    Ok(Json(Confirmations { confirmations: attendues.into_iter().map(Attendue::from).collect() }))
}

/// Confirme, ou dément, l’adhésion d’un praticien qui s’est déclaré : sa déclaration part alors à l’ARS, ou revient à lui.
#[utoipa::path(
    post,
    path = "/api/v1/declarations/{id}/confirmation",
    tag = "declarations",
    params(
        ("id" = String, Path, description = "Identifiant de la déclaration"),
        ("Idempotency-Key" = Option<String>, Header, description = "Clé qui rend l’envoi répétable"),
    ),
    request_body = ReponseSaisie,
    responses(
        (status = 200, description = "La réponse est enregistrée.", body = Repondue),
        (status = 404, description = "Aucune question n’est posée à votre CPTS sur cette déclaration.", body = Problem),
        (status = 409, description = "Déjà répondu, ou une règle s’y oppose.", body = Problem),
        (status = 422, description = "Le contenu est à corriger ; le champ est nommé.", body = Problem),
    )
)]
pub async fn agir(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
    entetes: HeaderMap,
    Corps(octets): Corps,
) -> Result<Response, Failure> {
    let id: DeclarationId = id.parse().map_err(|_| Failure::Introuvable)?;
    let route = format!("declarations/{id}/confirmation");
    let cle = match debuter(&app, &identite, &route, &entetes, &octets).await? {
        Debut::Deja(reponse) => return Ok(reponse),
        Debut::Nouvelle(cle) => cle,
    };
    let saisie: ReponseSaisie = lire(&octets)?;
    let verdict = saisie.lire()?;
    let repondue = Repondue {
        declaration: id.to_string(),
        reponse: match saisie.reponse {
            ReponseDeLaCpts::Confirmee => "confirmee",
            ReponseDeLaCpts::Dementie => "dementie",
        },
    };
    let corps = serde_json::to_vec(&repondue).map_err(Failure::interne)?;
    let reponse = entrepot::idempotence::Reponse { statut: 200, corps };
    let conserver = cle.clone().map(|cle| (cle, reponse.clone()));
    match repondre(&app, &identite, cpts, id, &verdict, conserver).await {
        Ok(()) => Ok(rejouer(&reponse).into_response()),
        Err(empechement) => ou_deja(&app, cle.as_ref(), empechement.into()).await,
    }
}

impl ReponseSaisie {
    fn lire(&self) -> Result<Verdict, Failure> {
        let inconnu =
            |champ, saisi: &str| Failure::champ(champ, format!("« {saisi} » n’est pas un code connu"));
        match self.reponse {
            ReponseDeLaCpts::Confirmee => {
                let qualite = self.qualite.as_deref();
                let qualite = qualite
                    .map(|code| QualiteMembre::depuis_code(code).ok_or_else(|| inconnu("qualite", code)))
                    .transpose()?;
                Ok(Verdict::Oui(Reconnue { qualite, du: self.membre_du, au: self.membre_au }))
            }
            ReponseDeLaCpts::Dementie => {
                let code = self.motif.as_deref().unwrap_or_default();
                let motif = MotifDementi::depuis_code(code).ok_or_else(|| inconnu("motif", code))?;
                let precision = self.precision.as_deref().map(str::parse::<TexteLibre>).transpose();
                let precision = precision.map_err(|faute| Failure::champ("precision", faute.to_string()))?;
                Ok(Verdict::Non(motif, precision))
            }
        }
    }
}
