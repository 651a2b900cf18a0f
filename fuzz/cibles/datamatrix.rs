//! The text of a scanner: read or refused, and what is read is written back the same.
#![no_main]

use droit::identifiant::DatamatrixIns;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|scan: &str| {
    if let Ok(lu) = DatamatrixIns::lire_saisie(scan) {
        assert!(DatamatrixIns::lire(&lu.ecrire()).is_ok_and(|relu| relu == lu));
    }
});
