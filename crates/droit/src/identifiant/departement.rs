//! The code of a French department, overseas ones included.

use std::fmt;
use std::str::FromStr;

/// Code officiel géographique of a department: `01`…`95` but not `20`, `2A`, `2B`, `971`…`974`, `976`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CodeDepartement([u8; 3]);

/// The text is not the code of a department.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n'est pas un code de département (exemples : 45, 2B, 974)")]
pub struct DepartementInconnu(pub String);

/// The text names no department, or one that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TerritoireInvalide {
    /// Nothing is written.
    #[error("Écrivez au moins un département (exemple : 45, 28).")]
    Vide,
    /// A word is no code.
    #[error(transparent)]
    Inconnu(#[from] DepartementInconnu),
}

impl CodeDepartement {
    /// « 45, 28 »: at least one department, each once, in order.
    ///
    /// # Errors
    /// When a word is no code, or none is written.
    pub fn territoire(saisie: &str) -> Result<Vec<Self>, TerritoireInvalide> {
        let mots = saisie.split(|c: char| c.is_whitespace() || ",;/".contains(c));
        let mots = mots.filter(|mot| !mot.is_empty());
        let mut codes = mots.map(str::parse).collect::<Result<Vec<Self>, _>>()?;
        codes.sort_unstable();
        codes.dedup();
        if codes.is_empty() { Err(TerritoireInvalide::Vide) } else { Ok(codes) }
    }

    /// The code as written on forms, two or three characters.
    pub fn as_str(&self) -> &str {
        let longueur = if self.0[2] == 0 { 2 } else { 3 };
        str::from_utf8(self.0.get(..longueur).unwrap_or_default()).unwrap_or_default()
    }

    /// Every department of the code officiel géographique, in order.
    pub fn tous() -> impl Iterator<Item = CodeDepartement> {
        (1..=95)
            .filter(|n| *n != 20)
            .map(|n| format!("{n:02}"))
            .chain(["2A", "2B", "971", "972", "973", "974", "976"].map(String::from))
            .filter_map(|code| code.parse().ok())
    }
}

impl FromStr for CodeDepartement {
    type Err = DepartementInconnu;

    fn from_str(saisie: &str) -> Result<Self, DepartementInconnu> {
        let code = saisie.trim().to_ascii_uppercase();
        let connu = match code.as_str() {
            "2A" | "2B" | "971" | "972" | "973" | "974" | "976" => true,
            autre if autre.len() == 2 && autre.bytes().all(|o| o.is_ascii_digit()) => {
                autre != "00" && autre != "20" && autre <= "95"
            }
            _ => false,
        };
        if !connu {
            return Err(DepartementInconnu(saisie.to_owned()));
        }
        let mut octets = [0; 3];
        octets.iter_mut().zip(code.bytes()).for_each(|(place, octet)| *place = octet);
        Ok(Self(octets))
    }
}

impl fmt::Display for CodeDepartement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CodeDepartement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[test]
    fn la_france_compte_cent_un_departements_et_chacun_se_relit() {
        assert_eq!(CodeDepartement::tous().count(), 101);
        for code in CodeDepartement::tous() {
            assert_eq!(code.as_str().parse(), Ok(code));
        }
    }

    #[rstest]
    #[case("45", true)]
    #[case(" 2b ", true)]
    #[case("976", true)]
    #[case("20", false)]
    #[case("96", false)]
    #[case("00", false)]
    #[case("975", false)]
    #[case("1", false)]
    #[case("2C", false)]
    #[case("4é", false)]
    #[case("", false)]
    fn un_code_de_departement_se_reconnait(#[case] saisie: &str, #[case] juste: bool) {
        assert_eq!(saisie.parse::<CodeDepartement>().is_ok(), juste);
    }

    #[test]
    fn un_territoire_se_lit_dans_n_importe_quel_ordre_chaque_departement_une_fois() {
        let lu = |saisie: &str| {
            CodeDepartement::territoire(saisie).map(|codes| codes.iter().map(ToString::to_string).collect())
        };
        assert_eq!(lu("45, 28;45 2b"), Ok(["28", "2B", "45"].map(str::to_owned).to_vec()));
        assert_eq!(lu(" , "), Err(TerritoireInvalide::Vide));
        assert_eq!(lu("45, 20"), Err(TerritoireInvalide::Inconnu(DepartementInconnu("20".to_owned()))));
    }

    proptest! {
        #[test]
        fn aucun_texte_ne_fait_paniquer(saisie in "\\PC{0,5}") {
            if let Ok(code) = saisie.parse::<CodeDepartement>() {
                prop_assert_eq!(code.to_string().parse(), Ok(code));
            }
        }
    }
}
