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

impl CodeDepartement {
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
