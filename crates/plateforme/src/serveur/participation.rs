//! The routes of the participation: members, volunteers, declarations, the queue of the ARS.

use droit::acces::Role;

use super::{Acces, Routes};
use crate::{cpts, declaration};

const CPTS: Acces = Acces::Pages(&[Role::CoordinationCpts]);
const ARS: Acces = Acces::Pages(&[Role::AgentArs]);
const SUIVI: Acces = Acces::Pages(&[Role::Mk, Role::CoordinationCpts, Role::AgentArs]);
const DECLARANT: Acces = Acces::Pages(&[Role::Mk, Role::CoordinationCpts]);

/// The routes.
pub fn routes() -> Routes {
    use declaration::{attente, depot, instruction, lot, suivi, volontaires};
    Routes::new()
        .get("/membres", CPTS, cpts::membres::lister)
        .post("/membres", CPTS, cpts::ajout::ajouter)
        .get("/membres/nouveau", CPTS, cpts::ajout::nouveau)
        .get("/membres/{id}", CPTS, cpts::membre::voir)
        .post("/membres/{id}/fin", CPTS, cpts::membre::finir)
        .get("/ma-cpts", CPTS, cpts::projet::voir)
        .post("/ma-cpts/fiche", CPTS, cpts::projet::annexer)
        .get("/declarer", CPTS, volontaires::choisir)
        .post("/declarer", CPTS, depot::declarer)
        .post("/declarer/verification", CPTS, volontaires::verifier)
        .get("/declarations", CPTS, suivi::lister)
        .get("/declarations/{id}", SUIVI, suivi::voir)
        .post("/declarations/{id}/deposer", DECLARANT, suivi::deposer)
        .post("/declarations/{id}/retirer", SUIVI, suivi::retirer)
        .post("/declarations/{id}/accepter", ARS, instruction::accepter)
        .post("/declarations/{id}/demander-completion", ARS, instruction::demander_completion)
        .post("/declarations/{id}/refuser", ARS, instruction::refuser)
        .get("/instruction", ARS, attente::lister)
        .post("/instruction/verification", ARS, lot::verifier)
        .post("/instruction/acceptation", ARS, lot::accepter)
}
