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
    /// The number of these ten digits, key computed.
    pub(super) fn avec_cle(racine: u64) -> Self {
        let racine = format!("{:010}", racine % 10_000_000_000);
        let reste = somme_de_luhn(&format!("{racine}0")) % 10;
        Self(format!("{racine}{}", (10 - reste) % 10))
    }

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
    somme_de_luhn(chiffres).is_multiple_of(10)
}

fn somme_de_luhn(chiffres: &str) -> u32 {
    chiffres
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, octet)| {
            let chiffre = u32::from(octet - b'0');
            let poids = if place % 2 == 1 { chiffre * 2 } else { chiffre };
            poids / 10 + poids % 10
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("99700218896")]
    #[case("99700700018")]
    #[case("99700700026")]
    #[case("997 007 000 18")]
    fn un_numero_a_la_cle_juste_est_accepte(#[case] saisie: &str) {
        let chiffres: String = saisie.split_whitespace().collect();
        assert_eq!(saisie.parse::<NumeroRpps>().unwrap().as_str(), chiffres);
    }

    #[rstest]
    #[case("10102727017", RppsInvalide::Cle)]
    #[case("10003461033", RppsInvalide::Cle)]
    #[case("10001234567", RppsInvalide::Cle)]
    #[case("9970021889", RppsInvalide::Longueur(10))]
    #[case("", RppsInvalide::Longueur(0))]
    #[case("9970021889A", RppsInvalide::Caractere)]
    #[case("9970021889٦", RppsInvalide::Caractere)]
    fn un_autre_texte_est_refuse_avec_sa_raison(#[case] saisie: &str, #[case] raison: RppsInvalide) {
        assert_eq!(saisie.parse::<NumeroRpps>(), Err(raison));
    }

    proptest! {
        #[test]
        fn aucun_texte_ne_fait_paniquer(saisie in "\\PC{0,14}") {
            if let Ok(numero) = saisie.parse::<NumeroRpps>() {
                prop_assert_eq!(numero.to_string().parse(), Ok(numero.clone()));
            }
        }

        #[test]
        fn une_seule_cle_convient(racine in 0u64..10_000_000_000, ecart in 1u32..10) {
            let juste = NumeroRpps::avec_cle(racine);
            prop_assert_eq!(juste.as_str().parse(), Ok(juste.clone()));
            let (debut, cle) = juste.as_str().split_at(10);
            let autre = (cle.parse::<u32>().unwrap() + ecart) % 10;
            prop_assert_eq!(format!("{debut}{autre}").parse::<NumeroRpps>(), Err(RppsInvalide::Cle));
        }
    }
}
