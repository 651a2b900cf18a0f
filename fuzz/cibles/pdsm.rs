//! Any bytes as an answer of the DMP.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    if let Ok(depose) = formats::pdsm::lire(octets) {
        assert!(depose.reference.chars().count() <= 300);
    }
});
