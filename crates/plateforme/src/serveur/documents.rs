//! The routes of documents: written, validated, read, given out; what they say of the practice and of the doctor.

use droit::acces::Role;

use super::{Acces, Portee, Routes};
use crate::document::{brouillons, cabinet, dus, liste, medecin, page, redaction, telechargement};

const MK: Acces = Acces::Pages(&[Role::Mk]);
const LIRE: Acces = Acces::Api(Portee::EpisodesLire, &[Role::Mk]);

/// The documents of an MK's episodes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/episodes/{id}/documents", MK, liste::voir)
        .get("/episodes/{id}/documents/{document}", MK, page::voir)
        .post("/episodes/{id}/documents/{document}/corriger", MK, page::corriger)
        .get("/episodes/{id}/documents/{document}/{forme}", MK, telechargement::telecharger)
        .get("/episodes/{id}/rediger/{genre}", MK, redaction::ouvrir)
        .post("/episodes/{id}/rediger/{genre}", MK, redaction::poster)
        .post("/episodes/{id}/rediger/{genre}/abandonner", MK, redaction::jeter)
        .get("/episodes/{id}/medecin-traitant", MK, medecin::demander)
        .post("/episodes/{id}/medecin-traitant", MK, medecin::noter)
        .get("/documents-dus", MK, dus::voir)
        .get("/mon-cabinet", MK, cabinet::voir)
        .post("/mon-cabinet", MK, cabinet::dire)
        .get("/api/v1/episodes/{id}/brouillons", LIRE, brouillons::en_json)
        .get("/api/v1/episodes/{id}/documents", LIRE, liste::en_json)
        .get("/api/v1/episodes/{id}/documents/{document}/{forme}", LIRE, telechargement::telecharger)
}
