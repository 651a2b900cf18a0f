//! The name of a file, made safe: no path, no invisible sign, an end that tells the truth.

use std::fmt;

use super::TypePiece;

/// The most characters kept before the end.
const LONGUEUR_MAX: usize = 80;

/// A safe file name. `Debug` hides it: people put their names in it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct NomFichier(String);

impl NomFichier {
    /// Makes a name out of whatever the browser sent: its last segment, letters, digits, spaces, `-`, `_` and
    /// apostrophes, ended by the extension of the content and no other.
    pub fn assainir(brut: &str, type_piece: TypePiece) -> Self {
        let dernier = brut.rsplit(['/', '\\']).next().unwrap_or_default();
        let racine = dernier.rsplit_once('.').map_or(dernier, |(racine, _)| racine);
        let permis = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '’' | '(' | ')');
        let signes = racine.chars().map(|c| if permis(c) { c } else { ' ' });
        let mots: String = signes.take(LONGUEUR_MAX).collect();
        let mots: Vec<&str> = mots.split_whitespace().collect();
        let nom = mots.join(" ");
        let nom = if nom.is_empty() { "justificatif" } else { nom.as_str() };
        Self(format!("{nom}.{}", type_piece.extension()))
    }

    /// The name kept in the base, which was made safe before.
    pub fn relu(nom: String) -> Self {
        Self(nom)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name in ASCII, for headers that know nothing else.
    pub fn ascii(&self) -> String {
        self.0
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' })
            .collect()
    }
}

impl fmt::Display for NomFichier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for NomFichier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NomFichier(…)")
    }
}
