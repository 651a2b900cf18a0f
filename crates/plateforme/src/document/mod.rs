//! The documents of an episode: written as drafts, validated once, read, given out.
//!
//! [`validation`] is the one path of a validated document: facts, pages and CDA are made together and written in one
//! batch. What follows from a document (its deliveries) is composed there too.

pub mod appui;
pub mod brouillons;
pub mod cabinet;
pub mod composition;
pub mod corps;
pub mod courbes;
pub mod dus;
pub mod examen;
pub mod formulaire;
pub mod liste;
pub mod medecin;
pub mod page;
pub mod redacteur;
pub mod redaction;
pub mod socle;
pub mod telechargement;
pub mod validation;

use droit::document::Genre;
use droit::identifiant::DocumentId;

use crate::echec::Failure;

/// The identifier of an address; what is not one is not found.
///
/// # Errors
/// When it is not one.
pub fn identifiant(texte: &str) -> Result<DocumentId, Failure> {
    texte.parse().map_err(|_| Failure::Introuvable)
}

/// The kind of an address, among those that are written; a justificatif is computed.
///
/// # Errors
/// When it is not one.
pub fn genre(texte: &str) -> Result<Genre, Failure> {
    Genre::depuis_code(texte).filter(|genre| *genre != Genre::Justificatif).ok_or(Failure::Introuvable)
}

/// Short name of a kind, on links and in lists.
pub fn nom(genre: Genre) -> &'static str {
    match genre {
        Genre::Bilan => "Bilan",
        Genre::CompteRendu => "Compte rendu",
        Genre::Orientation => "Lettre d’orientation",
        Genre::Justificatif => "Justificatif",
    }
}
