//! A PDF: header, end, cross-reference; neither a password nor anything that runs.

use super::PieceRefusee;

/// The end marker is looked for in this many last bytes, as readers do.
const FIN: usize = 1024;
/// The longest name the norm allows, each sign escaped.
const NOM_MAX: usize = 127 * 3;
/// Names that make a reader run, send or unpack something. Each is long enough not to appear by chance in a picture.
const ACTIFS: &[&[u8]] = &[
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"XFA",
    b"SubmitForm",
    b"ImportData",
];

pub(super) fn verifier(octets: &[u8]) -> Result<(), PieceRefusee> {
    let version = octets.get(5..8).unwrap_or_default();
    let connue = matches!(version, [b'1' | b'2', b'.', b'0'..=b'9']);
    let queue = octets.get(octets.len().saturating_sub(FIN)..).unwrap_or_default();
    if !connue || !contient(queue, b"%%EOF") || !contient(queue, b"startxref") {
        return Err(PieceRefusee::Abime);
    }
    let mut issue = Ok(());
    for nom in noms(octets) {
        if nom == b"Encrypt" {
            return Err(PieceRefusee::Chiffre);
        }
        if ACTIFS.contains(&nom.as_slice()) {
            issue = Err(PieceRefusee::Actif);
        }
    }
    issue
}

fn contient(foin: &[u8], aiguille: &[u8]) -> bool {
    foin.windows(aiguille.len()).any(|fenetre| fenetre == aiguille)
}

/// The names of the whole file, with their `#xx` escapes undone: `/J#61vaScript` is no hiding place. Streams are not
/// skipped: whoever could tell a reader from here where one begins could hide something behind a false one.
fn noms(octets: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    octets.split(|octet| *octet == b'/').skip(1).map(|suite| {
        let longueur = suite.iter().take(NOM_MAX).take_while(|octet| regulier(**octet)).count();
        decoder(suite.get(..longueur).unwrap_or_default())
    })
}

fn regulier(octet: u8) -> bool {
    octet.is_ascii_graphic() && !b"()<>[]{}/%".contains(&octet)
}

fn decoder(brut: &[u8]) -> Vec<u8> {
    let mut clair = Vec::with_capacity(brut.len());
    let mut reste = brut;
    while let Some((premier, suite)) = reste.split_first() {
        let echappe = (*premier == b'#').then(|| suite.split_first_chunk::<2>()).flatten();
        let valeur = echappe.and_then(|(deux, apres)| {
            let texte = std::str::from_utf8(deux).ok()?;
            Some((u8::from_str_radix(texte, 16).ok()?, apres))
        });
        let (octet, apres) = valeur.unwrap_or((*premier, suite));
        clair.push(octet);
        reste = apres;
    }
    clair
}
