//! A cell of an exported file: no spreadsheet takes it for a formula.
#![no_main]

use formats::liste_publique::CelluleSure;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texte: &str| {
    let cellule = CelluleSure::new(texte);
    assert!(!cellule.as_str().starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']));
    assert!(!cellule.as_str().trim_start_matches(['\u{feff}', '\u{200b}', ' ']).starts_with(['=', '+', '-', '@']));
    assert!(cellule.as_str().ends_with(texte));
});
