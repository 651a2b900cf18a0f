//! What a file is, told by its bytes: the name and the announced type are never believed.
//!
//! Checked: the signature, then the structure. A PDF begins with its header, ends with its marker, points to its
//! cross-reference, is not encrypted and asks for no program, script, form engine or attached file in what can be read
//! without decompressing: compressed streams stay closed, and what hides in one is left to the scanner. A JPEG is walked segment by
//! segment to its picture and its end; a PNG chunk by chunk, each with its checksum. Pictures have sensible dimensions.

mod jpeg;
mod pdf;
mod png;
#[cfg(test)]
mod tests;

use droit::piece::TypePiece;

/// The longest side of a picture, and the most of its points: a page scanned at 1,200 dots per inch has 140 million.
const COTE_MAX: u32 = 20_000;
const POINTS_MAX: u64 = 150_000_000;

/// Why a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PieceRefusee {
    /// Nothing in it.
    #[error("Ce fichier est vide : choisissez-en un autre.")]
    Vide,
    /// A picture of a telephone.
    #[error(
        "Cette photo est au format HEIC, que tous les ordinateurs ne lisent pas : convertissez-la en JPEG, ou faites une capture d’écran."
    )]
    Heic,
    /// A document of an office suite.
    #[error("Ce fichier est une archive ou un document de bureautique : enregistrez-le au format PDF.")]
    Bureautique,
    /// None of the types accepted.
    #[error(
        "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG : enregistrez-le dans l’un de ces formats."
    )]
    Inconnu,
    /// Begins as one of them and does not go on so.
    #[error("Ce fichier est incomplet ou abîmé : ouvrez-le pour le vérifier, puis enregistrez-le à nouveau.")]
    Abime,
    /// A PDF behind a password.
    #[error("Ce PDF est protégé par un mot de passe : enregistrez-le sans protection.")]
    Chiffre,
    /// A PDF that runs something.
    #[error(
        "Ce PDF contient un programme ou un fichier joint : imprimez-le en PDF, puis déposez cette copie."
    )]
    Actif,
    /// A picture without size, or of an absurd one.
    #[error("Cette image est vide ou trop grande : réduisez-la à moins de 20 000 points de côté.")]
    Dimensions,
}

/// The type of a file, once its structure was checked.
///
/// # Errors
/// Why it is refused, in words for whoever sent it.
pub fn reconnaitre(octets: &[u8]) -> Result<TypePiece, PieceRefusee> {
    if octets.is_empty() {
        Err(PieceRefusee::Vide)
    } else if octets.starts_with(b"%PDF-") {
        pdf::verifier(octets).map(|()| TypePiece::Pdf)
    } else if octets.starts_with(&[0xff, 0xd8, 0xff]) {
        jpeg::verifier(octets).map(|()| TypePiece::Jpeg)
    } else if octets.starts_with(png::SIGNATURE) {
        png::verifier(octets).map(|()| TypePiece::Png)
    } else if heic(octets) {
        Err(PieceRefusee::Heic)
    } else if octets.starts_with(b"PK\x03\x04") || octets.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Err(PieceRefusee::Bureautique)
    } else {
        Err(PieceRefusee::Inconnu)
    }
}

/// An ISO media file of the HEIF family says so in its first box.
fn heic(octets: &[u8]) -> bool {
    let marque = octets.get(8..12).unwrap_or_default();
    octets.get(4..8) == Some(b"ftyp".as_slice())
        && [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"]
            .iter()
            .any(|m| m.as_slice() == marque)
}

fn dimensions(largeur: u32, hauteur: u32) -> Result<(), PieceRefusee> {
    let sensees = (1..=COTE_MAX).contains(&largeur) && (1..=COTE_MAX).contains(&hauteur);
    if sensees && u64::from(largeur) * u64::from(hauteur) <= POINTS_MAX {
        Ok(())
    } else {
        Err(PieceRefusee::Dimensions)
    }
}

/// A big-endian number of the file, where there is one.
fn entier<const N: usize>(octets: &[u8], place: usize) -> Option<u32> {
    let fin = place.checked_add(N)?;
    Some(octets.get(place..fin)?.iter().fold(0, |nombre, octet| nombre << 8 | u32::from(*octet)))
}
