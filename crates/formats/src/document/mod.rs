//! Documents as JSON, for storage: strict, numbered, the same bytes for the same document.
//!
//! A validated document is read as a draft and validated again: what storage gives back lacks nothing either.

mod contenu;
mod en_tete;
mod examen;
#[cfg(test)]
pub(crate) mod exemple;
mod saisie;
#[cfg(test)]
mod tests;
mod valeur;

use droit::document::{
    Brouillon, BrouillonBilan, BrouillonCompteRendu, BrouillonLettre, Contenu, Document, Incomplet,
};
use serde::{Deserialize, Serialize};

pub use saisie::{ecrire_saisie, lire_saisie};

use contenu::{BilanJson, CompteRenduJson, JustificatifJson, LettreJson};
use en_tete::EnTeteJson;

/// The shape written today. A shape is never changed: it gets a new number, and the old ones stay readable.
pub const FORME: u16 = 1;

/// Why a stored document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentIllisible {
    /// Not this JSON.
    #[error("document illisible, champ « {champ} » : {cause}")]
    Champ {
        /// Path of the field.
        champ: String,
        /// What is wrong there.
        cause: String,
    },
    /// A shape that a later program wrote.
    #[error("ce document est de forme {0}, que ce programme ne connaît pas : mettez-le à jour")]
    Forme(u16),
    /// A validated document that lacks something.
    #[error("{0}")]
    Incomplet(#[from] Incomplet),
    /// A value cannot be written.
    #[error("document impossible à écrire : {0}")]
    Ecriture(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
enum ContenuJson {
    Bilan(BilanJson),
    CompteRendu(CompteRenduJson),
    Orientation(LettreJson),
    Justificatif(JustificatifJson),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentJson {
    forme: u16,
    en_tete: EnTeteJson,
    contenu: ContenuJson,
}

/// The number of the shape, read before the rest.
#[derive(Deserialize)]
struct Forme {
    forme: u16,
}

impl ContenuJson {
    fn du_contenu(contenu: &Contenu) -> Self {
        match contenu {
            Contenu::Bilan(bilan) => Self::Bilan(BrouillonBilan::from(&**bilan).into()),
            Contenu::CompteRendu(compte_rendu) => {
                Self::CompteRendu(BrouillonCompteRendu::from(&**compte_rendu).into())
            }
            Contenu::Orientation(lettre) => Self::Orientation(BrouillonLettre::from(&**lettre).into()),
            Contenu::Justificatif(justificatif) => Self::Justificatif((**justificatif).clone().into()),
        }
    }

    fn contenu(self) -> Result<Contenu, Incomplet> {
        match self {
            Self::Justificatif(justificatif) => Ok(Contenu::Justificatif(Box::new(justificatif.into()))),
            Self::Bilan(bilan) => Brouillon::Bilan(Box::new(bilan.into())).valider(),
            Self::CompteRendu(compte_rendu) => {
                Brouillon::CompteRendu(Box::new(compte_rendu.into())).valider()
            }
            Self::Orientation(lettre) => Brouillon::Orientation(Box::new(lettre.into())).valider(),
        }
    }
}

/// Writes a validated document.
///
/// # Errors
/// Only when a value cannot be written.
pub fn ecrire(document: &Document) -> Result<Vec<u8>, DocumentIllisible> {
    octets(&DocumentJson {
        forme: FORME,
        en_tete: (&document.en_tete).into(),
        contenu: ContenuJson::du_contenu(&document.contenu),
    })
}

/// Reads a validated document and validates it again.
///
/// # Errors
/// Names the field at fault, or what the document lacks.
pub fn lire(octets: &[u8]) -> Result<Document, DocumentIllisible> {
    let lu: DocumentJson = depuis(octets)?;
    let champ = |cause| DocumentIllisible::Champ { champ: "en_tete".to_owned(), cause };
    Ok(Document { en_tete: lu.en_tete.en_tete().map_err(champ)?, contenu: lu.contenu.contenu()? })
}

fn octets(valeur: &impl Serialize) -> Result<Vec<u8>, DocumentIllisible> {
    serde_json::to_vec(valeur).map_err(|faute| DocumentIllisible::Ecriture(faute.to_string()))
}

fn depuis<'o, T: Deserialize<'o>>(octets: &'o [u8]) -> Result<T, DocumentIllisible> {
    let forme: Forme = lu(octets)?;
    if forme.forme != FORME {
        return Err(DocumentIllisible::Forme(forme.forme));
    }
    lu(octets)
}

fn lu<'o, T: Deserialize<'o>>(octets: &'o [u8]) -> Result<T, DocumentIllisible> {
    let mut lecteur = serde_json::Deserializer::from_slice(octets);
    let valeur = serde_path_to_error::deserialize(&mut lecteur).map_err(|faute| {
        DocumentIllisible::Champ { champ: faute.path().to_string(), cause: faute.inner().to_string() }
    })?;
    lecteur.end().map_err(|faute| DocumentIllisible::Champ {
        champ: "document".to_owned(),
        cause: faute.to_string(),
    })?;
    Ok(valeur)
}
