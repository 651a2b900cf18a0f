//! `/alertes`: what the national directory changed for the MKs one follows, until somebody has looked.

mod page;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::{self, Acteur, Regard};
use droit::texte::TexteLibre;
use entrepot::Echec;
use entrepot::annuaire::{AlerteSuivie, Import, Vues, alertes_pour, dernier, voir};
use jiff::civil::Date;
use maud::Markup;

use crate::connexion::{Connecte, Identite};
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::saisie::{Champs, Formulaire, Parametres};
use crate::serveur::App;

/// The most alerts shown at once: the list is emptied by looking.
const MAXIMUM: u32 = 200;

/// What the page shows.
struct Liste {
    alertes: Vec<AlerteSuivie>,
    dernier: Option<Import>,
    vues: Vues,
}

/// What was typed about one alert, and what is wrong with it.
#[derive(Default)]
struct Saisie {
    reference: String,
    champs: Champs,
    erreurs: Erreurs,
}

/// The alerts still to look at, or those already seen.
pub async fn lister(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let vues = if champs.un("vues") == "oui" { Vues::Deja } else { Vues::Aucune };
    let liste = charger(&app, &identite, vues).await?;
    Ok(page::rendre(&identite, &liste, &Saisie::default()))
}

/// Somebody looked at one of them.
pub async fn voir_une_alerte(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Formulaire(champs): Formulaire<Champs>,
) -> Result<Response, Failure> {
    let reference = champs.un("alerte").to_owned();
    let mut erreurs = Erreurs::default();
    let champ = champ_du_commentaire(&reference);
    let commentaire = match champs.un(&champ) {
        "" => None,
        texte => erreurs.noter(&champ, texte.parse::<TexteLibre>()),
    };
    let liste = charger(&app, &identite, Vues::Aucune).await?;
    if !erreurs.est_vide() {
        let saisie = Saisie { reference, champs, erreurs };
        let page = page::rendre(&identite, &liste, &saisie);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let connue = liste.alertes.into_iter().find(|alerte| page::reference(alerte) == reference);
    let Some(alerte) = connue else {
        // Seen meanwhile by a colleague, or none of one's own: the list says which remain.
        return Ok(Redirect::to("/alertes?vues=oui").into_response());
    };
    let (compte, maintenant) = (identite.compte, app.horloge.maintenant());
    let ecrite = app
        .entrepot
        .ecrire(move |tx| {
            voir(tx, &alerte, compte, commentaire.as_ref().map(TexteLibre::as_str), maintenant);
            Ok::<_, Echec>(())
        })
        .await;
    match ecrite {
        Ok(()) | Err(Echec::Conflit) => Ok(Redirect::to("/alertes").into_response()),
        Err(echec) => Err(echec.into()),
    }
}

/// How many alerts somebody still has to look at.
pub async fn compter(app: &App, identite: &Identite) -> Result<u64, Failure> {
    Ok(charger(app, identite, Vues::Aucune).await?.alertes.len() as u64)
}

async fn charger(app: &App, identite: &Identite, vues: Vues) -> Result<Liste, Failure> {
    let regards = acces::alertes(&identite.acteur).map_err(|_| Failure::Introuvable)?;
    let le = aujourd_hui(app, &identite.acteur)?;
    let liste = app.entrepot.lire(move |tx| {
        let mut alertes = Vec::new();
        for regard in &regards {
            alertes.extend(alertes_pour(tx, *regard, vues, le, MAXIMUM)?);
        }
        Ok::<_, Echec>(Liste { alertes, dernier: dernier(tx)?, vues })
    });
    Ok(liste.await?)
}

/// Today, where the alerts are looked at.
fn aujourd_hui(app: &App, acteur: &Acteur) -> Result<Date, Failure> {
    let fuseau = match acteur {
        Acteur::AgentArs { departements } => {
            departements.first().map_or("Europe/Paris", |code| app.reglement.fuseau(*code))
        }
        _ => "Europe/Paris",
    };
    app.horloge.aujourd_hui(fuseau).map_err(Failure::interne)
}

/// The field of the comment on one alert: each form of the page has its own.
fn champ_du_commentaire(reference: &str) -> String {
    format!("commentaire-{reference}")
}

/// For whom, in words.
fn pour(regard: Regard) -> String {
    match regard {
        Regard::Departement(code) => format!("Département {code}"),
        Regard::Cpts(_) => "Votre CPTS".to_owned(),
    }
}
