//! Any file where a list of RPPS numbers is expected: every number kept has a right key, and each line one answer.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Ok(lignes) = formats::liste_rpps::lire(octets) else { return };
    assert!(!lignes.is_empty() && lignes.len() <= formats::liste_rpps::MAXIMUM);
    for ligne in &lignes {
        if let Ok(rpps) = &ligne.rpps {
            assert_eq!(rpps.as_str().parse().as_ref(), Ok(rpps));
        }
        assert!(ligne.deja.is_none_or(|premiere| premiere <= ligne.numero));
    }
});
