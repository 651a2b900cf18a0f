//! An address that a page may lead to: https only, and the same when it is read again.
#![no_main]

use droit::identifiant::AdresseWeb;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texte: &str| {
    let Ok(adresse) = texte.parse::<AdresseWeb>() else { return };
    assert!(adresse.as_str().starts_with("https://") && adresse.as_str().is_ascii());
    assert!(!adresse.as_str().contains(['"', '<', '>', ' ', '\\']));
    assert_eq!(adresse.as_str().parse().as_ref(), Ok(&adresse));
});
