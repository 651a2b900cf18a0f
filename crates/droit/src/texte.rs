//! Free text typed by a human: trimmed, bounded, never empty.

use std::fmt;
use std::str::FromStr;

/// The longest text accepted, in characters.
const LONGUEUR_MAX: usize = 2_000;

/// A text of 1 to 2,000 characters. `Debug` hides it: a motive may tell a patient's health.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TexteLibre(String);

/// Why a text is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TexteInvalide {
    /// Nothing but spaces.
    #[error("ce texte est vide : écrivez quelques mots")]
    Vide,
    /// Too long.
    #[error("ce texte compte {0} caractères : raccourcissez-le à 2 000")]
    TropLong(usize),
    /// A control character other than a line break or a tab.
    #[error("ce texte contient un caractère invisible : ressaisissez-le")]
    Caractere,
}

impl TexteLibre {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TexteLibre {
    type Err = TexteInvalide;

    fn from_str(saisie: &str) -> Result<Self, TexteInvalide> {
        let texte = saisie.trim();
        let longueur = texte.chars().count();
        if texte.is_empty() {
            return Err(TexteInvalide::Vide);
        }
        if longueur > LONGUEUR_MAX {
            return Err(TexteInvalide::TropLong(longueur));
        }
        if texte.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(TexteInvalide::Caractere);
        }
        Ok(Self(texte.to_owned()))
    }
}

impl fmt::Display for TexteLibre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TexteLibre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TexteLibre({} caractères)", self.0.chars().count())
    }
}

/// The longest line accepted, in characters.
const LIGNE_MAX: usize = 200;

/// A line of 1 to 200 visible characters: a name, a title, a street. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Intitule(String);

/// Why a line is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntituleInvalide {
    /// Nothing but spaces.
    #[error("cette ligne est vide : écrivez quelques mots")]
    Vide,
    /// Too long.
    #[error("cette ligne compte {0} caractères : raccourcissez-la à 200")]
    TropLong(usize),
    /// A line break or a character that no printer shows.
    #[error("cette ligne contient un retour à la ligne ou un caractère invisible : ressaisissez-la")]
    Caractere,
}

impl Intitule {
    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Intitule {
    type Err = IntituleInvalide;

    fn from_str(saisie: &str) -> Result<Self, IntituleInvalide> {
        let ligne = saisie.trim();
        let longueur = ligne.chars().count();
        if ligne.is_empty() {
            return Err(IntituleInvalide::Vide);
        }
        if longueur > LIGNE_MAX {
            return Err(IntituleInvalide::TropLong(longueur));
        }
        if ligne.chars().any(|c| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')) {
            return Err(IntituleInvalide::Caractere);
        }
        Ok(Self(ligne.to_owned()))
    }
}

impl fmt::Display for Intitule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Intitule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Intitule({} caractères)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_ligne_tient_sur_une_ligne() {
        assert_eq!("a\nb".parse::<Intitule>(), Err(IntituleInvalide::Caractere));
        assert_eq!("a\u{FFFE}".parse::<Intitule>(), Err(IntituleInvalide::Caractere));
        assert_eq!(" ".parse::<Intitule>(), Err(IntituleInvalide::Vide));
        assert_eq!("é".repeat(201).parse::<Intitule>(), Err(IntituleInvalide::TropLong(201)));
        assert_eq!(" L’Haÿ & <Œuf> ".parse::<Intitule>().unwrap().as_str(), "L’Haÿ & <Œuf>");
    }

    #[test]
    fn vide_trop_long_et_invisible_sont_refuses() {
        assert_eq!("  \n".parse::<TexteLibre>(), Err(TexteInvalide::Vide));
        assert_eq!("é".repeat(2_001).parse::<TexteLibre>(), Err(TexteInvalide::TropLong(2_001)));
        assert_eq!("a\0b".parse::<TexteLibre>(), Err(TexteInvalide::Caractere));
        assert_eq!(" é ".parse::<TexteLibre>().unwrap().as_str(), "é");
    }
}
