//! The shape of the export of a department: which columns, in which order, under which titles. No text publishes one: an ARS
//! that has its own sets it.

use std::collections::BTreeSet;

use crate::texte::Intitule;

/// A column that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColonneChoisie {
    /// Which one, by its code.
    pub code: String,
    /// Its title in the file.
    pub titre: Intitule,
}

/// The columns of a file, in order: one at least, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormeExport(Vec<ColonneChoisie>);

/// Why a shape is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormeInvalide {
    /// No column.
    #[error("gardez une colonne au moins")]
    Vide,
    /// A column twice.
    #[error("une colonne est choisie deux fois")]
    Doublon,
    /// Two columns under one title: whoever reads the file could not tell them apart.
    #[error("deux colonnes ont le même titre : distinguez-les")]
    TitreRepete,
}

impl FormeExport {
    /// The shape of these columns.
    pub fn nouvelle(colonnes: Vec<ColonneChoisie>) -> Result<Self, FormeInvalide> {
        if colonnes.is_empty() {
            return Err(FormeInvalide::Vide);
        }
        let codes: BTreeSet<&str> = colonnes.iter().map(|une| une.code.as_str()).collect();
        if codes.len() < colonnes.len() {
            return Err(FormeInvalide::Doublon);
        }
        let titres: BTreeSet<&str> = colonnes.iter().map(|une| une.titre.as_str()).collect();
        if titres.len() < colonnes.len() {
            return Err(FormeInvalide::TitreRepete);
        }
        Ok(Self(colonnes))
    }

    /// Its columns, in order.
    pub fn colonnes(&self) -> &[ColonneChoisie] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_forme_a_des_colonnes_distinctes_sous_des_titres_distincts() {
        let colonne =
            |code: &str, titre: &str| ColonneChoisie { code: code.to_owned(), titre: titre.parse().unwrap() };
        assert!(FormeExport::nouvelle(vec![colonne("rpps", "RPPS"), colonne("nom", "Nom")]).is_ok());
        assert_eq!(FormeExport::nouvelle(Vec::new()), Err(FormeInvalide::Vide));
        let deux = FormeExport::nouvelle(vec![colonne("rpps", "RPPS"), colonne("rpps", "Numéro")]);
        assert_eq!(deux, Err(FormeInvalide::Doublon));
        let titre = FormeExport::nouvelle(vec![colonne("rpps", "Qui"), colonne("nom", "Qui")]);
        assert_eq!(titre, Err(FormeInvalide::TitreRepete));
    }
}
