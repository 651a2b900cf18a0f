//! Monitoring committees: members, meetings with their agenda and minutes, decisions.

mod membre;
mod rappel;
mod reunion;
mod suite;

pub use membre::{finir_mandat, inscrire_membre, mandats, membres};
pub use rappel::{rappeler_la_convocation, rappeler_la_decision, rappeler_la_reunion};
pub use reunion::{Invitation, avancer_reunion, charger, convoquer, du_departement};
pub use suite::{
    avancer_decision, comptes_rendus, decisions, ecrire_compte_rendu, inscrire_decision, valider_compte_rendu,
};

use droit::declaration::Declarant;

use crate::Tx;
use crate::journal::Entree;

fn tracer(tx: &mut Tx, auteur: &Declarant, action: &str, sujet: String) {
    tx.tracer(Entree::new(auteur.maintenant, format!("compte/{}", auteur.compte), action, sujet));
}
