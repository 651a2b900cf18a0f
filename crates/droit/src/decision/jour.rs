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

/// The name of a month, from 1 to 12; empty beyond.
pub fn nom_du_mois(mois: i8) -> &'static str {
    usize::try_from(mois - 1).ok().and_then(|rang| MOIS.get(rang)).copied().unwrap_or_default()
}

/// A date displayed in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jour(pub Date);

impl Jour {
    /// Reads a day written in full or as `2026-03-01`; `None` for anything vaguer.
    pub fn lire(texte: &str) -> Option<Self> {
        if let Ok(date) = texte.parse() {
            return Some(Self(date));
        }
        let mut mots = texte.split_whitespace();
        let jour = mots.next()?.trim_end_matches("er").parse().ok()?;
        let nom = mots.next()?;
        let mois = i8::try_from(MOIS.iter().position(|mois| *mois == nom)?).ok()? + 1;
        let annee = mots.next()?.parse().ok()?;
        if mots.next().is_some() {
            return None;
        }
        Date::new(annee, mois, jour).ok().map(Self)
    }
}

impl fmt::Display for Jour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mois = usize::try_from(self.0.month() - 1).ok().and_then(|rang| MOIS.get(rang)).unwrap_or(&"");
        let suffixe = if self.0.day() == 1 { "er" } else { "" };
        write!(f, "{}{suffixe} {mois} {}", self.0.day(), self.0.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_jour_ecrit_se_relit() {
        for ecrit in ["1er mars 2026", "28 août 2029", "31 décembre 2029"] {
            assert_eq!(Jour::lire(ecrit).unwrap().to_string(), ecrit);
        }
        assert_eq!(Jour::lire("2029-02-28").unwrap().to_string(), "28 février 2029");
    }

    #[test]
    fn un_mois_seul_n_est_pas_un_jour() {
        for vague in ["juin 2029", "juin 2030, cinq ans après", "31 février 2026", "8 juin 2025 ou après", ""]
        {
            assert_eq!(Jour::lire(vague), None, "{vague}");
        }
    }
}
