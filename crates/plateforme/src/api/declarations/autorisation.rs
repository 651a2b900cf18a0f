//! `GET /api/v1/autorisations`: was this MK authorised on the day of care, for the caisse and the ARS.

use axum::Json;
use axum::extract::State;
use droit::acces;
use droit::decision::TypeStructure;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::corps::lire;
use crate::connexion::Connecte;
use crate::declaration::aujourd_hui;
use crate::declaration::autorisations::lot::{self, Issue};
use crate::declaration::autorisations::question::{self, Numero};
use crate::echec::{Failure, Problem};
use crate::saisie::{Corps, Parametres};
use crate::serveur::App;

/// The question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    #[serde(default)]
    rpps: String,
    #[serde(default)]
    numero_am: String,
    #[serde(default)]
    le: String,
}

/// The answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reponse {
    /// Le numéro demandé.
    numero: String,
    #[schema(value_type = String, format = Date)]
    le: Date,
    /// Was he authorised on that day in one of your departments.
    autorise: bool,
    /// Les praticiens qui répondent à ce numéro : un numéro AM peut en avoir plusieurs.
    praticiens: Vec<PraticienTrouve>,
    /// Les périodes qui courent ce jour-là.
    periodes: Vec<Periode>,
    fondement: Fondement,
}

/// Un praticien et sa réponse.
#[derive(Debug, Serialize, ToSchema)]
pub struct PraticienTrouve {
    rpps: String,
    nom: String,
    prenom: String,
    autorise: bool,
    /// Pourquoi il ne l’était pas ; vide s’il l’était.
    pourquoi: String,
}

/// A period of authorisation, both days included.
#[derive(Debug, Serialize, ToSchema)]
pub struct Periode {
    rpps: String,
    departement: String,
    cpts: String,
    /// Lieu d’exercice, s’il est connu.
    numero_am: Option<String>,
    commune: Option<String>,
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
        ("rpps" = Option<String>, Query, description = "Numéro RPPS, onze chiffres"),
        ("numero_am" = Option<String>, Query, description = "Ou numéro AM du lieu d’exercice, neuf chiffres"),
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
    let numero = numero(&question)?;
    let le = match question.le.as_str() {
        "" => aujourd_hui(&app, premier)?,
        saisie => {
            saisie.parse().map_err(|_| Failure::champ("le", "écrivez une date, par exemple 2026-11-21"))?
        }
    };
    let cherche = numero.clone();
    let trouves = app.entrepot.lire(move |tx| question::chercher(tx, &departements, &cherche, le)).await?;
    let source = &app.reglement.au(le, premier, TypeStructure::Cpts).autorisation.source;
    let periodes: Vec<_> = trouves.iter().flat_map(|reponse| &reponse.courantes).map(periode).collect();
    let praticiens = trouves.iter().map(|reponse| PraticienTrouve {
        rpps: reponse.praticien.rpps.to_string(),
        nom: reponse.praticien.nom.clone(),
        prenom: reponse.praticien.prenom.clone(),
        autorise: reponse.autorise(),
        pourquoi: reponse.pourquoi(le),
    });
    Ok(Json(Reponse {
        numero: numero.to_string(),
        le,
        autorise: !periodes.is_empty(),
        praticiens: praticiens.collect(),
        periodes,
        fondement: Fondement {
            texte: source.texte.clone(),
            article: source.article.clone(),
            url: source.url.clone(),
            confiance: source.confiance.code(),
        },
    }))
}

fn numero(question: &Question) -> Result<Numero, Failure> {
    let (champ, saisie) = match (question.rpps.trim(), question.numero_am.trim()) {
        (rpps, "") => ("rpps", rpps),
        ("", am) => ("numero_am", am),
        _ => return Err(Failure::champ("numero_am", "donnez un seul des deux numéros")),
    };
    let lu = saisie.parse::<Numero>().map_err(|faute| Failure::champ(champ, faute))?;
    match (&lu, champ) {
        (Numero::Am(_), "rpps") => {
            Err(Failure::champ("rpps", "ce numéro a neuf chiffres : donnez-le comme numero_am"))
        }
        (Numero::Rpps(_), "numero_am") => {
            Err(Failure::champ("numero_am", "ce numéro a onze chiffres : donnez-le comme rpps"))
        }
        _ => Ok(lu),
    }
}

fn periode(periode: &entrepot::transmission::Periode) -> Periode {
    let lieu = periode.lieu.as_ref();
    Periode {
        rpps: periode.rpps.to_string(),
        departement: periode.departement.to_string(),
        cpts: periode.cpts.clone(),
        numero_am: lieu.and_then(|lieu| lieu.numero_am.clone()),
        commune: lieu.map(|lieu| lieu.commune.clone()),
        du: periode.du,
        au: periode.au,
    }
}

/// Plusieurs questions, dans l’ordre : « numéro jour », mille au plus.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Questions {
    #[schema(max_items = 1_000)]
    lignes: Vec<String>,
}

/// Une réponse, dans l’ordre des questions.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReponseDeLigne {
    numero: String,
    #[schema(value_type = Option<String>, format = Date)]
    le: Option<Date>,
    /// `null` quand la ligne est illisible.
    autorise: Option<bool>,
    praticien: String,
    precision: String,
}

/// Répond à plusieurs questions à la fois.
#[utoipa::path(
    post,
    path = "/api/v1/autorisations",
    tag = "declarations",
    request_body = Questions,
    responses((status = 200, body = Vec<ReponseDeLigne>), (status = 422, body = Problem)),
)]
pub async fn repondre_a_plusieurs(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Corps(octets): Corps,
) -> Result<Json<Vec<ReponseDeLigne>>, Failure> {
    let departements = acces::liste_caisse(&identite.acteur).map_err(|_| Failure::Introuvable)?;
    let Questions { lignes } = lire(&octets)?;
    if lignes.len() > lot::MAXIMUM {
        return Err(Failure::champ("lignes", format!("posez {} questions à la fois au plus", lot::MAXIMUM)));
    }
    let repondues = lot::questionner(&app, departements, lignes).await?;
    Ok(Json(repondues.iter().map(reponse_de_ligne).collect()))
}

fn reponse_de_ligne(ligne: &lot::LigneRepondue) -> ReponseDeLigne {
    let [numero, _, _, praticien, precision] = ligne.cellules();
    let autorise = match &ligne.issue {
        Issue::Oui(..) => Some(true),
        Issue::Non(..) => Some(false),
        Issue::Illisible(_) => None,
    };
    ReponseDeLigne { numero, le: ligne.le, autorise, praticien, precision }
}
