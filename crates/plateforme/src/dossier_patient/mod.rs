//! `/episodes/{id}/patient`: who the patient is and how far that was checked, where his doctor is written to, what he wants.

pub mod correction;
mod identite;
mod page;
mod volontes;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::{EpisodeId, PraticienId};
use droit::remise::Volontes;
use entrepot::{Echec, patient, volonte};
use jiff::civil::Date;
use maud::Markup;

pub use identite::{corriger, lire_le_datamatrix};
pub use volontes::{noter, noter_la_boite};

use crate::connexion::{Identite, Mk};
use crate::echec::Failure;
use crate::episode::dossier::Dossier;
use crate::episode::page::consulter;
use crate::gabarits::Erreurs;
use crate::remise::propositions::Propositions;
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// What the page shows.
struct Vue {
    dossier: Dossier,
    volontes: Volontes,
    boite: Option<String>,
    propositions: Propositions,
    jour: Date,
}

impl Vue {
    /// Reads it for an MK who takes part, once the journal says so.
    async fn lire(app: &App, identite: &Identite, id: &str) -> Result<Self, Failure> {
        let dossier = consulter(app, identite, crate::episode::identifiant(id)?).await?;
        let (fiche, trousseau) = (dossier.patient.clone(), app.entrepot.trousseau().clone());
        let (volontes, boite, propositions) = app
            .entrepot
            .lire(move |tx| {
                let medecin = patient::medecin(tx, &trousseau, &fiche)?;
                Ok::<_, Echec>((
                    volonte::du_patient(tx, fiche.id)?,
                    volonte::boite_du_medecin(tx, &trousseau, fiche.id)?,
                    Propositions::lire(tx, &medecin)?,
                ))
            })
            .await?;
        let jour = dossier.aujourd_hui(app)?;
        Ok(Self { dossier, volontes, boite, propositions, jour })
    }

    fn episode(&self) -> EpisodeId {
        self.dossier.episode.id
    }

    fn mk(&self) -> PraticienId {
        self.dossier.exercice.praticien.id
    }
}

/// The page.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
    Parametres(champs): Parametres<Champs>,
) -> Result<Markup, Failure> {
    let vue = Vue::lire(&app, &identite, &id).await?;
    Ok(page::rendre(&app, &identite, &vue, &Champs::default(), &Erreurs::default(), champs.un("fait")))
}

fn corrige(app: &App, identite: &Identite, vue: &Vue, champs: &Champs, e: &Erreurs) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page::rendre(app, identite, vue, champs, e, "")).into_response()
}

fn vers(episode: EpisodeId, fait: &str) -> Response {
    Redirect::to(&format!("/episodes/{episode}/patient?fait={fait}")).into_response()
}
