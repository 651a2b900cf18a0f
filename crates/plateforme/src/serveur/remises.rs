//! The routes of deliveries: the MK's pages, the link of a doctor, what an administrator looks at.

use droit::acces::Role;

use super::{Acces, Routes};
use crate::annuaire_mssante;
use crate::dossier_patient::{self, correction};
use crate::remise::lien::{self, lecture, ouverture};
use crate::remise::page::{administration, adresser, copie, document, geste, liste, lu, ma_boite, une};

const MK: Acces = Acces::Pages(&[Role::Mk]);
const ADMINISTRATEUR: Acces = Acces::Pages(&[Role::Administrateur]);

/// The routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/remises", MK, liste::lister)
        .get("/remises/{id}", MK, une::voir)
        .post("/remises/{id}/envoyer", MK, geste::envoyer)
        .post("/remises/{id}/abandonner", MK, geste::abandonner)
        .post("/remises/{id}/remise", MK, geste::remettre)
        .post("/remises/{id}/adresse", MK, geste::changer_d_adresse)
        .post("/remises/{id}/volonte", MK, geste::noter_la_volonte)
        .post("/remises/{id}/lien", MK, lien::creer)
        .post("/remises/{id}/reponse-lue", MK, lu::marquer_la_reponse)
        .post("/remises/{id}/messages-lus", MK, lu::marquer_les_messages)
        .get("/documents/{id}/remises", MK, document::voir)
        .post("/documents/{id}/remises", MK, adresser::adresser)
        .post("/documents/{id}/copie-au-patient", MK, copie::demander)
        .get("/episodes/{id}/patient", MK, dossier_patient::voir)
        .post("/episodes/{id}/patient/scan", MK, dossier_patient::lire_le_datamatrix)
        .post("/episodes/{id}/patient/identite", MK, dossier_patient::corriger)
        .get("/episodes/{id}/patient/correction", MK, correction::demander)
        .post("/episodes/{id}/patient/correction", MK, correction::corriger)
        .post("/episodes/{id}/patient/boite", MK, dossier_patient::noter_la_boite)
        .post("/episodes/{id}/patient/volonte", MK, dossier_patient::noter)
        .get("/ma-messagerie", MK, ma_boite::voir)
        .post("/ma-messagerie", MK, ma_boite::noter)
        .get("/administration/messagerie", ADMINISTRATEUR, administration::voir)
        .post("/administration/messagerie/{id}/vu", ADMINISTRATEUR, administration::marquer)
        .get("/administration/annuaire-mssante", ADMINISTRATEUR, annuaire_mssante::voir)
        .post_extraction("/administration/annuaire-mssante", ADMINISTRATEUR, annuaire_mssante::importer)
        .get("/lien/{secret}", Acces::Public, ouverture::demander)
        .post("/lien/{secret}", Acces::Public, ouverture::ouvrir)
        .get(lecture::ADRESSE, Acces::Public, lecture::voir)
        .get("/lien-ouvert/document.pdf", Acces::Public, lecture::telecharger)
        .post("/lien-ouvert/reponse", Acces::Public, lecture::repondre)
}
