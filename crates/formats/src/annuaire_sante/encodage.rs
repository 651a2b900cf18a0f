//! UTF-8 or Windows-1252: one encoding per file, found at its first letter that is not ASCII.

use std::borrow::Cow;
use std::fmt;

/// The encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encodage {
    /// Nothing but ASCII so far: both would do.
    Ascii,
    /// UTF-8.
    Utf8,
    /// Windows-1252.
    Windows1252,
}

impl fmt::Display for Encodage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ascii => "ASCII",
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

/// What Windows-1252 writes from 0x80 to 0x9F; the five bytes it leaves free are shown as replaced.
const HAUT: [char; 32] = [
    '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž', '\u{FFFD}',
    '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}', 'ž', 'Ÿ',
];

impl Encodage {
    /// The encoding of the file once this line is read; `None` when the line is not encoded as those before.
    ///
    /// Accented French in Windows-1252 is never valid UTF-8, and the reverse is unreadable: a line says which it is.
    pub(crate) fn suivre(self, ligne: &[u8]) -> Option<Self> {
        if ligne.is_ascii() {
            return Some(self);
        }
        let trouve = if str::from_utf8(ligne).is_ok() { Self::Utf8 } else { Self::Windows1252 };
        (self == Self::Ascii || self == trouve).then_some(trouve)
    }

    /// The text of a field.
    pub(crate) fn decoder(self, champ: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Windows1252 if !champ.is_ascii() => champ.iter().map(|octet| lettre(*octet)).collect(),
            _ => String::from_utf8_lossy(champ),
        }
    }
}

fn lettre(octet: u8) -> char {
    let rang = usize::from(octet.wrapping_sub(0x80));
    HAUT.get(rang).copied().unwrap_or(char::from(octet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_se_decode() {
        let texte = Encodage::Windows1252.decoder(b"\xC9lo\xEFse L\x92H\xF4tel \x9Cuf \x80");
        assert_eq!(texte, "Éloïse L’Hôtel œuf €");
        assert_eq!(lettre(0x7F), '\u{7F}');
        assert_eq!(lettre(0x80), '€');
        assert_eq!(lettre(0x9F), 'Ÿ');
        assert_eq!(lettre(0xA0), '\u{A0}');
        assert_eq!(lettre(0xFF), 'ÿ');
    }

    #[test]
    fn un_fichier_n_a_qu_un_encodage() {
        let (utf8, latin) = ("é".as_bytes(), b"\xE9".as_slice());
        assert_eq!(Encodage::Ascii.suivre(b"abc"), Some(Encodage::Ascii));
        assert_eq!(Encodage::Ascii.suivre(utf8), Some(Encodage::Utf8));
        assert_eq!(Encodage::Ascii.suivre(latin), Some(Encodage::Windows1252));
        assert_eq!(Encodage::Utf8.suivre(latin), None);
        assert_eq!(Encodage::Windows1252.suivre(utf8), None);
        assert_eq!(Encodage::Utf8.suivre(&[utf8, latin].concat()), None);
    }
}
