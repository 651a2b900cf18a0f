//! Any file where total activities are expected: read whole with right numbers, each MK once, or refused.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    let Ok(lues) = formats::activite_totale::lire(octets) else { return };
    assert!(!lues.is_empty());
    let distincts: BTreeSet<&str> = lues.iter().map(|lue| lue.rpps.as_str()).collect();
    assert_eq!(distincts.len(), lues.len());
    assert!(lues.iter().all(|lue| (1..=100_000).contains(&lue.seances)));
});
