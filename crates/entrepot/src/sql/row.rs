//! One row of an answer, read by name or by position.

use std::sync::Arc;

use super::{FromValue, Value};
use crate::Echec;

/// A row; its columns are shared by all the rows of one statement.
#[derive(Clone, Debug)]
pub struct Row {
    colonnes: Arc<[String]>,
    valeurs: Vec<Value>,
}

/// A column, by name or by position from 0.
pub trait Column: Copy + std::fmt::Display {
    /// Its position among the names.
    fn position(self, colonnes: &[String]) -> Option<usize>;
}

impl Column for usize {
    fn position(self, colonnes: &[String]) -> Option<usize> {
        (self < colonnes.len()).then_some(self)
    }
}

impl Column for &str {
    fn position(self, colonnes: &[String]) -> Option<usize> {
        colonnes.iter().position(|c| c == self)
    }
}

impl Row {
    pub(crate) fn new(colonnes: Arc<[String]>, valeurs: Vec<Value>) -> Self {
        Self { colonnes, valeurs }
    }

    /// The value of a column.
    ///
    /// # Errors
    /// [`Echec::Colonne`] when the column is not in the answer or holds something else.
    pub fn get<T: FromValue>(&self, colonne: impl Column) -> Result<T, Echec> {
        let illisible = |cause: String| Echec::Colonne { colonne: colonne.to_string(), cause };
        let position =
            colonne.position(&self.colonnes).ok_or_else(|| illisible("absente de la réponse".to_owned()))?;
        let valeur =
            self.valeurs.get(position).ok_or_else(|| illisible("absente de la réponse".to_owned()))?;
        T::from_value(valeur).map_err(illisible)
    }
}
