//! `/episodes/{id}/patient`: who the patient is and how far that was checked, where his doctor is written to, what he wants.

mod identite;
mod page;
mod volontes;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::{EpisodeId, Fictif, Monde as _, OidIns, PraticienId, Reel};
use droit::remise::Volontes;
use entrepot::{Echec, volonte};
use jiff::civil::Date;
use maud::Markup;

pub use identite::{corriger, lire_le_datamatrix};
pub use volontes::{noter, noter_la_boite};

use crate::config::Monde;
use crate::connexion::{Identite, Mk};
use crate::echec::Failure;
use crate::episode::dossier::Dossier;
use crate::episode::page::consulter;
use crate::gabarits::Erreurs;
use crate::saisie::{Champs, Parametres};
use crate::serveur::App;

/// What the page shows.
struct Vue {
    dossier: Dossier,
    volontes: Volontes,
    boite: Option<String>,
    jour: Date,
}

impl Vue {
    /// Reads it for an MK who takes part, once the journal says so.
    async fn lire(app: &App, identite: &Identite, id: &str) -> Result<Self, Failure> {
        let dossier = consulter(app, identite, crate::episode::identifiant(id)?).await?;
        let (patient, trousseau) = (dossier.patient.id, app.entrepot.trousseau().clone());
        let (volontes, boite) = app
            .entrepot
            .lire(move |tx| {
                Ok::<_, Echec>((
                    volonte::du_patient(tx, patient)?,
                    volonte::boite_du_medecin(tx, &trousseau, patient)?,
                ))
            })
            .await?;
        let jour = dossier.aujourd_hui(app)?;
        Ok(Self { dossier, volontes, boite, jour })
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

/// A number of one world does not enter the other one: what never comes in never leaves.
fn admis(monde: Monde, oid: OidIns) -> Result<(), &'static str> {
    let admis = match monde {
        Monde::Reel => Reel::admet(oid),
        Monde::Fictif => Fictif::admet(oid),
    };
    match (admis, monde) {
        (true, _) => Ok(()),
        (false, Monde::Reel) => Err("Ce matricule est celui d’une personne fictive : il n’entre pas ici."),
        (false, Monde::Fictif) => Err(
            "Ce matricule peut être celui d’une personne réelle : seuls les matricules de test entrent ici.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_matricule_de_test_n_entre_pas_chez_des_personnes_reelles_ni_l_inverse() {
        for oid in OidIns::TOUS {
            assert_ne!(admis(Monde::Reel, *oid).is_ok(), admis(Monde::Fictif, *oid).is_ok(), "{oid}");
        }
        assert!(admis(Monde::Reel, OidIns::NirTest).is_err() && admis(Monde::Reel, OidIns::NirDemo).is_err());
        assert!(admis(Monde::Reel, OidIns::Nia).is_ok());
    }
}
