//! Values inside an address or a header, percent-encoded (RFC 3986: only unreserved signs stay as they are).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const RESERVES: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const SAUF_CHEMIN: &AsciiSet = &RESERVES.remove(b'/');

/// A value, whatever it holds.
pub fn valeur(texte: &str) -> String {
    utf8_percent_encode(texte, RESERVES).to_string()
}

/// An address of this site as a value: its slashes stay readable.
pub fn adresse(texte: &str) -> String {
    utf8_percent_encode(texte, SAUF_CHEMIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rien_ne_sort_de_sa_place() {
        assert_eq!(valeur("Île & côté/x~1"), "%C3%8Ele%20%26%20c%C3%B4t%C3%A9%2Fx~1");
        assert_eq!(adresse("/a?b=c&d#e"), "/a%3Fb%3Dc%26d%23e");
    }
}
