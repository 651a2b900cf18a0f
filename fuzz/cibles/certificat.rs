//! Any text where a certificate is expected: what is read is written back as it was, once its spaces are gone.
#![no_main]

use formats::certificat::{ClesPubliques, Jeton};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texte: &str| {
    if let Ok(jeton) = texte.parse::<Jeton>() {
        assert_eq!(jeton.to_string().parse().as_ref(), Ok(&jeton));
        assert!(jeton.verifier(&ClesPubliques::default()).is_err());
    }
    if let Ok(cles) = texte.parse::<ClesPubliques>() {
        assert_eq!(cles.en_json().unwrap().parse(), Ok(cles));
    }
});
