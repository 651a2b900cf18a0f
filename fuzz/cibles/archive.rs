//! An archive received and a document stored: read within limits or refused, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    if let Ok(archive) = formats::xdm::lire(octets) {
        assert!(archive.fichiers.keys().all(|nom| nom.split('/').all(|partie| partie != "..")));
    }
    if let Ok(document) = formats::document::lire(octets) {
        assert!(formats::document::ecrire(&document).is_ok());
    }
});
