//! The door of chance: identifiers and secrets, from the system or from a seed in tests and in the demo.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

/// Where random bytes come from.
#[derive(Clone)]
pub enum Alea {
    /// The generator of the operating system.
    Systeme,
    /// A seeded generator: the same seed, the same bytes. Never for real secrets.
    Graine(Arc<Mutex<StdRng>>),
}

impl Alea {
    /// A generator that repeats itself.
    pub fn graine(graine: u64) -> Self {
        Self::Graine(Arc::new(Mutex::new(StdRng::seed_from_u64(graine))))
    }

    /// `N` random bytes.
    pub fn octets<const N: usize>(&self) -> [u8; N] {
        let mut octets = [0; N];
        match self {
            Self::Systeme => rand::rng().fill_bytes(&mut octets),
            Self::Graine(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut octets),
        }
        octets
    }

    /// A new identifier, ordered by time (UUID version 7).
    pub fn uuid(&self, maintenant: Timestamp) -> Uuid {
        let millisecondes = u64::try_from(maintenant.as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millisecondes, &self.octets()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn la_meme_graine_donne_la_meme_suite() {
        let (un, autre) = (Alea::graine(7), Alea::graine(7));
        assert_eq!(un.octets::<32>(), autre.octets::<32>());
        assert_ne!(un.octets::<32>(), Alea::graine(8).octets::<32>());
    }

    #[test]
    fn le_systeme_ne_se_repete_pas() {
        assert_ne!(Alea::Systeme.octets::<32>(), Alea::Systeme.octets::<32>());
    }

    #[test]
    fn les_identifiants_suivent_le_temps() {
        let alea = Alea::Systeme;
        let tot = alea.uuid("2026-01-01T00:00:00Z".parse().unwrap());
        let tard = alea.uuid("2026-01-01T00:00:01Z".parse().unwrap());
        assert!(tot < tard);
        assert_eq!(tot.get_version_num(), 7);
    }
}
