//! The routes of the evaluation: dashboards, which are public for a territory, and annual reports.

use droit::acces::Role;

use super::{Acces, Routes};
use crate::evaluation::{self, rapport};

/// Those who write reports: the ARS for its departments, a CPTS for itself.
const REDACTEURS: Acces = Acces::Pages(&[Role::AgentArs, Role::CoordinationCpts]);

/// The routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/evaluation", Acces::Public, evaluation::voir)
        .get("/evaluation/rapports", Acces::Public, rapport::lister)
        .post("/evaluation/rapports", REDACTEURS, rapport::ouvrir)
        .get("/evaluation/rapports/{id}", Acces::Public, rapport::voir)
        .post("/evaluation/rapports/{id}", REDACTEURS, rapport::commenter)
        .post("/evaluation/rapports/{id}/signer", REDACTEURS, rapport::signer)
        .post("/evaluation/rapports/{id}/corriger", REDACTEURS, rapport::corriger)
        .get("/evaluation/rapports/{id}/{forme}", Acces::Public, rapport::telecharger)
}
