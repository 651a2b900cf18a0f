//! Where a patient was born, by the code officiel géographique.

use std::fmt;
use std::str::FromStr;

/// COG code of a birthplace: five characters, a commune of France or `99` and a country.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LieuNaissance(String);

/// The text is not a COG code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas un code officiel géographique (cinq caractères, exemples : 45234, 2B033, 99351)")]
pub struct LieuNaissanceInvalide(pub String);

impl LieuNaissance {
    /// The five characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LieuNaissance {
    type Err = LieuNaissanceInvalide;

    fn from_str(saisie: &str) -> Result<Self, LieuNaissanceInvalide> {
        let code = saisie.trim().to_ascii_uppercase();
        let chiffres = |partie: &str| partie.bytes().all(|octet| octet.is_ascii_digit());
        let juste = match code.split_at_checked(2) {
            Some(("2A" | "2B", commune)) => commune.len() == 3 && chiffres(commune),
            Some(("00", _)) | None => false,
            Some(_) => code.len() == 5 && chiffres(&code),
        };
        if juste { Ok(Self(code)) } else { Err(LieuNaissanceInvalide(saisie.to_owned())) }
    }
}

impl fmt::Display for LieuNaissance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LieuNaissance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LieuNaissance(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("45234", true)]
    #[case("2b033", true)]
    #[case("97411", true)]
    #[case("99351", true)]
    #[case("", false)]
    #[case("4523", false)]
    #[case("00123", false)]
    #[case("2C033", false)]
    #[case("45é34", false)]
    fn un_code_cog_a_cinq_caracteres(#[case] saisie: &str, #[case] juste: bool) {
        assert_eq!(saisie.parse::<LieuNaissance>().is_ok(), juste);
    }

    proptest! {
        #[test]
        fn aucun_texte_ne_fait_paniquer(saisie in "\\PC{0,8}") {
            if let Ok(lieu) = saisie.parse::<LieuNaissance>() {
                prop_assert_eq!(lieu.as_str().parse(), Ok(lieu.clone()));
            }
        }
    }
}
