//! The bytes of a validated document: facts, pages and CDA, made together of one value; the archive, made from them.

use documents::{Cadre, Feuille, Gabarit};
use droit::document::{Document, Genre};
use droit::identifiant::{DocumentId, Fictif, Monde as UnMonde, Reel};
use formats::cda::{Cda, CdaRefuse, Contexte, Oid};
use formats::document::DocumentIllisible;
use formats::xdm::{Archive, Logiciel, Lot, XdmRefuse};
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use crate::config::Monde;
use crate::presse;

/// The list of this product's patient keys: they are UUIDs, unique whatever the installation, so that one list is
/// enough for all of them (docs/decisions/0065-who-signs-documents.md).
const RACINE_LOCALE: u128 = 0x7c1d_0b52_5a0e_4f5b_9a53_2f1e_0c8d_4a61;

/// Where a document is made, and for whose world.
#[derive(Clone, Debug)]
pub struct Atelier {
    /// The clock of the department.
    pub fuseau: TimeZone,
    /// Real people, or fictitious ones.
    pub monde: Monde,
    /// The words of a justificatif there.
    pub gabarit: Gabarit,
}

/// The bytes of a document.
#[derive(Clone, PartialEq, Eq)]
pub struct Liasse {
    /// What it says.
    pub faits: Vec<u8>,
    /// Its pages.
    pub pdf: Vec<u8>,
    /// What travels.
    pub cda: Vec<u8>,
    /// The template of a justificatif: it is shown with these words for ever.
    pub mots: Option<String>,
}

impl std::fmt::Debug for Liasse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Liasse({} + {} octets)", self.faits.len(), self.pdf.len())
    }
}

/// Why a document has no bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompositionRefusee {
    /// It may not leave, or a character keeps it from it.
    #[error("{0}")]
    Cda(#[from] CdaRefuse),
    /// Its archive cannot be made.
    #[error("{0}")]
    Xdm(#[from] XdmRefuse),
    /// Its pages cannot be made.
    #[error("la mise en page a échoué : {0}")]
    Papier(String),
    /// Its facts cannot be written.
    #[error("{0}")]
    Faits(#[from] DocumentIllisible),
}

impl Atelier {
    /// What every format of a document needs to know of where it is made.
    pub fn contexte(&self) -> Contexte {
        Contexte { fuseau: self.fuseau.clone(), racine_locale: Oid::d_un_uuid(RACINE_LOCALE) }
    }

    fn cadre(&self, document: &Document) -> Cadre {
        let le = document.en_tete.valide_le.to_zoned(self.fuseau.clone()).date();
        let bandeau = presse::bandeau(&document.en_tete.redacteur.rpps);
        Cadre { le, bandeau, gabarit: self.gabarit.clone() }
    }

    /// What the pages say, for a screen.
    pub fn feuille(&self, document: &Document) -> Feuille {
        Feuille::de(document, self.cadre(document))
    }

    /// Makes the bytes of a document. Typesetting takes milliseconds: call it on the press.
    ///
    /// # Errors
    /// Says what keeps the document from being made.
    pub fn composer(&self, document: &Document) -> Result<Liasse, CompositionRefusee> {
        let faits = formats::document::ecrire(document)?;
        let pdf = documents::clinique(document, self.cadre(document))
            .map_err(|cause| CompositionRefusee::Papier(cause.to_string()))?
            .into_bytes();
        let cda = match self.monde {
            Monde::Reel => cda::<Reel>(document, &pdf, &self.contexte())?,
            Monde::Fictif => cda::<Fictif>(document, &pdf, &self.contexte())?,
        };
        let mots = (document.genre() == Genre::Justificatif).then(|| self.gabarit.texte().to_owned());
        Ok(Liasse { faits, pdf, cda, mots })
    }

    /// The archive of a document, from the CDA that was kept; `envoi` is the identifier of this sending, never that of
    /// the document.
    ///
    /// # Errors
    /// Says what keeps the archive from being made.
    pub fn archiver(
        &self,
        document: &Document,
        cda: Vec<u8>,
        envoi: u128,
    ) -> Result<Vec<u8>, CompositionRefusee> {
        match self.monde {
            Monde::Reel => archive::<Reel>(document, cda, &self.contexte(), envoi),
            Monde::Fictif => archive::<Fictif>(document, cda, &self.contexte(), envoi),
        }
    }
}

fn cda<M: UnMonde>(document: &Document, pdf: &[u8], contexte: &Contexte) -> Result<Vec<u8>, CdaRefuse> {
    Ok(Cda::<M>::ecrire(document, pdf, contexte)?.octets().to_vec())
}

fn archive<M: UnMonde>(
    document: &Document,
    cda: Vec<u8>,
    contexte: &Contexte,
    envoi: u128,
) -> Result<Vec<u8>, CompositionRefusee> {
    let cda = Cda::<M>::garde(document, cda, contexte)?;
    Ok(Archive::<M>::composer(document, &cda, contexte, &lot(document, envoi))?.octets().to_vec())
}

/// The identifier of the archive given to the MK: the same document gives the same bytes each time.
pub fn envoi_au_praticien(document: &Document) -> u128 {
    let id: DocumentId = document.en_tete.reference.id();
    let empreinte = Sha256::digest([b"lot".as_slice(), &id.bits().to_be_bytes()].concat());
    let mut octets = [0; 16];
    octets.iter_mut().zip(empreinte).for_each(|(place, octet)| *place = octet);
    u128::from_be_bytes(octets)
}

fn lot(document: &Document, envoi: u128) -> Lot {
    Lot {
        id: Oid::d_un_uuid(envoi),
        source: Oid::d_un_uuid(RACINE_LOCALE),
        compose_le: document.en_tete.valide_le,
        logiciel: Logiciel {
            nom: "Accès Direct".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            editeur: "Accès Direct".to_owned(),
        },
    }
}
