//! Encryption at rest: the master key and what is derived from it.

use zeroize::Zeroizing;

/// The key from which every other is derived; wiped from memory when dropped, never shown.
#[derive(Clone)]
pub struct CleMaitresse(Zeroizing<[u8; 32]>);

impl CleMaitresse {
    /// From 32 random bytes.
    #[must_use]
    pub fn new(octets: [u8; 32]) -> Self {
        Self(Zeroizing::new(octets))
    }
}

impl std::fmt::Debug for CleMaitresse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CleMaitresse(…)")
    }
}
