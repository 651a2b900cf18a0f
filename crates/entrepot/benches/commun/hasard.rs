//! Numbers that look drawn, from a seed.

/// The splitmix64 generator.
pub struct Hasard(pub u64);

impl Hasard {
    /// A number below this one; zero when it is zero.
    pub fn sous(&mut self, borne: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % borne.max(1)
    }
}
