//! Spreadsheets in and out: CSV and XLSX read into cells under limits, written with typed cells that never run.
//!
//! A file is read whole or not at all: [`lire`] answers a [`Feuille`] or the first [`TableurInvalide`], which names the
//! line. What comes out of [`ecrire_xlsx`] and [`ecrire_csv`] holds no formula, whatever the texts are.

mod classeur;
mod ecriture;
mod erreur;
mod feuille;
#[cfg(test)]
mod tests;
mod texte;

pub use ecriture::{Colonne, Document, Valeur, ecrire_csv, ecrire_xlsx};
pub use erreur::TableurInvalide;
pub use feuille::{Cellule, Feuille, Ligne, Limites, normaliser};

/// What every XLSX file begins with: it is a ZIP archive.
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// What the binary workbooks of before 2007 begin with.
const ANCIEN: &[u8] = b"\xD0\xCF\x11\xE0";

/// Reads a CSV text or the first sheet of an XLSX workbook, told apart by their content.
///
/// # Errors
/// When the file is not one of both, is damaged, or goes beyond the limits.
pub fn lire(octets: &[u8], limites: &Limites) -> Result<Feuille, TableurInvalide> {
    if octets.len() > limites.octets {
        return Err(TableurInvalide::TropGros { limite: limites.octets });
    }
    let feuille = if octets.starts_with(ARCHIVE) {
        classeur::lire(octets, limites)?
    } else if octets.starts_with(ANCIEN) {
        return Err(TableurInvalide::AncienClasseur);
    } else {
        texte::lire(octets, limites)?
    };
    if feuille.lignes.is_empty() { Err(TableurInvalide::Vide) } else { Ok(feuille) }
}
