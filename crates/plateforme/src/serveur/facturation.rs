//! The routes of billing: the check-list, the work list, the lines, the words of the justificatif.

use droit::acces::Role;

use super::{Acces, Portee, Routes};
use crate::facturation::{export, gabarit, json, justificatif, liste, page, payeur, saisie};

const MK: Acces = Acces::Pages(&[Role::Mk]);
const LIRE: Acces = Acces::Api(Portee::EpisodesLire, &[Role::Mk]);
const ADMINISTRATEUR: Acces = Acces::Pages(&[Role::Administrateur]);

/// Billing.
pub fn routes() -> Routes {
    Routes::new()
        .get("/facturation", MK, liste::voir)
        .get("/facturation/{fichier}", MK, export::de_tous)
        .get("/episodes/{id}/facturation", MK, page::voir)
        .post("/episodes/{id}/facturation", MK, saisie::enregistrer)
        .post("/episodes/{id}/facturation/depart", MK, saisie::partir)
        .get("/episodes/{id}/facturation/{fichier}", MK, export::de_l_episode)
        .get("/api/v1/episodes/{id}/facturation", LIRE, json::en_json)
        .post("/episodes/{id}/justificatif", MK, justificatif::preparer)
        .get("/administration/justificatifs", ADMINISTRATEUR, gabarit::lister)
        .get("/administration/justificatifs/{departement}", ADMINISTRATEUR, gabarit::voir)
        .post("/administration/justificatifs/{departement}", ADMINISTRATEUR, gabarit::ecrire)
        .post("/administration/justificatifs/{departement}/boite", ADMINISTRATEUR, payeur::ecrire)
}
