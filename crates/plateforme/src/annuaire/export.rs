//! The list in the formats others read: CSV, FHIR, and its changes as JSON and as an Atom feed.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use droit::identifiant::CodeDepartement;
use entrepot::praticien::{self, Autorise};
use formats::liste_publique::{self, Flux, Inscription, Lieu, Mouvement};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Recherche;
use crate::echec::Failure;
use crate::saisie::Parametres;
use crate::serveur::App;

/// How many lines are read at once.
const LOT: u16 = 1_000;
/// The most changes told at once: a department has far fewer in a year.
const CHANGEMENTS_MAX: u16 = 5_000;

/// How far back the feed goes, in days.
fn recul_du_flux() -> Span {
    90.days()
}

/// `/annuaire.csv`: the whole list that the parameters select.
pub async fn en_csv(
    State(app): State<App>,
    Parametres(recherche): Parametres<Recherche>,
) -> Result<Response, Failure> {
    let (jour, inscriptions) = tout(&app, &recherche).await?;
    let mut corps = Vec::new();
    liste_publique::ecrire_csv(&mut corps, inscriptions).map_err(Failure::interne)?;
    let nom = format!("attachment; filename=\"acces-direct-{jour}.csv\"");
    let entetes =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, nom)];
    Ok((entetes, corps).into_response())
}

/// The list as a FHIR R4 Bundle.
#[utoipa::path(
    get,
    path = "/api/v1/praticiens/fhir",
    tag = "annuaire",
    params(("departement" = Option<String>, Query), ("le" = Option<String>, Query)),
    responses(
        (status = 200, description = "Bundle FHIR R4", content_type = "application/fhir+json"),
        (status = 422, body = crate::echec::Problem),
    ),
)]
pub async fn en_fhir(
    State(app): State<App>,
    Parametres(recherche): Parametres<Recherche>,
) -> Result<Response, Failure> {
    let (jour, inscriptions) = tout(&app, &recherche).await?;
    let bundle: Value = liste_publique::bundle(jour, &inscriptions);
    Ok(([(header::CONTENT_TYPE, "application/fhir+json")], bundle.to_string()).into_response())
}

/// Every line, read page after page.
async fn tout(app: &App, recherche: &Recherche) -> Result<(Date, Vec<Inscription>), Failure> {
    let mut critere = recherche.critere(aujourd_hui(app, recherche.departement()?)?, LOT)?;
    let jour = critere.jour;
    let mut inscriptions = Vec::new();
    loop {
        let demande = critere.clone();
        let lot = app.entrepot.lire(move |tx| praticien::autorises(tx, &demande)).await?;
        let Some(derniere) = lot.last() else { break };
        critere.apres = derniere.curseur.clone();
        let complet = lot.len() == usize::from(LOT);
        inscriptions.extend(lot.into_iter().map(inscription));
        if !complet {
            break;
        }
    }
    Ok((jour, inscriptions))
}

fn aujourd_hui(app: &App, departement: Option<CodeDepartement>) -> Result<Date, Failure> {
    let fuseau = departement.map_or("Europe/Paris", |code| app.reglement.fuseau(code));
    app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)
}

fn inscription(ligne: Autorise) -> Inscription {
    Inscription {
        cle: ligne.curseur.declaration.to_string(),
        praticien: ligne.praticien.to_string(),
        nom: ligne.nom,
        prenom: ligne.prenom,
        departement: ligne.departement.to_string(),
        cpts: ligne.cpts.to_string(),
        nom_cpts: ligne.nom_cpts,
        lieu: ligne.lieu.map(|(adresse, code_postal, commune)| Lieu { adresse, code_postal, commune }),
        du: ligne.du,
        au: ligne.au,
    }
}

/// Between which days.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervalle {
    #[serde(default)]
    departement: String,
    #[serde(default)]
    du: String,
    #[serde(default)]
    au: String,
}

/// What changed between the list of one day and that of another.
#[derive(Debug, Serialize, ToSchema)]
pub struct Difference {
    #[schema(value_type = String, format = Date)]
    du: Date,
    #[schema(value_type = String, format = Date)]
    au: Date,
    /// The latest first; a second request with a closer `au` gives the rest when there are 5,000.
    changements: Vec<LigneDeDifference>,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
pub struct LigneDeDifference {
    /// `arrivee` ou `depart`.
    mouvement: &'static str,
    /// Premier jour sur la liste, ou premier jour hors de la liste.
    #[schema(value_type = String, format = Date)]
    le: Date,
    nom: String,
    prenom: String,
    departement: String,
    cpts: String,
}

/// The difference between two days.
#[utoipa::path(
    get,
    path = "/api/v1/praticiens/changements",
    tag = "annuaire",
    params(
        ("departement" = Option<String>, Query),
        ("du" = String, Query, description = "Premier jour (AAAA-MM-JJ)"),
        ("au" = Option<String>, Query, description = "Second jour ; aujourd’hui s’il est absent"),
    ),
    responses((status = 200, body = Difference), (status = 422, body = crate::echec::Problem)),
)]
pub async fn changements(
    State(app): State<App>,
    Parametres(intervalle): Parametres<Intervalle>,
) -> Result<Json<Difference>, Failure> {
    let departement = lire_departement(&intervalle.departement)?;
    let du =
        lire_jour("du", &intervalle.du)?.ok_or_else(|| Failure::champ("du", "indiquez le premier jour"))?;
    let au = match lire_jour("au", &intervalle.au)? {
        Some(jour) => jour,
        None => aujourd_hui(&app, departement)?,
    };
    if au < du {
        return Err(Failure::champ("au", "le second jour précède le premier : inversez-les"));
    }
    let lus = lire_changements(&app, departement, du, au).await?;
    let changements = lus.into_iter().map(LigneDeDifference::from).collect();
    Ok(Json(Difference { du, au, changements }))
}

impl From<liste_publique::Changement> for LigneDeDifference {
    fn from(changement: liste_publique::Changement) -> Self {
        let qui = changement.inscription;
        Self {
            mouvement: changement.mouvement.code(),
            le: changement.le,
            nom: qui.nom,
            prenom: qui.prenom,
            departement: qui.departement,
            cpts: qui.nom_cpts,
        }
    }
}

/// `/annuaire.atom`: the changes of the last three months.
pub async fn en_atom(
    State(app): State<App>,
    Parametres(intervalle): Parametres<Intervalle>,
) -> Result<Response, Failure> {
    let departement = lire_departement(&intervalle.departement)?;
    let au = aujourd_hui(&app, departement)?;
    let du = au.checked_sub(recul_du_flux()).map_err(Failure::interne)?;
    let changements = lire_changements(&app, departement, du, au).await?;
    let base = app.ecoute.url_publique.clone().unwrap_or_default();
    let (suffixe, ou) = match departement {
        Some(code) => (format!("?departement={code}"), format!(", département {code}")),
        None => (String::new(), String::new()),
    };
    let flux = Flux {
        adresse: format!("{}/annuaire.atom{suffixe}", base.trim_end_matches('/')),
        titre: format!("Kinésithérapeutes autorisés en accès direct{ou}"),
        jour: au,
    };
    let mut corps = Vec::new();
    liste_publique::ecrire_atom(&mut corps, &flux, &changements).map_err(Failure::interne)?;
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], corps).into_response())
}

async fn lire_changements(
    app: &App,
    departement: Option<CodeDepartement>,
    du: Date,
    au: Date,
) -> Result<Vec<liste_publique::Changement>, Failure> {
    let lus =
        app.entrepot.lire(move |tx| praticien::changements(tx, departement, du, au, CHANGEMENTS_MAX)).await?;
    Ok(lus.into_iter().map(changement).collect())
}

fn changement(lu: praticien::Changement) -> liste_publique::Changement {
    let mouvement = match lu.mouvement {
        praticien::Mouvement::Arrivee => Mouvement::Arrivee,
        praticien::Mouvement::Depart => Mouvement::Depart,
    };
    liste_publique::Changement { mouvement, le: lu.le, inscription: inscription(lu.autorise) }
}

fn lire_departement(saisie: &str) -> Result<Option<CodeDepartement>, Failure> {
    Recherche { departement: saisie.to_owned(), ..Recherche::default() }.departement()
}

fn lire_jour(champ: &'static str, saisie: &str) -> Result<Option<Date>, Failure> {
    let saisie = Some(saisie.trim()).filter(|saisie| !saisie.is_empty());
    saisie
        .map(|jour| {
            jour.parse().map_err(|_| Failure::champ(champ, "écrivez la date sous la forme AAAA-MM-JJ"))
        })
        .transpose()
}
