//! An acknowledgement dropped by an addressee: understood whole, or refused; never a number zero, never a line break.
#![no_main]

use formats::caisse::Accuse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    if let Ok(accuse) = Accuse::lire(octets) {
        assert!(accuse.numero >= 1 && accuse.sha256.len() == 64);
        assert!(!accuse.reference.chars().any(char::is_control));
    }
});
