//! The public list of authorised MKs: always the consequence of the decisions, as of a day, never edited.

pub mod export;
mod page;
mod recherche;

use axum::Json;
use axum::extract::State;
use droit::identifiant::CodeDepartement;
use entrepot::cpts;
use entrepot::praticien::{self, Autorise};
use maud::Markup;
use serde::Serialize;
use utoipa::ToSchema;

use crate::connexion::Visiteur;
use crate::echec::Failure;
use crate::saisie::Parametres;
use crate::serveur::App;
pub use recherche::Recherche;

/// How many lines on a page.
const PAR_PAGE: u16 = 30;

/// The page.
pub async fn liste(
    State(app): State<App>,
    visiteur: Visiteur,
    Parametres(recherche): Parametres<Recherche>,
) -> Result<Markup, Failure> {
    let departement = recherche.departement()?;
    let communautes = match departement {
        Some(code) => app.entrepot.lire(move |tx| cpts::du_departement(tx, code)).await?,
        None => Vec::new(),
    };
    let trouves = chercher(&app, &recherche).await?;
    Ok(page::liste(app.reglement, &visiteur, &recherche, &communautes, &trouves))
}

/// One page of results, and where the next one begins.
struct Trouves {
    lignes: Vec<Autorise>,
    suite: Option<praticien::CurseurListe>,
    jour: jiff::civil::Date,
}

async fn chercher(app: &App, recherche: &Recherche) -> Result<Trouves, Failure> {
    let fuseau =
        recherche.departement()?.map_or("Europe/Paris", |code: CodeDepartement| app.reglement.fuseau(code));
    let aujourd_hui = app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)?;
    let critere = recherche.critere(aujourd_hui, PAR_PAGE + 1)?;
    let jour = critere.jour;
    let mut lignes = app.entrepot.lire(move |tx| praticien::autorises(tx, &critere)).await?;
    let reste = lignes.len() > usize::from(PAR_PAGE);
    lignes.truncate(usize::from(PAR_PAGE));
    let suite = lignes.last().filter(|_| reste).map(|derniere| derniere.curseur.clone());
    Ok(Trouves { lignes, suite, jour })
}

/// A page of the public list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Liste {
    /// The day the list is as of.
    #[schema(value_type = String, format = Date)]
    le: jiff::civil::Date,
    /// The MKs, by name.
    praticiens: Vec<Inscrit>,
    /// Address of the next page; null on the last one.
    suite: Option<String>,
}

/// An authorised MK, as the public sees him.
#[derive(Debug, Serialize, ToSchema)]
pub struct Inscrit {
    nom: String,
    prenom: String,
    departement: String,
    cpts: String,
    adresse: Option<String>,
    code_postal: Option<String>,
    commune: Option<String>,
    #[schema(value_type = String, format = Date)]
    autorise_du: jiff::civil::Date,
    #[schema(value_type = Option<String>, format = Date)]
    autorise_au: Option<jiff::civil::Date>,
}

/// The same list as JSON.
#[utoipa::path(
    get,
    path = "/api/v1/praticiens",
    tag = "annuaire",
    params(
        ("departement" = Option<String>, Query, description = "Département du cabinet"),
        ("cpts" = Option<String>, Query, description = "Identifiant de la CPTS"),
        ("mot" = Option<String>, Query, description = "Début d’un mot du nom ou de la commune"),
        ("le" = Option<String>, Query, description = "Liste telle qu’elle était ce jour (AAAA-MM-JJ)"),
        ("apres" = Option<String>, Query, description = "Suite de la page précédente"),
    ),
    responses((status = 200, body = Liste), (status = 422, body = crate::echec::Problem)),
)]
pub async fn en_json(
    State(app): State<App>,
    Parametres(recherche): Parametres<Recherche>,
) -> Result<Json<Liste>, Failure> {
    let trouves = chercher(&app, &recherche).await?;
    let suite = trouves.suite.map(|curseur| recherche.adresse("/api/v1/praticiens", &curseur));
    let praticiens = trouves.lignes.into_iter().map(Inscrit::from).collect();
    Ok(Json(Liste { le: trouves.jour, praticiens, suite }))
}

impl From<Autorise> for Inscrit {
    fn from(ligne: Autorise) -> Self {
        let (adresse, code_postal, commune) = match ligne.lieu {
            Some((adresse, code_postal, commune)) => (Some(adresse), Some(code_postal), Some(commune)),
            None => (None, None, None),
        };
        Self {
            nom: ligne.nom,
            prenom: ligne.prenom,
            departement: ligne.departement.to_string(),
            cpts: ligne.nom_cpts,
            adresse,
            code_postal,
            commune,
            autorise_du: ligne.du,
            autorise_au: ligne.au,
        }
    }
}
