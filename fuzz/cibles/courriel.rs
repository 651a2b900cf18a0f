//! A mail of the inbox, from any server: it is understood, or left to a person, and never stops the reading.
#![no_main]

use formats::mssante::{Retour, lire};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    if let Retour::Reponse { texte, .. } = lire(octets) {
        assert!(texte.chars().count() <= 20_000);
    }
});
