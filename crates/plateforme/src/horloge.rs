//! The door of time: the only place that reads the clock, and one that tests can set.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Where the present comes from.
#[derive(Clone, Debug)]
pub enum Horloge {
    /// The clock of the machine.
    Systeme,
    /// A clock set by hand, in microseconds since 1970.
    Reglee(Arc<AtomicI64>),
}

/// The zone is not in the IANA database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("le fuseau horaire « {0} » est inconnu : corrigez le fichier du département")]
pub struct FuseauInconnu(pub String);

impl Horloge {
    /// A clock stopped at this instant.
    pub fn reglee(a: Timestamp) -> Self {
        Self::Reglee(Arc::new(AtomicI64::new(a.as_microsecond())))
    }

    /// The present instant, to the microsecond: what storage can hold.
    #[expect(clippy::disallowed_methods, reason = "this is the door of time")]
    pub fn maintenant(&self) -> Timestamp {
        let microsecondes = match self {
            Self::Systeme => Timestamp::now().as_microsecond(),
            Self::Reglee(instant) => instant.load(Ordering::Acquire),
        };
        Timestamp::from_microsecond(microsecondes).unwrap_or(Timestamp::MAX)
    }

    /// Today in a zone, e.g. `Indian/Mayotte`.
    pub fn aujourd_hui(&self, fuseau: &str) -> Result<Date, FuseauInconnu> {
        let zone = TimeZone::get(fuseau).map_err(|_| FuseauInconnu(fuseau.to_owned()))?;
        Ok(zone.to_datetime(self.maintenant()).date())
    }

    /// Moves a clock set by hand; the clock of the machine does not move.
    pub fn avancer(&self, duree: SignedDuration) {
        if let Self::Reglee(instant) = self {
            let ecart = i64::try_from(duree.as_micros()).unwrap_or(i64::MAX);
            instant.fetch_add(ecart, Ordering::AcqRel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a(instant: &str) -> Horloge {
        Horloge::reglee(instant.parse().unwrap())
    }

    #[test]
    fn le_jour_depend_du_fuseau() {
        let horloge = a("2026-03-09T22:30:00Z");
        let jour = |fuseau| horloge.aujourd_hui(fuseau).unwrap().to_string();
        assert_eq!(jour("Europe/Paris"), "2026-03-09");
        assert_eq!(jour("Indian/Reunion"), "2026-03-10");
        assert_eq!(jour("America/Martinique"), "2026-03-09");
    }

    #[test]
    fn un_fuseau_inconnu_est_nomme() {
        let echec = a("2026-03-09T22:30:00Z").aujourd_hui("Europe/Loiret").unwrap_err();
        assert!(echec.to_string().contains("Europe/Loiret"));
    }

    #[test]
    fn une_horloge_reglee_avance_quand_on_le_demande() {
        let horloge = a("2026-03-09T22:30:00Z");
        horloge.avancer(SignedDuration::from_hours(2));
        assert_eq!(horloge.maintenant().to_string(), "2026-03-10T00:30:00Z");
    }
}
