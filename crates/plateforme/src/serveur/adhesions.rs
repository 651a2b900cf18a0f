//! The routes of memberships: the MK's own, those of a CPTS to renew, those that ended.

use droit::acces::Role;

use super::{Acces, Routes};
use crate::adhesion::{attestation, echues, mienne, preuves, renouvellements};
use crate::cpts;

const MK: Acces = Acces::Pages(&[Role::Mk]);
const CPTS: Acces = Acces::Pages(&[Role::CoordinationCpts]);
const ARS: Acces = Acces::Pages(&[Role::AgentArs]);

/// The routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/mes-adhesions", MK, mienne::voir)
        .get("/mes-adhesions/{cpts}/attestation.pdf", MK, attestation::telecharger)
        .post("/mes-adhesions/{cpts}/renouvellement", MK, mienne::demander)
        .post_fichier("/mes-adhesions/{cpts}/pieces", MK, preuves::deposer_le_mien)
        .get("/membres/renouvellements", CPTS, renouvellements::voir)
        .post("/membres/renouvellements", CPTS, renouvellements::renouveler)
        .post_fichier("/membres/{id}/pieces", CPTS, cpts::preuve::deposer)
        .get("/adhesions", ARS, echues::lister)
}
