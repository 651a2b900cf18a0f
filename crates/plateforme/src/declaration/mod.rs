//! The declaration of participation: the CPTS or the MK files it, the ARS decides, everyone follows his own.
//!
//! `dossier` gathers what the rules read, `examen` asks them, `geste` takes a step; the rest are pages.

pub mod annuaire;
pub mod attente;
pub mod autorisations;
pub mod choix;
pub mod confirmation;
mod controles;
pub mod courrier;
pub mod depot;
mod dossier;
pub mod echange;
mod etat;
mod examen;
pub mod exportation;
mod fiche;
pub mod file;
mod filtre;
pub mod geste;
pub mod instruction;
pub mod lieux;
pub mod lieux_ajoutes;
pub mod liste;
pub mod lot;
pub mod mienne;
pub mod mon_identite;
mod parcours;
mod reponse;
mod retrait;
pub mod suivi;
pub mod suspension;
pub mod tableau;
pub mod veille;
pub mod volontaires;
pub mod volontariat;

use droit::identifiant::{CodeDepartement, DeclarationId};
use jiff::civil::Date;

pub use dossier::{Dossier, Piece};
pub use etat::{badge_de_l_etat, libelle_du_code, ton_du_code};
pub use examen::{Examen, Feu, Raison};
pub use geste::{Accompli, Empechement, Geste, accomplir};
pub use volontariat::{Issue, Volontariat, Voulu, deposer_un_volontaire};

use crate::echec::Failure;
use crate::serveur::App;

/// The identifier of an address; a text that is none is a page that does not exist.
fn identifiant(texte: &str) -> Result<DeclarationId, Failure> {
    texte.parse().map_err(|_| Failure::Introuvable)
}

/// Today where the department is.
pub fn aujourd_hui(app: &App, departement: CodeDepartement) -> Result<Date, Failure> {
    app.horloge.aujourd_hui(app.reglement.fuseau(departement)).map_err(Failure::interne)
}
