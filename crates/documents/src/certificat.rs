//! The certificate of authorisation: on one page, who may practise in direct access, since when, and a code that proves it.

use jiff::civil::Date;
use qrcode::types::Color;
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
        images: vec![("code.svg", code.into())],
        norme: Norme::Administration,
    };
    composer(page, &certificat.en_tete.tirage())
}

/// One stroke per run of dark modules along a row: a square for each is four times as much to read and to write again.
fn dessiner(lien: &str) -> Result<String, Echec> {
    let code = QrCode::with_error_correction_level(lien, EcLevel::M).map_err(|_| Echec::Lien)?;
    let cote = code.width();
    let couleurs = code.to_colors();
    let mut trace = String::new();
    for (y, rangee) in couleurs.chunks(cote).enumerate() {
        let mut x = 0;
        for suite in rangee.chunk_by(PartialEq::eq) {
            let n = suite.len();
            if suite.first() == Some(&Color::Dark) {
                trace.push_str(&format!("M{x} {y}h{n}v1h-{n}z"));
            }
            x += n;
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {cote} {cote}\" shape-rendering=\"crispEdges\"><path d=\"{trace}\"/></svg>"
    ))
}
