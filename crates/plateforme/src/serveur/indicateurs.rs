//! The routes of the indicators: definitions, figures, snapshots, micro-data.

use droit::acces::Role;

use super::{Acces, Portee, Routes};
use crate::indicateur::{api, instantanes, microdonnees, pages, vue_instantane};

/// Figures: public, and more for whoever may see more.
const CHIFFRES: Acces = Acces::Ouvert(Portee::SuiviLire);

/// The routes.
pub fn routes() -> Routes {
    const ARS: Acces = Acces::Pages(&[Role::AgentArs]);
    Routes::new()
        .get("/indicateurs/definitions", Acces::Public, pages::definitions)
        .get("/indicateurs/definitions/{code}", CHIFFRES, pages::definition)
        .get("/indicateurs/instantanes", Acces::Public, instantanes::lister)
        .post("/indicateurs/instantanes", ARS, instantanes::poser)
        .get("/indicateurs/instantanes/{id}", Acces::Public, vue_instantane::voir)
        .get("/indicateurs/instantanes/{id}/contenu.json", Acces::Public, instantanes::contenu)
        .get(microdonnees::ARCHIVE, ARS, microdonnees::en_zip)
        .get("/indicateurs/microdonnees.csv", ARS, microdonnees::en_csv)
        .get("/indicateurs/microdonnees-note.txt", ARS, microdonnees::en_note)
        .get("/api/v1/indicateurs", CHIFFRES, api::lire)
        .get("/api/v1/indicateurs/definitions", Acces::Public, api::definitions)
}
