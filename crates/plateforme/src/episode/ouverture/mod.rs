//! A new episode: one form, the decision explained before anything is recorded, then one press.

pub mod etat;
pub mod fait;
mod page;
pub mod programme;
mod ralliement;
pub mod saisie;
pub mod signes;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::decision::Decision;
use droit::episode::{Empechement, Refus};
use droit::identifiant::{CodeDepartement, PraticienId, StatutIdentite};
use entrepot::journal::Entree;
use entrepot::{Arret, Echec, Tx};
use jiff::civil::Date;

use super::dossier::aujourd_hui;
use super::exercice::Exercice;
use super::ins::{Scan, autorite_usuelle};
use super::operation::tracer_refus;
use super::seance::nouvelle_cle;
use crate::connexion::{Identite, Mk};
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::saisie::Formulaire;
use crate::serveur::App;
use etat::Etat;
use fait::{Cles, Ouvert, Rejet, accorder, apercu, inscrire};
use saisie::{Lue, Saisie};

/// What the page says above its buttons.
pub(crate) enum Reponse {
    /// Nothing yet.
    Rien,
    /// The rules' answer, nothing recorded.
    Decision(Box<Decision<'static>>),
    /// A colleague or oneself follows the patient for this place.
    EnCours(Box<Etat>),
    /// The state of the patient's episodes stands in the way.
    Empeche(Empechement),
    /// Several people have these traits.
    Plusieurs,
}

/// The button that reads a datamatrix.
const SCAN: &str = "scan";

/// The empty form.
///
/// # Errors
/// When the base fails.
pub async fn nouveau(State(app): State<App>, Mk(identite, mk): Mk) -> Result<Response, Failure> {
    let exercice = exercice(&app, mk).await?;
    let departement = exercice.departements().first().copied();
    let jour = departement.map(|departement| aujourd_hui(&app, departement)).transpose()?;
    let saisie = Saisie::avec([
        ("cle", nouvelle_cle(&app)),
        ("departement", departement.map(|code| code.to_string()).unwrap_or_default()),
        ("structure", "CPTS".to_owned()),
        ("statut", StatutIdentite::Provisoire.code().to_owned()),
        ("oid", autorite_usuelle(app.ecoute.monde).as_str().to_owned()),
        ("premier", "seance".to_owned()),
        ("le", jour.map(|jour| jour.to_string()).unwrap_or_default()),
    ]);
    let page = page::rendre(&app, &identite, &exercice, &saisie, &Erreurs::default(), &Reponse::Rien);
    Ok(page.into_response())
}

/// Shows the decision, opens, or joins, as the button says.
///
/// # Errors
/// When the base fails.
pub async fn poster(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    Formulaire(paires): Formulaire<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let saisie = Saisie::depuis(paires)
        .map_err(|nom| Failure::Illisible(format!("Le formulaire a un champ inconnu : « {nom} ».")))?;
    let exercice = exercice(&app, mk).await?;
    let jour = jour_de(&app, &saisie)?;
    if saisie.champ("geste") == SCAN {
        return Ok(scanner(&app, &identite, &exercice, saisie, jour));
    }
    let lue = match saisie.lire(jour, app.ecoute.monde) {
        Ok(lue) => lue,
        Err(erreurs) => {
            let page = page::rendre(&app, &identite, &exercice, &saisie, &erreurs, &Reponse::Rien);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    match saisie.champ("geste") {
        "ouvrir" => ouvrir(&app, &identite, &exercice, &saisie, lue).await,
        "rejoindre" => ralliement::rejoindre(&app, &identite, &exercice, &saisie, &lue).await,
        _ => montrer(&app, &identite, &exercice, &saisie, &lue).await,
    }
}

/// Fills the form with what a scan says, or says why it cannot be read; nothing is recorded.
fn scanner(app: &App, identite: &Identite, exercice: &Exercice, mut saisie: Saisie, jour: Date) -> Response {
    let mut erreurs = Erreurs::default();
    let statut = match Scan::lire(app.ecoute.monde, saisie.champ("scan"), jour) {
        Ok(lu) => {
            saisie.remplir(&lu);
            StatusCode::OK
        }
        Err(faute) => {
            erreurs.ajouter("scan", faute);
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let page = page::rendre(app, identite, exercice, &saisie, &erreurs, &Reponse::Rien);
    (statut, page).into_response()
}

async fn exercice(app: &App, mk: PraticienId) -> Result<Exercice, Failure> {
    app.entrepot.lire(move |tx| Exercice::charger(tx, mk)).await.map_err(Failure::from)
}

/// Today in the department typed, in Paris while none is.
fn jour_de(app: &App, saisie: &Saisie) -> Result<Date, Failure> {
    match saisie.champ("departement").parse::<CodeDepartement>() {
        Ok(departement) => aujourd_hui(app, departement),
        Err(_) => app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne),
    }
}

/// Reads the patient's state; when he is on file, the journal says that he was looked for.
async fn etat(app: &App, mk: PraticienId, lue: &Lue) -> Result<Etat, Failure> {
    let (trousseau, identite, lieu) =
        (app.entrepot.trousseau().clone(), lue.identite.clone(), lue.localisation);
    let etat: Etat = app.entrepot.lire(move |tx| Etat::charger(tx, &trousseau, mk, &identite, lieu)).await?;
    if let Some(patient) = etat.patient() {
        let sujet = format!("patient/{}", patient.id);
        let entree =
            Entree::new(app.horloge.maintenant(), format!("praticien/{mk}"), "patient.chercher", sujet);
        tracer(app, entree).await?;
    }
    Ok(etat)
}

async fn tracer(app: &App, entree: Entree) -> Result<(), Failure> {
    let ecriture = app.entrepot.ecrire(move |tx: &mut Tx| {
        tx.tracer(entree.clone());
        Ok::<(), Echec>(())
    });
    ecriture.await.map_err(Failure::from)
}

/// The decision before anything is recorded.
async fn montrer(
    app: &App,
    identite: &Identite,
    exercice: &Exercice,
    saisie: &Saisie,
    lue: &Lue,
) -> Result<Response, Failure> {
    let etat = etat(app, exercice.praticien.id, lue).await?;
    let (statut, reponse) = match accorder(app, lue, &etat, Cles::tirer(app)) {
        Ok(_) | Err(Rejet::Refus(Refus::Refusee(_) | Refus::AConfirmer(_))) => {
            (StatusCode::OK, Reponse::Decision(Box::new(apercu(app, lue, &etat)?)))
        }
        Err(rejet) => empecher(rejet, etat)?,
    };
    let page = page::rendre(app, identite, exercice, saisie, &Erreurs::default(), &reponse);
    Ok((statut, page).into_response())
}

/// What to show when something other than the rules stands in the way.
fn empecher(rejet: Rejet, etat: Etat) -> Result<(StatusCode, Reponse), Failure> {
    let reponse = match rejet {
        Rejet::Panne(echec) => return Err(echec),
        Rejet::Plusieurs => Reponse::Plusieurs,
        Rejet::Refus(Refus::Refusee(decision) | Refus::AConfirmer(decision)) => Reponse::Decision(decision),
        Rejet::Refus(Refus::Empeche(Empechement::EpisodeEnCours)) => Reponse::EnCours(Box::new(etat)),
        Rejet::Refus(Refus::Empeche(empechement)) => Reponse::Empeche(empechement),
    };
    Ok((StatusCode::CONFLICT, reponse))
}

/// Opens: the patient, the episode and its first facts in one batch.
async fn ouvrir(
    app: &App,
    identite: &Identite,
    exercice: &Exercice,
    saisie: &Saisie,
    lue: Lue,
) -> Result<Response, Failure> {
    let mk = exercice.praticien.id;
    let cle = lue.cle;
    match essayer(app, mk, lue.clone()).await {
        Ok(_) => Ok(Redirect::to(&format!("/episodes/{cle}?fait=ouvert")).into_response()),
        Err(Arret::Echec(echec)) => Err(echec.into()),
        Err(Arret::Refus((rejet, etat))) => {
            // The same form sent twice: the episode is the one it opened.
            if etat.en_cours.as_ref().is_some_and(|episode| episode.id == cle && episode.suivi_par(mk)) {
                return Ok(Redirect::to(&format!("/episodes/{cle}?fait=ouvert")).into_response());
            }
            if let Rejet::Refus(refus) = &rejet {
                let entree = Entree::new(
                    app.horloge.maintenant(),
                    format!("praticien/{mk}"),
                    "episode.refuser",
                    format!("episode/{cle}"),
                );
                tracer(app, tracer_refus(entree, refus)).await?;
            }
            let (statut, reponse) = empecher(rejet, *etat)?;
            let page = page::rendre(app, identite, exercice, saisie, &Erreurs::default(), &reponse);
            Ok((statut, page).into_response())
        }
    }
}

async fn essayer(app: &App, mk: PraticienId, lue: Lue) -> Result<Ouvert, Arret<(Rejet, Box<Etat>)>> {
    let (trousseau, coffre) = (app.entrepot.trousseau().clone(), app.entrepot.trousseau().clone());
    let (identite, lieu, cles) = (lue.identite.clone(), lue.localisation, Cles::tirer(app));
    app.entrepot
        .reprendre(
            move |tx| Etat::charger(tx, &trousseau, mk, &identite, lieu),
            |etat| accorder(app, &lue, &etat, cles).map_err(|rejet| (rejet, Box::new(etat))),
            move |tx, fait: &Ouvert| {
                inscrire(tx, &coffre, fait);
                signes::noter(tx, fait.ouverture.episode(), lieu.region());
            },
        )
        .await
}

/// An obstacle as a sentence.
pub(crate) fn dire(empechement: Empechement) -> String {
    super::champ::phrase(empechement)
}
