//! `/demarches`: dossiers of démarches-simplifiées taken up by the ARS, seen before they are written; decisions back.

mod export;
mod page;
mod projet;
pub mod reglage;
mod titres;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::decision::Statut;
use droit::identifiant::{CodeDepartement, LectureId};
use entrepot::Echec;
use entrepot::demarche::{self as base, Etendue, Lecture, Reglage};
use formats::demarche::{
    Correspondance, Dossier, DossierLu, ExportInvalide, LigneFautive, de_champs, de_champs_lisibles,
    lire_export,
};
use jiff::SignedDuration;
use maud::Markup;
use passerelles::demarches::{DELAI, Demarches};

pub use export::{en_csv, en_xlsx};

use self::page::Fautes;
use self::projet::{Ligne, Projet};
use crate::connexion::{AgentArs, Identite};
use crate::declaration::aujourd_hui;
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::saisie::{Champs, Formulaire, Parametres, Televersement};
use crate::serveur::App;

/// The longest that somebody waits for all the dossiers of a démarche: less than any page may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(18);

/// What the address says was just done.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Fait {
    #[serde(default)]
    repris: String,
}

/// The page: import, and the decisions to send back.
pub async fn voir(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Parametres(fait): Parametres<Fait>,
) -> Result<Markup, Failure> {
    let reglages = reglages(&app, departements).await?;
    let rien = Fautes { lignes: &[], relire: None };
    Ok(page::accueil(&identite, &reglages, &Erreurs::default(), &rien, fait.repris.parse().ok()))
}

/// How the démarche of each of these departments is read.
async fn reglages(app: &App, departements: Vec<CodeDepartement>) -> Result<Vec<Reglage>, Failure> {
    let lus = app.entrepot.lire(move |tx| {
        departements.iter().map(|code| base::reglage(tx, *code)).collect::<Result<Vec<_>, Echec>>()
    });
    Ok(lus.await?)
}

/// Reads an export, whole or not at all, and shows what it would change.
pub async fn lire(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    envoi: Televersement,
) -> Result<Response, Failure> {
    let mut erreurs = Erreurs::default();
    let choisi: Option<CodeDepartement> = envoi.champs.un("departement").parse().ok();
    let departement = choisi.filter(|code| departements.contains(code)).ok_or(Failure::Introuvable)?;
    let reglages = reglages(&app, departements).await?;
    let Some(fichier) = envoi.fichier else {
        erreurs.ajouter("fichier", "Choisissez le fichier exporté de démarches-simplifiées.");
        return Ok(refuser(&identite, &reglages, &erreurs, &Fautes { lignes: &[], relire: None }));
    };
    let titres = titres::correspondance(&reglages, departement).avec_statut(statut(&envoi.champs));
    match lire_export(&fichier.octets, &titres) {
        Ok(dossiers) => {
            garder(&app, &identite, (departement, fichier.nom), &dossiers, Etendue::Entiere).await
        }
        Err(erreur) => Ok(dire("fichier", erreur, &identite, &reglages)),
    }
}

/// The status that the agent says of those of whom the form does not ask it.
fn statut(champs: &Champs) -> Option<Statut> {
    [Statut::Titulaire, Statut::Collaborateur].into_iter().find(|statut| statut.code() == champs.un("statut"))
}

/// Reads the dossiers of the démarche by its interface, whole or not at all, and shows what they would change.
pub async fn tirer(
    State(app): State<App>,
    AgentArs(identite, departements): AgentArs,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let choisi: Option<CodeDepartement> = champs.un("departement").parse().ok();
    let departement = choisi.filter(|code| departements.contains(code)).ok_or(Failure::Introuvable)?;
    let reglages = reglages(&app, departements).await?;
    let joignable = reglages.iter().find(|r| r.departement == departement).and_then(Reglage::joignable);
    let trousseau = app.entrepot.trousseau().clone();
    let jeton = app.entrepot.lire(move |tx| base::jeton(tx, &trousseau, departement)).await?;
    let Some((numero, jeton)) = joignable.zip(jeton) else {
        return Err(Failure::Conflit(
            "la démarche de ce département n’est pas enregistrée : demandez à l’administrateur du site de le faire"
                .to_owned(),
        ));
    };
    let client = Demarches::new(app.ecoute.demarches_adresse.clone(), jeton, DELAI);
    let lus = match interroger(client, numero).await? {
        Ok(lus) => lus,
        Err(cause) => {
            let mut erreurs = Erreurs::default();
            erreurs.ajouter("lecture", crate::declaration::liste::majuscule(&cause));
            let page =
                page::accueil(&identite, &reglages, &erreurs, &Fautes { lignes: &[], relire: None }, None);
            return Ok((StatusCode::BAD_GATEWAY, page).into_response());
        }
    };
    let titres = titres::correspondance(&reglages, departement).avec_statut(statut(&champs));
    let origine = (departement, format!("Démarche n° {numero}"));
    let lus: Vec<_> = lus.into_iter().flat_map(|lu| lu.lignes(&titres)).collect();
    if champs.un("laisser") == "oui" {
        let (dossiers, _) = de_champs_lisibles(&lus, &titres);
        return garder(&app, &identite, origine, &dossiers, Etendue::Partielle).await;
    }
    match de_champs(&lus, &titres) {
        Ok(dossiers) => garder(&app, &identite, origine, &dossiers, Etendue::Entiere).await,
        Err(ExportInvalide::Lignes(lignes)) => {
            Ok(proposer(&identite, &reglages, &lignes, (departement, &champs)))
        }
        Err(erreur) => Ok(dire("lecture", erreur, &identite, &reglages)),
    }
}

/// Every dossier, or why they could not be read. The network may be slow: asked on a thread that may wait.
async fn interroger(client: Demarches, numero: u32) -> Result<Result<Vec<DossierLu>, String>, Failure> {
    let lecture = tokio::task::spawn_blocking(move || client.dossiers(numero));
    match tokio::time::timeout(PATIENCE, lecture).await {
        Ok(lus) => Ok(lus.map_err(Failure::interne)?.map_err(|cause| cause.to_string())),
        Err(_) => Ok(Err(
            "démarches-simplifiées met trop de temps à donner tous les dossiers : exportez-les là-bas, et \
                          reprenez le fichier ici"
                .to_owned(),
        )),
    }
}

/// Nobody can correct in a file what was read online: the agent may leave it aside, once it is shown to him.
fn proposer(
    identite: &Identite,
    reglages: &[Reglage],
    lignes: &[LigneFautive],
    (departement, champs): (CodeDepartement, &Champs),
) -> Response {
    let mut erreurs = Erreurs::default();
    erreurs.ajouter(
        "lecture",
        format!("Des dossiers ne peuvent pas être repris ({}) : rien n’a été gardé.", lignes.len()),
    );
    let relire = Some((departement, statut(champs)));
    refuser(identite, reglages, &erreurs, &Fautes { lignes, relire })
}

/// What is wrong, beside the field it comes from.
fn dire(champ: &str, erreur: ExportInvalide, identite: &Identite, reglages: &[Reglage]) -> Response {
    let mut erreurs = Erreurs::default();
    erreurs.ajouter(champ, crate::declaration::liste::majuscule(&erreur.to_string()));
    let lignes = match erreur {
        ExportInvalide::Lignes(lignes) => lignes,
        _ => Vec::new(),
    };
    refuser(identite, reglages, &erreurs, &Fautes { lignes: &lignes, relire: None })
}

/// Keeps what was read until the agent confirms it.
async fn garder(
    app: &App,
    identite: &Identite,
    (departement, origine): (CodeDepartement, String),
    dossiers: &[Dossier],
    etendue: Etendue,
) -> Result<Response, Failure> {
    let maintenant = app.horloge.maintenant();
    let champs: Vec<_> = dossiers.iter().map(Dossier::en_champs).collect();
    let lecture = Lecture {
        id: LectureId::new(app.alea.uuid(maintenant).as_u128()),
        departement,
        compte: identite.compte,
        origine,
        contenu: serde_json::to_string(&champs).map_err(Failure::interne)?,
        lu_le: maintenant,
        etendue,
    };
    let (id, avant) = (lecture.id, maintenant - SignedDuration::from_hours(24));
    app.entrepot
        .ecrire(move |tx| {
            base::garder_lecture(tx, &lecture, avant);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/demarches/{id}")).into_response())
}

fn refuser(identite: &Identite, reglages: &[Reglage], erreurs: &Erreurs, fautes: &Fautes<'_>) -> Response {
    let page = page::accueil(identite, reglages, erreurs, fautes, None);
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// What was read, and what taking it up would do.
pub async fn apercu(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let (lecture, lignes) = charger(&app, &identite, &id).await?;
    Ok(page::apercu(&app, &identite, &lecture, &lignes))
}

/// Takes it up, in one write.
pub async fn reprendre(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (lecture, lignes) = charger(&app, &identite, &id).await?;
    let fautive = lignes.iter().any(|ligne| matches!(ligne.projet, Projet::Faute(_)));
    if fautive && lecture.etendue == Etendue::Entiere {
        let page = page::apercu(&app, &identite, &lecture, &lignes);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let ecritures = projet::preparer(&app, &identite, lecture.departement, lignes)?;
    let nombre = ecritures.len();
    let id = lecture.id;
    let ecrit = app.entrepot.ecrire(move |tx| {
        base::oublier_lecture(tx, id);
        for ecriture in &ecritures {
            ecriture.inscrire(tx);
        }
        Ok::<(), Echec>(())
    });
    match ecrit.await {
        Ok(()) => Ok(Redirect::to(&format!("/demarches?repris={nombre}")).into_response()),
        Err(Echec::Conflit | Echec::Doublon { .. }) => Err(Failure::Conflit(
            "un dossier a changé entre-temps : relisez l’aperçu avant de reprendre".to_owned(),
        )),
        Err(autre) => Err(autre.into()),
    }
}

/// What this agent read; anybody else's does not exist.
async fn charger(app: &App, identite: &Identite, id: &str) -> Result<(Lecture, Vec<Ligne>), Failure> {
    let id: LectureId = id.parse().map_err(|_| Failure::Introuvable)?;
    let lecture = app.entrepot.lire(move |tx| base::charger_lecture(tx, id)).await?;
    let lecture: Lecture =
        lecture.filter(|lue: &Lecture| lue.compte == identite.compte).ok_or(Failure::Introuvable)?;
    let champs: Vec<Vec<(String, String)>> =
        serde_json::from_str(&lecture.contenu).map_err(Failure::interne)?;
    let dossiers = de_champs(&champs, &Correspondance::usuelle()).map_err(Failure::interne)?;
    let (reglement, departement) = (app.reglement, lecture.departement);
    let le = aujourd_hui(app, departement)?;
    let lignes = app.entrepot.lire(move |tx| projet::lire(tx, reglement, departement, &dossiers, le)).await?;
    Ok((lecture, lignes))
}
