//! The IHE XDM archive: one CDA with its metadata, in the folders and names that receivers expect.
//!
//! The same facts give the same bytes: entries in a fixed order, dated 1980, compressed the same way.

mod lecture;
mod metadonnees;
mod page;
#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;

use droit::document::Document;
use droit::identifiant::Monde;
use jiff::Timestamp;

pub use lecture::{ArchiveLue, ArchiveRefusee, DocumentRecu, lire};

use crate::cda::fait::Faits;
use crate::cda::{Cda, CdaRefuse, Contexte, Oid};
use crate::xml::CaractereInterdit;

/// The name under which the archive is attached.
pub const NOM: &str = "IHE_XDM.zip";

/// The program that sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logiciel {
    /// Name.
    pub nom: String,
    /// Version.
    pub version: String,
    /// Who publishes it.
    pub editeur: String,
}

/// What one sending adds to the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Identifier of this sending.
    pub id: Oid,
    /// The installation that sends.
    pub source: Oid,
    /// When it is composed.
    pub compose_le: Timestamp,
    /// The program.
    pub logiciel: Logiciel,
}

/// Why no archive is made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XdmRefuse {
    /// The document cannot leave.
    #[error("{0}")]
    Cda(#[from] CdaRefuse),
    /// A character that XML forbids.
    #[error("{0}")]
    Caractere(#[from] CaractereInterdit),
    /// The archive could not be packed.
    #[error("l’archive du document n’a pas pu être écrite : {0}")]
    Archive(String),
}

/// An archive, its bytes and the world it may leave to.
pub struct Archive<M> {
    octets: Vec<u8>,
    monde: PhantomData<M>,
}

impl<M> fmt::Debug for Archive<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Archive({} octets)", self.octets.len())
    }
}

impl<M> Archive<M> {
    /// The bytes.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }
}

impl<M: Monde> Archive<M> {
    /// The archive of a CDA. The document is the one the CDA was made from.
    ///
    /// # Errors
    /// Says what keeps the archive from being made.
    pub fn composer(
        document: &Document,
        cda: &Cda<M>,
        contexte: &Contexte,
        lot: &Lot,
    ) -> Result<Self, XdmRefuse> {
        let faits = Faits::de::<M>(document, &contexte.fuseau, &contexte.racine_locale)?;
        let metadonnees = metadonnees::ecrire(&faits, cda.octets(), contexte, lot)?;
        let octets = crate::archive::emballer(&[
            ("INDEX.HTM", page::index(&faits, lot)?.as_slice()),
            ("README.TXT", page::lisez_moi(&faits, lot).as_bytes()),
            ("IHE_XDM/SUBSET01/METADATA.XML", metadonnees.as_slice()),
            ("IHE_XDM/SUBSET01/DOC00001.XML", cda.octets()),
        ])
        .map_err(|faute| XdmRefuse::Archive(faute.to_string()))?;
        Ok(Self { octets, monde: PhantomData })
    }
}
