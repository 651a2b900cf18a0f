//! When to try again: twice as long each time, spread, bounded.

use jiff::{SignedDuration, Timestamp};

/// Beyond, the delivery is set aside for a person: about a day and a half of attempts.
pub const ESSAIS_MAXIMUM: u32 = 14;
const PREMIER: SignedDuration = SignedDuration::from_secs(30);
const PLUS_LONG: SignedDuration = SignedDuration::from_hours(6);

/// Between half and the whole of 30 s, 1 min, 2 min… up to 6 h after `le`; `hasard` is any number.
pub fn prochain_essai(essais: u32, le: Timestamp, hasard: u64) -> Timestamp {
    let entier =
        PREMIER.checked_mul(1 << essais.saturating_sub(1).min(20)).unwrap_or(PLUS_LONG).min(PLUS_LONG);
    let moitie = entier / 2;
    let part = i64::try_from(hasard % 1_000).unwrap_or(0);
    le.saturating_add(moitie + SignedDuration::from_millis(moitie.as_secs() * part)).unwrap_or(le)
}
