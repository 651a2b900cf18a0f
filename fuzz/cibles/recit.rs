//! A text typed by a human, searched for what would name somebody: never a panic, and every passage is in the text.
#![no_main]

use std::collections::HashSet;

use droit::anonymat::{Lexique, chercher, noms_possibles};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texte: &str| {
    let connus: HashSet<String> = noms_possibles(texte).into_iter().collect();
    let lexique = Lexique { connus: Some(&connus), communes: Some(&connus), ..Lexique::default() };
    for indice in chercher(texte, &lexique) {
        assert!(!indice.mots.is_empty());
        assert!(!indice.to_string().is_empty());
    }
});
