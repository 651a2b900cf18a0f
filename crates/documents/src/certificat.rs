//! The certificate of authorisation: on one page, who may practise in direct access, since when, and a code that proves it.

use jiff::civil::Date;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde::Serialize;

use crate::composition::{Norme, Page, Pdf, composer};
use crate::echec::Echec;
use crate::papier::{EnTete, Fondement, Praticien};

/// The certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificat {
    /// The head; the ARS is who authorised.
    pub en_tete: EnTete,
    /// Who is authorised.
    pub praticien: Praticien,
    /// CPTS his participation rests on.
    pub cpts: String,
    /// First day of the right.
    pub depuis: Date,
    /// The address in the code: it opens the page of verification and carries the signed text.
    pub lien: String,
    /// The page of verification, as read by a human.
    pub verification: String,
    /// Names the key that signed.
    pub cle: String,
    /// The text the right rests on.
    pub fondement: Fondement,
}

/// Typesets the certificate.
///
/// # Errors
/// When the link does not fit in a code, or the engine fails.
pub fn certificat(certificat: &Certificat) -> Result<Pdf, Echec> {
    let code = dessiner(&certificat.lien)?;
    let page = Page {
        gabarit: "certificat.typ",
        donnees: certificat,
        images: vec![("code.svg", code)],
        norme: Norme::Administration,
    };
    composer(page, &certificat.en_tete.tirage())
}

fn dessiner(lien: &str) -> Result<String, Echec> {
    let code = QrCode::with_error_correction_level(lien, EcLevel::M).map_err(|_| Echec::Lien)?;
    Ok(code.render::<svg::Color<'_>>().quiet_zone(false).build())
}
