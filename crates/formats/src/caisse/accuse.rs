//! The acknowledgement that an addressee drops back: a small JSON, read strictly.

use jiff::Timestamp;
use serde::Deserialize;

/// The most bytes an acknowledgement may hold.
pub const ACCUSE_MAXIMUM: usize = 8 * 1024;

/// An addressee has received a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accuse {
    /// Code of the addressee.
    pub destinataire: String,
    /// Number of the file.
    pub numero: u64,
    /// SHA-256 of the whole CSV or of the whole JSON, in small letters.
    pub sha256: String,
    /// His own reference.
    pub reference: String,
    /// When he received it.
    pub recu_le: Timestamp,
}

/// Why it is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccuseInvalide {
    /// Too long.
    #[error("l’accusé dépasse {ACCUSE_MAXIMUM} octets")]
    TropLong,
    /// Not the JSON expected.
    #[error("l’accusé est illisible : {0}")]
    Illisible(String),
    /// Another form or version.
    #[error("l’accusé doit dire « acces-direct/accuse » et la version 1")]
    AutreFormat,
    /// A value that cannot be.
    #[error("le champ « {0} » de l’accusé a une valeur qui ne convient pas")]
    Champ(&'static str),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Brut {
    format: String,
    version: u32,
    destinataire: String,
    numero: u64,
    sha256: String,
    #[serde(default)]
    reference: String,
    recu_le: String,
}

impl Accuse {
    /// Reads an acknowledgement.
    pub fn lire(octets: &[u8]) -> Result<Self, AccuseInvalide> {
        if octets.len() > ACCUSE_MAXIMUM {
            return Err(AccuseInvalide::TropLong);
        }
        let brut: Brut =
            serde_json::from_slice(octets).map_err(|faute| AccuseInvalide::Illisible(faute.to_string()))?;
        if brut.format != "acces-direct/accuse" || brut.version != 1 {
            return Err(AccuseInvalide::AutreFormat);
        }
        let exiger = |juste: bool, champ| if juste { Ok(()) } else { Err(AccuseInvalide::Champ(champ)) };
        let hexa = |o: u8| o.is_ascii_digit() || (b'a'..=b'f').contains(&o);
        exiger(brut.numero >= 1, "numero")?;
        exiger(brut.sha256.len() == 64 && brut.sha256.bytes().all(hexa), "sha256")?;
        let lisible = brut.reference.chars().count() <= 100 && !brut.reference.chars().any(char::is_control);
        exiger(lisible, "reference")?;
        let recu_le = brut.recu_le.parse().map_err(|_| AccuseInvalide::Champ("recu_le"))?;
        Ok(Self {
            destinataire: brut.destinataire,
            numero: brut.numero,
            sha256: brut.sha256,
            reference: brut.reference,
            recu_le,
        })
    }
}
