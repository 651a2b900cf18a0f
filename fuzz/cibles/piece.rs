//! Any bytes sent as a proof: recognised or refused, never a panic; what is recognised keeps the type of its signature.
#![no_main]

use droit::piece::{NomFichier, TypePiece};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let reponse = formats::piece::reconnaitre(octets);
    match reponse {
        Ok(TypePiece::Pdf) => assert!(octets.starts_with(b"%PDF-")),
        Ok(TypePiece::Jpeg) => assert!(octets.starts_with(&[0xff, 0xd8, 0xff])),
        Ok(TypePiece::Png) => assert!(octets.starts_with(b"\x89PNG")),
        Err(_) => {}
    }
    let nom = NomFichier::assainir(&String::from_utf8_lossy(octets), TypePiece::Pdf);
    assert!(nom.as_str().ends_with(".pdf") && !nom.as_str().contains(['/', '\\', '\n', '"']));
});
