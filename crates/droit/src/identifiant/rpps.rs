//! The RPPS number, which identifies a health professional for life.

use std::fmt;
use std::str::FromStr;

/// Numéro RPPS: eleven digits, the last one being the Luhn key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NumeroRpps(String);

/// Why a text is not an RPPS number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RppsInvalide {
    /// Not eleven characters once spaces are removed.
    #[error("le numéro RPPS compte onze chiffres, celui-ci en a {0}")]
    Longueur(usize),
    /// A character that is not a digit.
    #[error("le numéro RPPS ne contient que des chiffres")]
    Caractere,
    /// The Luhn key does not match.
    #[error("la clé du numéro RPPS est fausse : vérifiez les chiffres saisis")]
    Cle,
}

impl NumeroRpps {
    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NumeroRpps {
    type Err = RppsInvalide;

    fn from_str(saisie: &str) -> Result<Self, RppsInvalide> {
        let chiffres: String = saisie.chars().filter(|c| !c.is_whitespace()).collect();
        if chiffres.chars().count() != 11 {
            return Err(RppsInvalide::Longueur(chiffres.chars().count()));
        }
        if !chiffres.bytes().all(|o| o.is_ascii_digit()) {
            return Err(RppsInvalide::Caractere);
        }
        if luhn_juste(&chiffres) { Ok(Self(chiffres)) } else { Err(RppsInvalide::Cle) }
    }
}

impl fmt::Display for NumeroRpps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Luhn: every second digit from the right is doubled, and the sum of all digits is a multiple of ten.
fn luhn_juste(chiffres: &str) -> bool {
    let somme: u32 = chiffres
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, octet)| {
            let chiffre = u32::from(octet - b'0');
            let poids = if place % 2 == 1 { chiffre * 2 } else { chiffre };
            poids / 10 + poids % 10
        })
        .sum();
    somme.is_multiple_of(10)
}
