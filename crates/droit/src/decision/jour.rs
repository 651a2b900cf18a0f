//! A day as people write it in French: « 1er mars 2026 ».

use std::fmt;

use jiff::civil::Date;

const MOIS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A date displayed in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jour(pub Date);

impl fmt::Display for Jour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mois = usize::try_from(self.0.month() - 1).ok().and_then(|rang| MOIS.get(rang)).unwrap_or(&"");
        let suffixe = if self.0.day() == 1 { "er" } else { "" };
        write!(f, "{}{suffixe} {mois} {}", self.0.day(), self.0.year())
    }
}
