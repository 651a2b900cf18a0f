//! Accounts: one's own pages, and the administrator's.

pub mod administration;
pub mod connexions;
pub mod courriel;
pub mod creation;
pub mod jetons;
pub mod medecin;
pub mod mien;
mod rattachement;
pub mod second_facteur;

use droit::identifiant::CompteId;
use entrepot::compte::{self, Compte};
use entrepot::journal::Entree;
use jiff::Timestamp;

pub use creation::{Demande, creer};
pub use rattachement::{libelle_du_role, rattacher, retrouver, rpps_du_medecin};

use crate::echec::Failure;
use crate::gabarits::Lien;
use crate::serveur::App;

/// Times are shown in this zone: an account belongs to no department.
const FUSEAU: &str = "Europe/Paris";

/// The account of an identifier.
async fn charger(app: &App, id: CompteId) -> Result<Compte, Failure> {
    app.entrepot.lire(move |tx| compte::par_id(tx, id)).await?.ok_or(Failure::Introuvable)
}

/// The identifier of an address; a text that is none is a page that does not exist.
fn identifiant(texte: &str) -> Result<CompteId, Failure> {
    texte.parse().map_err(|_| Failure::Introuvable)
}

/// A line of the journal about an account.
fn trace(maintenant: Timestamp, acteur: CompteId, action: &str, sujet: CompteId) -> Entree {
    Entree::new(maintenant, format!("compte/{acteur}"), action, format!("compte/{sujet}"))
}

/// The way back from one's own pages.
fn fil() -> [Lien; 2] {
    [Lien::new("Accueil", "/"), Lien::new("Mon compte", "/compte")]
}
