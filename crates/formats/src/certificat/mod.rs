//! The certificate of authorisation as a short signed text: who, where, since when, issued on which day.
//!
//! The text fits in a QR code and is verified without network, with the published keys alone. It says what was true on
//! the day of issue, no more.

mod charge;
mod cles;
mod erreur;
mod jeton;
#[cfg(test)]
mod tests;

use droit::identifiant::{CodeDepartement, NumeroRpps};
use jiff::civil::Date;

pub use charge::a_signer;
pub use cles::{CleId, ClePublique, ClesInvalides, ClesPubliques};
pub use erreur::{ChampTropLong, JetonInvalide, SignatureInvalide};
pub use jeton::Jeton;

/// The longest name, in bytes: it must fit in the code.
const LONGUEUR_MAX: usize = 120;

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificat {
    rpps: NumeroRpps,
    nom: String,
    departement: CodeDepartement,
    cpts: String,
    depuis: Date,
    emis_le: Date,
}

/// What a certificate is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mentions {
    /// RPPS number.
    pub rpps: NumeroRpps,
    /// « Prénom Nom ».
    pub nom: String,
    /// Department.
    pub departement: CodeDepartement,
    /// Name of the CPTS.
    pub cpts: String,
    /// First day of the right.
    pub depuis: Date,
    /// Day of issue.
    pub emis_le: Date,
}

impl Certificat {
    /// The certificate of these mentions.
    ///
    /// # Errors
    /// When a name does not fit, is empty or holds invisible signs, or when the right would start after the issue.
    pub fn new(mentions: Mentions) -> Result<Self, ChampTropLong> {
        let Mentions { rpps, nom, departement, cpts, depuis, emis_le } = mentions;
        let tenable = |texte: &str| {
            !texte.trim().is_empty() && texte.len() <= LONGUEUR_MAX && !texte.chars().any(char::is_control)
        };
        let datable = |jour: Date| (2000..=9999).contains(&jour.year());
        if !(tenable(&nom) && tenable(&cpts) && datable(depuis) && datable(emis_le) && depuis <= emis_le) {
            return Err(ChampTropLong);
        }
        Ok(Self { rpps, nom, departement, cpts, depuis, emis_le })
    }

    /// RPPS number.
    #[must_use]
    pub fn rpps(&self) -> &NumeroRpps {
        &self.rpps
    }

    /// « Prénom Nom ».
    #[must_use]
    pub fn nom(&self) -> &str {
        &self.nom
    }

    /// Department.
    #[must_use]
    pub fn departement(&self) -> CodeDepartement {
        self.departement
    }

    /// Name of the CPTS.
    #[must_use]
    pub fn cpts(&self) -> &str {
        &self.cpts
    }

    /// First day of the right.
    #[must_use]
    pub fn depuis(&self) -> Date {
        self.depuis
    }

    /// Day of issue: what the certificate says is said of that day.
    #[must_use]
    pub fn emis_le(&self) -> Date {
        self.emis_le
    }
}

/// The longest beginning of a name that fits, whole characters only.
#[must_use]
pub fn abreger(nom: &str) -> String {
    let mut court = String::new();
    for signe in nom.chars().map(|signe| if signe.is_control() { ' ' } else { signe }) {
        if court.len() + signe.len_utf8() > LONGUEUR_MAX {
            break;
        }
        court.push(signe);
    }
    court
}
