//! From a template and its value to the bytes of a PDF: archival, tagged, the same each time.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::echec::Echec;
use crate::monde::Monde;
use crate::texte::assainir;

/// Generations of memoised layout kept from one document to the next: enough for the templates, not for the values.
const GENERATIONS: usize = 2;

/// A document, ready to be read or kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf(Vec<u8>);

impl Pdf {
    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its bytes, taken.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl std::fmt::Debug for Pdf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pdf({} octets)", self.0.len())
    }
}

/// What is written in the properties of the file, and what makes two files the same.
pub struct Tirage<'t> {
    /// Names the document for ever.
    pub reference: &'t str,
    /// When it is made.
    pub instant: Timestamp,
}

/// What a document is made from.
pub struct Page<'p, T> {
    /// File name of the template.
    pub gabarit: &'static str,
    /// The value it shows.
    pub donnees: &'p T,
    /// Drawings, by the name the template gives them.
    pub images: Vec<(&'static str, Cow<'static, str>)>,
    /// What the file must respect.
    pub norme: Norme,
}

/// What a file must respect.
#[derive(Clone, Copy, Debug)]
pub enum Norme {
    /// PDF/A-2a and PDF/UA-1: for archives and for screen readers.
    Administration,
    /// PDF/A-1a: what exchanges of health documents ask for.
    Echange,
}

impl Norme {
    fn standards(self) -> &'static [PdfStandard] {
        match self {
            Self::Administration => &[PdfStandard::A_2a, PdfStandard::Ua_1],
            Self::Echange => &[PdfStandard::A_1a],
        }
    }
}

/// Typesets. Most documents hold on a page, and are laid out once on that belief; the others once more, their pages counted.
pub fn composer<T: Serialize>(page: Page<'_, T>, tirage: &Tirage<'_>) -> Result<Pdf, Echec> {
    let mut donnees =
        serde_json::to_value(page.donnees).map_err(|cause| Echec::MiseEnPage(cause.to_string()))?;
    assainir(&mut donnees);
    let monde = Monde::new(page.gabarit, donnees.to_string(), page.images)
        .ok_or_else(|| Echec::MiseEnPage(format!("gabarit « {} » absent", page.gabarit)))?;
    let octets = mettre_en_page(monde).and_then(|document| ecrire(&document, tirage, page.norme));
    typst::comemo::evict(GENERATIONS);
    octets.map(Pdf)
}

fn mettre_en_page(monde: Monde) -> Result<PagedDocument, Echec> {
    let document = compiler(&monde)?;
    if document.pages().len() < 2 { Ok(document) } else { compiler(&monde.en_comptant()) }
}

fn compiler(monde: &Monde) -> Result<PagedDocument, Echec> {
    typst::compile::<PagedDocument>(monde).output.map_err(|causes| Echec::MiseEnPage(dire(&causes)))
}

fn ecrire(document: &PagedDocument, tirage: &Tirage<'_>, norme: Norme) -> Result<Vec<u8>, Echec> {
    let standards =
        PdfStandards::new(norme.standards()).map_err(|cause| Echec::Ecriture(cause.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(tirage.reference.to_owned()),
        creator: Smart::Custom(Some("Accès Direct".to_owned())),
        timestamp: instant(tirage.instant),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|causes| Echec::Ecriture(dire(&causes)))
}

fn instant(instant: Timestamp) -> Option<typst_pdf::Timestamp> {
    let heure = instant.to_zoned(TimeZone::UTC);
    let octet = |nombre: i8| u8::try_from(nombre).ok();
    let date = Datetime::from_ymd_hms(
        heure.year().into(),
        octet(heure.month())?,
        octet(heure.day())?,
        octet(heure.hour())?,
        octet(heure.minute())?,
        octet(heure.second())?,
    )?;
    Some(typst_pdf::Timestamp::new_utc(date))
}

fn dire(causes: &[SourceDiagnostic]) -> String {
    causes.iter().map(|cause| cause.message.as_str()).collect::<Vec<_>>().join(" ; ")
}
