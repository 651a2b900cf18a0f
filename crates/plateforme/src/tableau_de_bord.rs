//! `/tableau-de-bord`: one address for everybody signed in; each role finds its own there.

use axum::extract::State;
use axum::http::Uri;
use droit::acces::{Acteur, Role};
use maud::Markup;

use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::episode::tableau::{self, Recherche};
use crate::saisie::{Formulaire, Parametres};
use crate::serveur::App;
use crate::{cpts, declaration, journal};

/// The roles that have a dashboard.
pub const ROLES: &[Role] = Role::TOUS;

/// The dashboard of the role.
///
/// # Errors
/// When the base fails.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    ici: Uri,
    Parametres(recherche): Parametres<Recherche>,
) -> Result<Markup, Failure> {
    match &identite.acteur {
        Acteur::Mk { .. } => tableau::voir(&app, &identite, &ici, &recherche).await,
        Acteur::CoordinationCpts { cpts } => cpts::tableau::page(&app, &identite, *cpts).await,
        Acteur::AgentArs { departements } => declaration::tableau::ars(&app, &identite, departements).await,
        Acteur::AgentCpam { departement } => Ok(declaration::tableau::cpam(&app, &identite, *departement)),
        Acteur::MembreComite { departement } => {
            declaration::tableau::comite(&app, &identite, *departement).await
        }
        Acteur::Medecin { praticien } => declaration::tableau::medecin(&app, &identite, *praticien).await,
        Acteur::Administrateur => journal::tableau(&app, &identite).await,
    }
}

/// The same, with a name to look for: in the body, so that it stays out of addresses and histories.
///
/// # Errors
/// When the base fails.
pub async fn chercher(
    State(app): State<App>,
    Connecte(identite): Connecte,
    ici: Uri,
    Formulaire(recherche): Formulaire<Recherche>,
) -> Result<Markup, Failure> {
    tableau::voir(&app, &identite, &ici, &recherche).await
}
