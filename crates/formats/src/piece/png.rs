//! A PNG: its chunks one after the other, each with its checksum, from the header to the end.

use super::{PieceRefusee, dimensions, entier};

pub(super) const SIGNATURE: &[u8] = &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];

pub(super) fn verifier(octets: &[u8]) -> Result<(), PieceRefusee> {
    let mut reste = octets.strip_prefix(SIGNATURE).ok_or(PieceRefusee::Abime)?;
    let mut rang = 0_u32;
    let mut image = false;
    while let Some((genre, donnees, suite)) = bloc(reste) {
        match (rang, genre) {
            (0, b"IHDR") => entete(donnees)?,
            (0, _) => return Err(PieceRefusee::Abime),
            (_, b"IDAT") => image = true,
            (_, b"IEND") if image => return Ok(()),
            (_, b"IEND") => return Err(PieceRefusee::Abime),
            _ => {}
        }
        rang += 1;
        reste = suite;
    }
    Err(PieceRefusee::Abime)
}

fn entete(donnees: &[u8]) -> Result<(), PieceRefusee> {
    if donnees.len() != 13 {
        return Err(PieceRefusee::Abime);
    }
    let (largeur, hauteur) = (entier::<4>(donnees, 0), entier::<4>(donnees, 4));
    dimensions(largeur.unwrap_or_default(), hauteur.unwrap_or_default())
}

/// A chunk whose checksum is right: its kind, its data, what follows.
fn bloc(octets: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let longueur = entier::<4>(octets, 0)? as usize;
    let (_, corps) = octets.split_at_checked(4)?;
    let (somme_de, suite) = corps.split_at_checked(longueur.checked_add(4)?)?;
    let somme = entier::<4>(suite, 0)?;
    let (genre, donnees) = somme_de.split_first_chunk::<4>()?;
    (controle(somme_de) == somme).then(|| (genre, donnees, suite.get(4..).unwrap_or_default()))
}

/// CRC-32 of ISO 3309, as PNG has it.
pub(super) fn controle(octets: &[u8]) -> u32 {
    let pas = |reste: u32, _| if reste & 1 == 1 { 0xedb8_8320 ^ (reste >> 1) } else { reste >> 1 };
    !octets.iter().fold(u32::MAX, |reste, octet| (0..8).fold(reste ^ u32::from(*octet), pas))
}
