//! What is done in an episode, by the published shares: 11.8 % have one séance, 53.9 % two to eight, 34.3 % more.

use crate::hasard::Hasard;

/// Acts of the NGAP: letter, coefficient in hundredths.
pub const ACTES: [(&str, u32); 6] =
    [("TER", 949), ("AMS", 750), ("AMS", 950), ("AMK", 850), ("RSC", 803), ("VSM", 803)];

/// How many séances an episode has.
pub fn seances(hasard: &mut Hasard) -> u64 {
    match hasard.sous(1000) {
        0..118 => 1,
        118..657 => 2 + hasard.sous(7),
        _ => 9 + hasard.sous(7),
    }
}
