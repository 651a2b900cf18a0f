//! The working days of the demo's period: Monday to Friday, public holidays left out.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Working days in order; a séance is placed by its rank in this list.
#[derive(Clone, Debug)]
pub struct Calendrier(Vec<Date>);

impl Calendrier {
    /// The working days from `debut` to `fin`, both included.
    pub fn entre(debut: Date, fin: Date) -> Self {
        Self(debut.series(1.day()).take_while(|jour| *jour <= fin).filter(|jour| ouvre(*jour)).collect())
    }

    /// How many days.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Is there no working day at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The day of a rank; the last one beyond the end.
    pub fn jour(&self, rang: usize) -> Date {
        self.0.get(rang).or(self.0.last()).copied().unwrap_or_default()
    }

    /// The rank of the first working day on or after `jour`; the length of the list when there is none.
    pub fn rang(&self, jour: Date) -> usize {
        self.0.partition_point(|ouvre| *ouvre < jour)
    }
}

fn ouvre(jour: Date) -> bool {
    !matches!(jour.weekday(), Weekday::Saturday | Weekday::Sunday) && !ferie(jour)
}

/// Fixed holidays, then those that follow Easter: Monday (+1), Ascension (+39), Whit Monday (+50).
fn ferie(jour: Date) -> bool {
    const FIXES: [(i8, i8); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    let ecart = i32::from(jour.day_of_year()) - paques(i32::from(jour.year()));
    FIXES.contains(&(jour.month(), jour.day())) || [1, 39, 50].contains(&ecart)
}

/// The day of the year of Easter Sunday in the Gregorian calendar (computus of Meeus, Jones and Butcher).
fn paques(annee: i32) -> i32 {
    let (a, b, c) = (annee % 19, annee / 100, annee % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let total = h + l - 7 * m + 114;
    let bissextile = i32::from(annee % 4 == 0 && (annee % 100 != 0 || annee % 400 == 0));
    let avant = if total / 31 == 3 { 59 } else { 90 };
    avant + bissextile + total % 31 + 1
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn les_jours_feries_et_les_fins_de_semaine_ne_sont_pas_ouvres() {
        for jour in
            [date(2025, 4, 21), date(2025, 5, 29), date(2026, 5, 25), date(2026, 5, 14), date(2026, 7, 14)]
        {
            assert!(!ouvre(jour), "{jour} est férié");
        }
        assert!(!ouvre(date(2026, 11, 21)));
        assert!(ouvre(date(2026, 11, 20)));
        assert!(ouvre(date(2026, 4, 7)));
    }
}
