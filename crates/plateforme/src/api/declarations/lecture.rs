//! `GET /api/v1/declarations` and one of them: each actor reads his own.

use axum::Json;
use axum::extract::{Path, State};
use droit::acces::Acteur;
use droit::declaration::{Declaration, EtatDeclaration};
use entrepot::Echec;
use formats::decision::DecisionJson;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::connexion::{Connecte, Identite};
use crate::declaration::{Piece, attente, aujourd_hui, geste, suivi};
use crate::echec::{Failure, Problem};
use crate::saisie::Parametres;
use crate::serveur::App;

/// Which declarations to list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filtre {
    #[serde(default)]
    etat: String,
}

/// Some declarations.
#[derive(Debug, Serialize, ToSchema)]
pub struct Declarations {
    declarations: Vec<Ligne>,
}

/// A declaration of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ligne {
    id: String,
    rpps: String,
    nom: String,
    prenom: String,
    departement: String,
    etat: String,
    /// First day in this state, when known.
    #[schema(value_type = Option<String>, format = Date)]
    depose_le: Option<Date>,
    /// `vert`, `orange`, `rouge`; for the ARS.
    verification: Option<&'static str>,
}

/// Liste les déclarations que vous pouvez voir : celles de votre CPTS, de vos départements, ou les vôtres.
#[utoipa::path(
    get,
    path = "/api/v1/declarations",
    tag = "declarations",
    params(("etat" = Option<String>, Query, description = "brouillon, deposee, a-completer, validee, refusee, retiree")),
    responses((status = 200, body = Declarations), (status = 422, body = Problem)),
)]
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(filtre): Parametres<Filtre>,
) -> Result<Json<Declarations>, Failure> {
    let etat = suivi::ETATS.iter().copied().find(|etat| *etat == filtre.etat);
    if etat.is_none() && !filtre.etat.is_empty() {
        return Err(Failure::champ("etat", format!("« {} » n’est pas un état connu", filtre.etat)));
    }
    Ok(Json(Declarations { declarations: lignes(&app, &identite, etat).await? }))
}

async fn lignes(app: &App, identite: &Identite, etat: Option<&'static str>) -> Result<Vec<Ligne>, Failure> {
    match &identite.acteur {
        Acteur::CoordinationCpts { cpts } => {
            let cpts = *cpts;
            let lues =
                app.entrepot.lire(move |tx| entrepot::declaration::de_la_cpts(tx, cpts, etat, 1_000)).await?;
            Ok(lues.into_iter().map(Ligne::from).collect())
        }
        Acteur::AgentArs { departements } => {
            let attentes = attente::de_l_etat(app, departements, etat.unwrap_or("deposee")).await?;
            Ok(attentes.iter().map(|attente| de_la_file(attente, etat.unwrap_or("deposee"))).collect())
        }
        Acteur::Mk { praticien } => {
            let praticien = *praticien;
            let lues = app.entrepot.lire(move |tx| {
                let soi = entrepot::praticien::charger(tx, praticien)?;
                Ok::<_, Echec>((soi, entrepot::declaration::du_praticien(tx, praticien)?))
            });
            let (soi, declarations) = lues.await?;
            let soi = soi.ok_or(Failure::Introuvable)?;
            let siennes = declarations.iter().filter(|d| etat.is_none_or(|etat| d.etat.code() == etat));
            Ok(siennes.map(|declaration| sienne(&soi, declaration)).collect())
        }
        _ => Err(Failure::Introuvable),
    }
}

impl From<entrepot::declaration::LigneSuivie> for Ligne {
    fn from(ligne: entrepot::declaration::LigneSuivie) -> Self {
        Self {
            id: ligne.declaration.to_string(),
            rpps: ligne.rpps.to_string(),
            nom: ligne.nom,
            prenom: ligne.prenom,
            departement: ligne.departement.to_string(),
            etat: ligne.etat,
            depose_le: ligne.depose_le,
            verification: None,
        }
    }
}

fn de_la_file(attente: &attente::Attente, etat: &str) -> Ligne {
    Ligne {
        id: attente.declaration.to_string(),
        rpps: attente.dossier.praticien.rpps.to_string(),
        nom: attente.dossier.praticien.nom.clone(),
        prenom: attente.dossier.praticien.prenom.clone(),
        departement: attente.dossier.departement.to_string(),
        etat: etat.to_owned(),
        depose_le: attente.depose_le,
        verification: Some(attente.feu.code()),
    }
}

fn sienne(soi: &entrepot::praticien::Praticien, declaration: &Declaration) -> Ligne {
    Ligne {
        id: declaration.id.to_string(),
        rpps: soi.rpps.to_string(),
        nom: soi.nom.clone(),
        prenom: soi.prenom.clone(),
        departement: declaration.departement.to_string(),
        etat: declaration.etat.code().to_owned(),
        depose_le: declaration.depose_le,
        verification: None,
    }
}

/// A declaration in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fiche {
    id: String,
    version: i64,
    rpps: String,
    nom: String,
    prenom: String,
    cpts: String,
    departement: String,
    etat: &'static str,
    #[schema(value_type = Option<String>, format = Date)]
    depose_le: Option<Date>,
    #[schema(value_type = Option<String>, format = Date)]
    effet_du: Option<Date>,
    motifs: Vec<&'static str>,
    precision: Option<String>,
    /// `vert`, `orange`, `rouge`.
    verification: &'static str,
    controles: Vec<ControleJson>,
    /// What the rules say today, as `POST /api/v1/decisions` does.
    #[schema(value_type = Object)]
    decision: serde_json::Value,
    historique: Vec<EtapeJson>,
}

/// A check of the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ControleJson {
    code: &'static str,
    etat: &'static str,
    message: String,
}

/// A step.
#[derive(Debug, Serialize, ToSchema)]
pub struct EtapeJson {
    #[schema(value_type = String, format = DateTime)]
    instant: jiff::Timestamp,
    fait: String,
    motifs: Vec<String>,
    precision: Option<String>,
}

/// Une déclaration avec ses vérifications et ses étapes.
#[utoipa::path(
    get,
    path = "/api/v1/declarations/{id}",
    tag = "declarations",
    params(("id" = String, Path, description = "Identifiant de la déclaration")),
    responses((status = 200, body = Fiche), (status = 404, body = Problem)),
)]
pub async fn lire(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Json<Fiche>, Failure> {
    let id = id.parse().map_err(|_| Failure::Introuvable)?;
    let piece = geste::charger(&app, &identite.acteur, id).await?;
    fiche(&app, piece).map(Json)
}

fn fiche(app: &App, piece: Piece) -> Result<Fiche, Failure> {
    let le = aujourd_hui(app, piece.dossier.departement)?;
    let examen = piece.dossier.examiner(app.reglement, le);
    let controles = examen.controles.iter().map(|controle| ControleJson {
        code: controle.code.code(),
        etat: controle.etat.code(),
        message: controle.to_string(),
    });
    let (motifs, precision, effet_du) = details(&piece.declaration.etat);
    Ok(Fiche {
        id: piece.declaration.id.to_string(),
        version: piece.declaration.version,
        rpps: piece.dossier.praticien.rpps.to_string(),
        nom: piece.dossier.praticien.nom.clone(),
        prenom: piece.dossier.praticien.prenom.clone(),
        cpts: piece.dossier.cpts.nom.clone(),
        departement: piece.dossier.departement.to_string(),
        etat: piece.declaration.etat.code(),
        depose_le: piece.declaration.depose_le,
        effet_du,
        motifs,
        precision,
        verification: examen.feu().code(),
        controles: controles.collect(),
        decision: serde_json::to_value(DecisionJson(&examen.decision)).map_err(Failure::interne)?,
        historique: piece.historique.into_iter().map(etape).collect(),
    })
}

fn details(etat: &EtatDeclaration) -> (Vec<&'static str>, Option<String>, Option<Date>) {
    let mots = |texte: &Option<droit::texte::TexteLibre>| texte.as_ref().map(|mots| mots.as_str().to_owned());
    match etat {
        EtatDeclaration::ACompleter { pieces, precision, .. } => {
            (pieces.iter().map(|piece| piece.code()).collect(), mots(precision), None)
        }
        EtatDeclaration::Refusee { motifs, precision, .. } => {
            (motifs.iter().map(|motif| motif.code()).collect(), mots(precision), None)
        }
        EtatDeclaration::Suspendue { motif, precision, .. } => (vec![motif.code()], mots(precision), None),
        EtatDeclaration::Retiree { motif, .. } => (vec![motif.code()], None, None),
        EtatDeclaration::Validee { effet_du, .. } => (Vec::new(), None, *effet_du),
        EtatDeclaration::Brouillon | EtatDeclaration::Deposee { .. } => (Vec::new(), None, None),
    }
}

fn etape(etape: entrepot::declaration::Etape) -> EtapeJson {
    EtapeJson {
        instant: etape.instant,
        fait: etape.fait,
        motifs: etape.motifs.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        precision: etape.precisions,
    }
}
