//! An annual report as data: lines for spreadsheets, FHIR for machines, one canonical text for its fingerprint.
//!
//! All of them are made of the same `Contenu`, so that no figure differs from one output to another.

mod canonique;
mod fhir;
mod lignes;
#[cfg(test)]
mod tests;

pub use canonique::{Illisible, ecrire, empreinte, relire};
pub use fhir::{Adresses, measure_reports};
pub use lignes::{COLONNES, en_csv, en_xlsx, lignes};
