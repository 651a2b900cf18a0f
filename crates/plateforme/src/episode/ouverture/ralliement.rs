//! Joining the episode that a colleague opened for the same place.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::episode::{Accorde, EpisodeRejoint, Refus};
use droit::identifiant::EpisodeId;
use entrepot::Arret;
use entrepot::episode::inscrire_ralliement;
use entrepot::journal::Entree;

use super::etat::Etat;
use super::fait::contexte;
use super::page;
use super::saisie::{Lue, Saisie};
use super::{Reponse, tracer};
use crate::connexion::Identite;
use crate::echec::Failure;
use crate::episode::exercice::Exercice;
use crate::episode::operation::tracer_refus;
use crate::gabarits::Erreurs;
use crate::serveur::App;

/// Why he does not join.
enum Rejet {
    Refus(Refus<'static>),
    /// The episode is no longer there to be joined.
    Absent,
    Panne(Failure),
}

/// Joins, or shows why not.
pub async fn rejoindre(
    app: &App,
    identite: &Identite,
    exercice: &Exercice,
    saisie: &Saisie,
    lue: &Lue,
) -> Result<Response, Failure> {
    match essayer(app, exercice, lue).await {
        Ok(fait) => Ok(vers(fait.episode())),
        Err(Arret::Echec(echec)) => Err(echec.into()),
        Err(Arret::Refus(Rejet::Panne(echec))) => Err(echec),
        Err(Arret::Refus(Rejet::Absent)) => super::montrer(app, identite, exercice, saisie, lue).await,
        Err(Arret::Refus(Rejet::Refus(refus))) => {
            let qui = format!("praticien/{}", exercice.praticien.id);
            let entree =
                Entree::new(app.horloge.maintenant(), qui, "episode.refuser", format!("episode/{}", lue.cle));
            tracer(app, tracer_refus(entree, &refus)).await?;
            let reponse = match refus {
                Refus::Refusee(decision) | Refus::AConfirmer(decision) => Reponse::Decision(decision),
                Refus::Empeche(empechement) => Reponse::Empeche(empechement),
            };
            let page = page::rendre(app, identite, exercice, saisie, &Erreurs::default(), &reponse);
            Ok((StatusCode::CONFLICT, page).into_response())
        }
    }
}

async fn essayer(app: &App, exercice: &Exercice, lue: &Lue) -> Result<Accorde<EpisodeRejoint>, Arret<Rejet>> {
    let (trousseau, coffre) = (app.entrepot.trousseau().clone(), app.entrepot.trousseau().clone());
    let (patient, lieu, mk) = (lue.identite.clone(), lue.localisation, exercice.praticien.id);
    app.entrepot
        .reprendre(
            move |tx| Etat::charger(tx, &trousseau, mk, &patient, lieu),
            |etat| {
                let cx = contexte(app, lue, &etat).map_err(Rejet::Panne)?;
                let episode = etat.en_cours.as_ref().ok_or(Rejet::Absent)?;
                episode.rejoindre(cx.auteur.aujourd_hui, &cx).map_err(Rejet::Refus)
            },
            move |tx, fait| inscrire_ralliement(tx, &coffre, fait),
        )
        .await
}

fn vers(id: EpisodeId) -> Response {
    Redirect::to(&format!("/episodes/{id}?fait=rejoint")).into_response()
}
