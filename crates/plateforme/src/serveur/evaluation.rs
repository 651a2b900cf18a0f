//! The routes of the evaluation: dashboards, which are public for a territory, and annual reports.

use droit::acces::Role;

use super::{Acces, Portee, Routes};
use crate::evaluation::{self, rapport};

/// Those who write reports: the ARS for its departments, a CPTS for itself.
const REDACTEURS: Acces = Acces::Pages(&[Role::AgentArs, Role::CoordinationCpts]);

/// Figures: public, and more for whoever may see more.
const CHIFFRES: Acces = Acces::Ouvert(Portee::SuiviLire);

/// The routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/evaluation", CHIFFRES, evaluation::voir)
        .get("/evaluation/rapports", CHIFFRES, rapport::lister)
        .post("/evaluation/rapports", REDACTEURS, rapport::ouvrir)
        .get("/evaluation/rapports/{id}", CHIFFRES, rapport::voir)
        .post("/evaluation/rapports/{id}", REDACTEURS, rapport::commenter)
        .post("/evaluation/rapports/{id}/signer", REDACTEURS, rapport::signer)
        .post("/evaluation/rapports/{id}/corriger", REDACTEURS, rapport::corriger)
        .get("/evaluation/rapports/{id}/{forme}", CHIFFRES, rapport::telecharger)
}
