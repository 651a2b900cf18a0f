//! The Assurance Maladie number of a place of practice: the one written on invoices, also as prescriber.

use std::fmt;
use std::str::FromStr;

/// Numéro AM: nine digits, one number per place of practice. No public rule gives its key: only the form is checked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NumeroAm(String);

/// Why a text is not an Assurance Maladie number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumeroAmInvalide {
    /// Not nine characters once spaces are removed.
    #[error("le numéro AM compte neuf chiffres, celui-ci en a {0} ; le numéro RPPS, lui, en a onze")]
    Longueur(usize),
    /// A character that is not a digit.
    #[error("le numéro AM ne contient que des chiffres")]
    Caractere,
}

impl NumeroAm {
    /// The nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NumeroAm {
    type Err = NumeroAmInvalide;

    fn from_str(saisie: &str) -> Result<Self, NumeroAmInvalide> {
        let chiffres: String = saisie.chars().filter(|c| !c.is_whitespace()).collect();
        let longueur = chiffres.chars().count();
        if longueur != 9 {
            return Err(NumeroAmInvalide::Longueur(longueur));
        }
        if chiffres.bytes().all(|octet| octet.is_ascii_digit()) {
            Ok(Self(chiffres))
        } else {
            Err(NumeroAmInvalide::Caractere)
        }
    }
}

impl fmt::Display for NumeroAm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neuf_chiffres_espaces_admis() {
        assert_eq!("45 7 00001 2".parse::<NumeroAm>().unwrap().as_str(), "457000012");
        assert_eq!("45700001".parse::<NumeroAm>(), Err(NumeroAmInvalide::Longueur(8)));
        assert_eq!("99700700018".parse::<NumeroAm>(), Err(NumeroAmInvalide::Longueur(11)));
        assert_eq!("45700001A".parse::<NumeroAm>(), Err(NumeroAmInvalide::Caractere));
    }

    proptest! {
        #[test]
        fn aucun_texte_ne_fait_paniquer(saisie in "\\PC{0,12}") {
            if let Ok(numero) = saisie.parse::<NumeroAm>() {
                prop_assert_eq!(numero.to_string().parse(), Ok(numero.clone()));
            }
        }

        #[test]
        fn neuf_chiffres_se_relisent(chiffres in "[0-9]{9}") {
            prop_assert_eq!(chiffres.parse::<NumeroAm>().unwrap().to_string(), chiffres);
        }
    }
}
