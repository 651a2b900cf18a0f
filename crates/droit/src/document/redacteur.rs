//! Who writes: the masseur-kinésithérapeute, and the practice the document leaves from.

use std::fmt;
use std::str::FromStr;

use crate::decision::codes;
use crate::identifiant::{Finess, NumeroRpps, Siret};
use crate::texte::Intitule;

codes! {
    /// Courtesy title.
    Civilite {
        /// Mr.
        Monsieur = "M",
        /// Mrs.
        Madame = "MME",
    }
}

codes! {
    /// How the place of practice is organised.
    Exercice {
        /// One practitioner.
        CabinetIndividuel = "cabinet-individuel",
        /// Several practitioners.
        CabinetDeGroupe = "cabinet-de-groupe",
        /// A company.
        Societe = "societe",
        /// Centre de santé.
        CentreDeSante = "centre-de-sante",
        /// Maison or pôle de santé.
        MaisonDeSante = "maison-de-sante",
    }
}

/// A name as it is written: family name, then given name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomComplet {
    /// Family name.
    pub nom: Intitule,
    /// Given name.
    pub prenom: Intitule,
}

impl fmt::Display for NomComplet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.prenom, self.nom)
    }
}

/// A postal address in France.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adresse {
    /// Number and street.
    pub voie: Option<Intitule>,
    /// Postcode.
    pub code_postal: CodePostal,
    /// Commune.
    pub commune: Intitule,
}

/// Five digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodePostal(String);

/// The text is not a postcode.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas un code postal (cinq chiffres, exemple : 45000)")]
pub struct CodePostalInvalide(pub String);

impl CodePostal {
    /// The five digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CodePostal {
    type Err = CodePostalInvalide;

    fn from_str(saisie: &str) -> Result<Self, CodePostalInvalide> {
        let code = saisie.trim();
        match code.len() == 5 && code.bytes().all(|octet| octet.is_ascii_digit()) {
            true => Ok(Self(code.to_owned())),
            false => Err(CodePostalInvalide(saisie.to_owned())),
        }
    }
}

/// A telephone number: digits, after a plus sign when the country is said.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Telephone(String);

/// The text is not a telephone number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas un numéro de téléphone (exemple : 02 38 00 00 00)")]
pub struct TelephoneInvalide(pub String);

impl Telephone {
    /// The number without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Telephone {
    type Err = TelephoneInvalide;

    fn from_str(saisie: &str) -> Result<Self, TelephoneInvalide> {
        let numero: String = saisie.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '.' | '-')).collect();
        let chiffres = numero.strip_prefix('+').unwrap_or(&numero);
        match (6..=15).contains(&chiffres.len()) && chiffres.bytes().all(|octet| octet.is_ascii_digit()) {
            true => Ok(Self(numero)),
            false => Err(TelephoneInvalide(saisie.to_owned())),
        }
    }
}

/// The rank of a practice among those of an RPPS number, from 1, and how documents write it: in three digits, but for the
/// documents validated before, whose CDA holds two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RangDeCabinet {
    rang: u8,
    largeur: usize,
}

impl RangDeCabinet {
    /// As documents write it now.
    pub fn nouveau(rang: u8) -> Self {
        Self { rang, largeur: 3 }
    }

    /// As the documents on file wrote it: in this many digits, two when they do not say.
    pub fn relu(rang: u8, chiffres: Option<u8>) -> Self {
        Self { rang, largeur: chiffres.unwrap_or(2).into() }
    }

    /// The rank.
    pub fn rang(self) -> u8 {
        self.rang
    }

    /// How many digits, where they are not two.
    pub fn chiffres(self) -> Option<u8> {
        u8::try_from(self.largeur).ok().filter(|chiffres| *chiffres != 2)
    }

    /// « 009 ».
    pub fn ecrit(self) -> String {
        let Self { rang, largeur } = self;
        format!("{rang:0largeur$}")
    }
}

/// The national number of the place of practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentifiantStructure {
    /// FINESS.
    Finess(Finess),
    /// SIRET.
    Siret(Siret),
    /// Neither: the practice of this RPPS number, by its rank.
    CabinetDuPraticien {
        /// The MK's number.
        rpps: NumeroRpps,
        /// Rank of the practice.
        rang: RangDeCabinet,
    },
}

/// The place of practice, as it stood when the document was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cabinet {
    /// Name.
    pub nom: Intitule,
    /// National number.
    pub identifiant: IdentifiantStructure,
    /// How it is organised.
    pub exercice: Exercice,
    /// Where.
    pub adresse: Adresse,
    /// Telephone.
    pub telephone: Option<Telephone>,
}

/// The MK, as he stood when he wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacteur {
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// Title.
    pub civilite: Option<Civilite>,
    /// Name.
    pub nom: NomComplet,
    /// Place of practice.
    pub cabinet: Cabinet,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_rang_d_un_cabinet_s_ecrit_en_trois_chiffres_et_reste_tel_qu_il_etait_ecrit() {
        assert_eq!(RangDeCabinet::nouveau(9).ecrit(), "009");
        let ancien = RangDeCabinet::relu(9, None);
        assert_eq!((ancien.ecrit().as_str(), ancien.chiffres()), ("09", None));
        let nouveau = RangDeCabinet::nouveau(9);
        assert_eq!(RangDeCabinet::relu(nouveau.rang(), nouveau.chiffres()), nouveau);
    }

    #[test]
    fn code_postal_et_telephone_se_reconnaissent() {
        assert!("45000".parse::<CodePostal>().is_ok() && "4500".parse::<CodePostal>().is_err());
        assert!("4500٠".parse::<CodePostal>().is_err());
        assert_eq!("02 38.00-00 00".parse::<Telephone>().unwrap().as_str(), "0238000000");
        assert_eq!("+33 2 38 00 00 00".parse::<Telephone>().unwrap().as_str(), "+33238000000");
        assert!("12".parse::<Telephone>().is_err() && "0238OO0000".parse::<Telephone>().is_err());
    }
}
