//! The public list of authorised MKs: always the consequence of the decisions, as of a day, never edited.

mod cartes;
pub mod difference;
pub mod export;
pub mod fragment;
pub mod integrer;
pub mod json;
pub mod ma_fiche;
mod page;
mod partage;
mod recherche;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use droit::identifiant::{CodeDepartement, CptsId};
use entrepot::cpts;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::connexion::Visiteur;
use crate::echec::{ErreurDeChamp, Failure};
use crate::gabarits::Erreurs;
use crate::publication::Trouves;
use crate::saisie::Parametres;
use crate::serveur::{App, Partage};
use partage::Document;
pub use recherche::Recherche;

/// How many lines on a page.
const PAR_PAGE: usize = 30;

/// One page of results with its day.
struct Resultats {
    trouves: Trouves,
    jour: Date,
    aujourd_hui: Date,
    modifie: Option<Timestamp>,
}

/// `/annuaire`: where to look, then what was found.
pub async fn liste(
    State(app): State<App>,
    visiteur: Visiteur,
    Parametres(recherche): Parametres<Recherche>,
) -> Result<Response, Failure> {
    montrer(&app, &visiteur, recherche, page::Sujet::Partout).await
}

/// `/annuaire/{departement}`: the list of a department under its own address.
pub async fn du_departement(
    State(app): State<App>,
    visiteur: Visiteur,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let code: CodeDepartement = code.parse().map_err(|_| Failure::Introuvable)?;
    let departement = app.reglement.departement(code).ok_or(Failure::Introuvable)?;
    let sujet = page::Sujet::Departement { code, nom: departement.nom.clone() };
    montrer(&app, &visiteur, Recherche::du_departement(code), sujet).await
}

/// `/annuaire/cpts/{id}`: the list of a CPTS under its own address.
pub async fn de_la_cpts(
    State(app): State<App>,
    visiteur: Visiteur,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id: CptsId = id.parse().map_err(|_| Failure::Introuvable)?;
    let (cpts, departements) = app
        .entrepot
        .lire(move |tx| Ok::<_, entrepot::Echec>((cpts::charger(tx, id)?, cpts::departements(tx, id)?)))
        .await?;
    let cpts = cpts.ok_or(Failure::Introuvable)?;
    let departement = departements.first().map(ToString::to_string).unwrap_or_default();
    let recherche = Recherche { cpts: id.to_string(), ..Recherche::default() };
    let sujet = page::Sujet::Communaute { id, nom: cpts.nom, departement };
    montrer(&app, &visiteur, recherche, sujet).await
}

/// The page, with what is wrong in the search said beside its field.
async fn montrer(
    app: &App,
    visiteur: &Visiteur,
    recherche: Recherche,
    sujet: page::Sujet,
) -> Result<Response, Failure> {
    let communautes = match recherche.departement() {
        Ok(Some(code)) => app.entrepot.lire(move |tx| cpts::du_departement(tx, code)).await?,
        _ => Vec::new(),
    };
    let jour = aujourd_hui(app, None)?;
    let effectifs = match recherche.est_vide() {
        true => effectifs(app, recherche.jour().ok().flatten().unwrap_or(jour)).await?,
        false => Vec::new(),
    };
    let vue = page::Vue {
        app,
        visiteur,
        recherche: &recherche,
        sujet: &sujet,
        communautes: &communautes,
        effectifs: &effectifs,
    };
    if recherche.est_vide() {
        return Ok(vue.accueil(&erreurs(recherche.critere(jour, 1).err())?).into_response());
    }
    match chercher(app, &recherche, PAR_PAGE).await {
        Ok(resultats) => Ok(vue.resultats(&resultats).into_response()),
        Err(echec) => {
            let page = vue.accueil(&erreurs(Some(echec))?);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// The faults of the fields; any other failure goes on.
fn erreurs(echec: Option<Failure>) -> Result<Erreurs, Failure> {
    match echec {
        None => Ok(Erreurs::default()),
        Some(Failure::Saisie(erreurs)) => Ok(Erreurs::new(erreurs.into_iter().map(en_phrase).collect())),
        Some(autre) => Err(autre),
    }
}

/// The page says in a sentence what the API says after the name of the field.
fn en_phrase(erreur: ErreurDeChamp) -> ErreurDeChamp {
    let mut lettres = erreur.message.chars();
    let debut = lettres.next().map(|lettre| lettre.to_uppercase().collect::<String>()).unwrap_or_default();
    ErreurDeChamp { message: format!("{debut}{}.", lettres.as_str()), ..erreur }
}

/// How many MKs are authorised in each designated department.
async fn effectifs(app: &App, le: Date) -> Result<Vec<(CodeDepartement, usize)>, Failure> {
    let codes: Vec<_> = app.reglement.departements_designes().collect();
    let compter = |index: &crate::publication::Index| {
        codes.iter().map(|code| (*code, index.nombre(*code, le))).collect()
    };
    Ok(app.publication().lire(&app.entrepot, compter).await?)
}

async fn chercher(app: &App, recherche: &Recherche, limite: usize) -> Result<Resultats, Failure> {
    let aujourd_hui = aujourd_hui(app, recherche.departement()?)?;
    let critere = recherche.critere(aujourd_hui, limite)?;
    let jour = critere.jour;
    let (trouves, modifie) = app
        .publication()
        .lire(&app.entrepot, move |index| (index.chercher(&critere), index.modifie()))
        .await?;
    Ok(Resultats { trouves, jour, aujourd_hui, modifie })
}

fn aujourd_hui(app: &App, departement: Option<CodeDepartement>) -> Result<Date, Failure> {
    let fuseau = departement.map_or("Europe/Paris", |code| app.reglement.fuseau(code));
    app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)
}

/// A value as a JSON document that others may read.
fn en_document<T: Serialize>(Json(valeur): Json<T>, modifie: Option<Timestamp>) -> Result<Document, Failure> {
    Ok(Document {
        genre: "application/json",
        fichier: None,
        corps: serde_json::to_vec(&valeur).map_err(Failure::interne)?,
        modifie,
        partage: Partage::Donnees,
    })
}
