//! CDA R2 level 1: a validated document and its PDF, in the form that the DMP, doctors and patients receive.
//!
//! The same document gives the same bytes, whatever it is sent to. The world it may leave to is part of its type:
//!
//! ```
//! use droit::identifiant::Fictif;
//! use formats::cda::Cda;
//! fn essayer(_fictif: &Cda<Fictif>) {}
//! fn montrer(demonstration: &Cda<Fictif>) {
//!     essayer(demonstration);
//! }
//! ```
//!
//! ```compile_fail
//! use droit::identifiant::{Fictif, Reel};
//! use formats::cda::Cda;
//! fn deposer(_reel: &Cda<Reel>) {}
//! fn essayer(demonstration: &Cda<Fictif>) {
//!     deposer(demonstration); // a document of the demonstration is no document of production
//! }
//! ```

mod code;
mod entete;
pub(crate) mod fait;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use droit::document::{Document, InsRetenue, MondeInterdit};
use droit::identifiant::Monde;
use jiff::tz::TimeZone;

pub use code::{Code, CodeManquant};

use crate::xml::CaractereInterdit;
use fait::Faits;

/// An object identifier: numbers separated by points.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Oid(String);

/// The text is not an OID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » n’est pas un OID (exemple : 1.2.250.1.213.1.4.8, 64 caractères au plus)")]
pub struct OidInvalide(pub String);

impl Oid {
    /// The OID that every UUID has (ITU-T X.667): no registration is needed.
    pub fn d_un_uuid(bits: u128) -> Self {
        Self(format!("2.25.{bits}"))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Oid {
    type Err = OidInvalide;

    fn from_str(saisie: &str) -> Result<Self, OidInvalide> {
        let nombre = |partie: &str| {
            let chiffres = !partie.is_empty() && partie.bytes().all(|octet| octet.is_ascii_digit());
            chiffres && (partie == "0" || !partie.starts_with('0'))
        };
        let juste = saisie.len() <= 64
            && saisie.starts_with(['0', '1', '2'])
            && saisie.contains('.')
            && saisie.split('.').all(nombre);
        if juste { Ok(Self(saisie.to_owned())) } else { Err(OidInvalide(saisie.to_owned())) }
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where and by whom a document is made.
#[derive(Clone, Debug)]
pub struct Contexte {
    /// The clock of the department.
    pub fuseau: TimeZone,
    /// The list of this installation's own patient numbers, for documents without INS.
    pub racine_locale: Oid,
}

/// Why no CDA is made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CdaRefuse {
    /// The body is not a PDF.
    #[error("le corps du document n’est pas un PDF : recomposez-le")]
    Pdf,
    /// A number of one world would leave to the other one.
    #[error("{0}")]
    Monde(#[from] MondeInterdit),
    /// Something has no code.
    #[error("{0}")]
    Code(#[from] CodeManquant),
    /// A character that XML forbids.
    #[error("{0}")]
    Caractere(#[from] CaractereInterdit),
}

/// A CDA, its bytes and the world it may leave to.
pub struct Cda<M> {
    octets: Vec<u8>,
    ins_retenue: Option<InsRetenue>,
    monde: PhantomData<M>,
}

impl<M> fmt::Debug for Cda<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cda({} octets)", self.octets.len())
    }
}

impl<M: Monde> Cda<M> {
    /// The document and its PDF, for this world.
    ///
    /// # Errors
    /// Says what keeps the document from leaving.
    pub fn ecrire(document: &Document, pdf: &[u8], contexte: &Contexte) -> Result<Self, CdaRefuse> {
        if !pdf.starts_with(b"%PDF-") {
            return Err(CdaRefuse::Pdf);
        }
        let faits = Faits::de::<M>(document, &contexte.fuseau, &contexte.racine_locale)?;
        let octets = entete::ecrire(&faits, pdf)?;
        Ok(Self { octets, ins_retenue: faits.ins.err(), monde: PhantomData })
    }

    /// The CDA that was written when the document was validated: it leaves as it was kept, even if this program would
    /// write it otherwise today.
    ///
    /// # Errors
    /// When the document may not leave to this world.
    pub fn garde(document: &Document, octets: Vec<u8>, contexte: &Contexte) -> Result<Self, CdaRefuse> {
        let faits = Faits::de::<M>(document, &contexte.fuseau, &contexte.racine_locale)?;
        Ok(Self { octets, ins_retenue: faits.ins.err(), monde: PhantomData })
    }
}

/// The code of the type of a document on the day it was validated, with its label.
pub fn genre(document: &Document) -> Option<&'static Code> {
    let le = document.en_tete.valide_le.to_zoned(TimeZone::UTC).date();
    code::code(code::Axe::Type, document.genre().code(), le).ok()
}

/// The identifier of the document outside: the same in its CDA, its archive, the DMP.
pub fn identifiant(document: &Document) -> Oid {
    Oid::d_un_uuid(document.en_tete.reference.id().bits())
}

impl<M> Cda<M> {
    /// The bytes, the same wherever the document goes.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Why the document bears a local identifier instead of the INS.
    pub fn ins_retenue(&self) -> Option<InsRetenue> {
        self.ins_retenue
    }
}
