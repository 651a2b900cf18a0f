//! The numbers that identify a place of care: FINESS, SIRET.

use std::fmt;
use std::str::FromStr;

/// Why a text is not the number of a place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StructureInvalide {
    /// Not the right length.
    #[error("le numéro {nom} compte {attendue} caractères, celui-ci en a {recue}")]
    Longueur {
        /// FINESS or SIRET.
        nom: &'static str,
        /// Expected.
        attendue: usize,
        /// Received.
        recue: usize,
    },
    /// A character that cannot be there.
    #[error("le numéro {0} ne contient que des chiffres, sauf 2A ou 2B au début d’un FINESS de Corse")]
    Caractere(&'static str),
    /// The key does not match.
    #[error("la clé du numéro {0} est fausse : vérifiez les chiffres saisis")]
    Cle(&'static str),
}

macro_rules! numeros {
    ($($(#[$doc:meta])* $nom:ident : $libelle:literal, $longueur:literal;)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $nom(String);

        impl $nom {
            /// Its characters, without spaces.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $nom {
            type Err = StructureInvalide;

            fn from_str(saisie: &str) -> Result<Self, StructureInvalide> {
                lire($libelle, $longueur, saisie).map(Self)
            }
        }

        impl fmt::Display for $nom {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+ };
}

numeros! {
    /// FINESS: nine characters, the last one being the Luhn key; the key of a Corsican number (2A, 2B) is not checked,
    /// no public rule saying how its letter counts.
    Finess: "FINESS", 9;
    /// SIRET: fourteen digits, the last one being the Luhn key.
    Siret: "SIRET", 14;
}

fn lire(nom: &'static str, attendue: usize, saisie: &str) -> Result<String, StructureInvalide> {
    let numero: String =
        saisie.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    let recue = numero.chars().count();
    if recue != attendue {
        return Err(StructureInvalide::Longueur { nom, attendue, recue });
    }
    let corse = attendue == 9 && (numero.starts_with("2A") || numero.starts_with("2B"));
    let chiffres = numero.get(if corse { 2 } else { 0 }..).unwrap_or_default();
    if !chiffres.bytes().all(|octet| octet.is_ascii_digit()) {
        return Err(StructureInvalide::Caractere(nom));
    }
    if !corse && !luhn_juste(&numero) {
        return Err(StructureInvalide::Cle(nom));
    }
    Ok(numero)
}

fn luhn_juste(chiffres: &str) -> bool {
    let poids = |(place, octet): (usize, u8)| {
        let double = u32::from(octet - b'0') << (place % 2);
        double / 10 + double % 10
    };
    chiffres.bytes().rev().enumerate().map(poids).sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("750803447")]
    #[case("490000049")]
    #[case("450000088")]
    #[case("2a0000014")]
    fn un_finess_juste_est_accepte(#[case] saisie: &str) {
        assert_eq!(saisie.parse::<Finess>().unwrap().as_str(), saisie.to_ascii_uppercase());
    }

    #[test]
    fn un_numero_faux_est_refuse_avec_sa_raison() {
        assert_eq!("120456789".parse::<Finess>(), Err(StructureInvalide::Cle("FINESS")));
        assert_eq!("2C0000014".parse::<Finess>(), Err(StructureInvalide::Caractere("FINESS")));
        assert!(matches!("75080344".parse::<Finess>(), Err(StructureInvalide::Longueur { recue: 8, .. })));
        assert_eq!("12345678901234".parse::<Siret>(), Err(StructureInvalide::Cle("SIRET")));
        assert_eq!("2A345678901234".parse::<Siret>(), Err(StructureInvalide::Caractere("SIRET")));
    }

    proptest! {
        #[test]
        fn aucun_texte_ne_fait_paniquer(saisie in "\\PC{0,16}") {
            if let Ok(numero) = saisie.parse::<Finess>() {
                prop_assert_eq!(numero.as_str().parse(), Ok(numero.clone()));
            }
            if let Ok(numero) = saisie.parse::<Siret>() {
                prop_assert_eq!(numero.as_str().parse(), Ok(numero.clone()));
            }
        }
    }
}
