//! A JPEG: its segments one after the other, the size of its picture, its end.

use super::{PieceRefusee, dimensions, entier};

pub(super) fn verifier(octets: &[u8]) -> Result<(), PieceRefusee> {
    let mut place = 2;
    let mut taille = None;
    loop {
        let (marque, suivant) = marque(octets, place).ok_or(PieceRefusee::Abime)?;
        let longueur = entier::<2>(octets, suivant).filter(|n| *n >= 2).ok_or(PieceRefusee::Abime)?;
        let fin = suivant.saturating_add(longueur as usize);
        if fin > octets.len() {
            return Err(PieceRefusee::Abime);
        }
        match marque {
            // A frame says its size; C4, C8 and CC are tables.
            0xc0..=0xcf if !matches!(marque, 0xc4 | 0xc8 | 0xcc) => {
                let hauteur = entier::<2>(octets, suivant + 3).ok_or(PieceRefusee::Abime)?;
                let largeur = entier::<2>(octets, suivant + 5).ok_or(PieceRefusee::Abime)?;
                dimensions(largeur, hauteur)?;
                taille = Some((largeur, hauteur));
            }
            // The picture begins: only its end is left to find.
            0xda => return terminer(taille, octets.get(fin..).unwrap_or_default()),
            0x01 | 0xd0..=0xd9 => return Err(PieceRefusee::Abime),
            _ => {}
        }
        place = fin;
    }
}

/// The next marker and where it ends; any number of `ff` may come before it.
fn marque(octets: &[u8], place: usize) -> Option<(u8, usize)> {
    let suite = octets.get(place..)?;
    let remplissage = suite.iter().take_while(|octet| **octet == 0xff).count();
    let marque = *suite.get(remplissage)?;
    (remplissage > 0 && marque != 0).then_some((marque, place + remplissage + 1))
}

/// Some cameras add bytes after the end of the picture: the end has to be there, not last.
fn terminer(taille: Option<(u32, u32)>, image: &[u8]) -> Result<(), PieceRefusee> {
    let finie = image.windows(2).any(|deux| deux == [0xff, 0xd9]);
    if taille.is_some() && finie { Ok(()) } else { Err(PieceRefusee::Abime) }
}
