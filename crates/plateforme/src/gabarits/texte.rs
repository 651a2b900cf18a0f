//! Dates, numbers and plurals as the French write them.

use droit::decision::nom_du_mois;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// « 2 février 2026 », « 1er mars 2026 ».
pub fn jour(date: Date) -> String {
    let mois = nom_du_mois(date.month());
    let rang = if date.day() == 1 { "er" } else { "" };
    format!("{}{rang} {mois} {}", date.day(), date.year())
}

/// « 02/02/2026 ».
pub fn jour_court(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// « 2 février 2026 à 14 h 05 », in a zone; in UTC when the zone is unknown.
pub fn instant(instant: Timestamp, fuseau: &str) -> String {
    let zone = TimeZone::get(fuseau).unwrap_or(TimeZone::UTC);
    let local = zone.to_datetime(instant);
    format!("{} à {} h {:02}", jour(local.date()), local.hour(), local.minute())
}

/// « 10 h 42 », in a zone.
pub fn heure(instant: Timestamp, fuseau: &TimeZone) -> String {
    let local = fuseau.to_datetime(instant);
    format!("{} h {:02}", local.hour(), local.minute())
}

/// « 1 séance », « 2 séances », « 1 234 séances ».
pub fn compte(nombre: u64, singulier: &str, pluriel: &str) -> String {
    format!("{} {}", grouper(nombre), if nombre < 2 { singulier } else { pluriel })
}

/// Digits by three, with narrow no-break spaces.
pub fn grouper(nombre: u64) -> String {
    let chiffres = nombre.to_string();
    let mut groupe = String::new();
    for (place, chiffre) in chiffres.char_indices() {
        if place > 0 && (chiffres.len() - place).is_multiple_of(3) {
            groupe.push('\u{202f}');
        }
        groupe.push(chiffre);
    }
    groupe
}

/// « 1 234,5 »: a number with this many decimals.
pub fn decimal(valeur: f64, decimales: u8) -> String {
    let ecrit = format!("{:.*}", usize::from(decimales), valeur.abs());
    let (entier, reste) = ecrit.split_once('.').unwrap_or((&ecrit, ""));
    let negatif = valeur < 0.0 && ecrit.contains(|chiffre: char| ('1'..='9').contains(&chiffre));
    let signe = if negatif { "\u{2212}" } else { "" };
    let entier = entier.parse().map_or_else(|_| entier.to_owned(), grouper);
    if reste.is_empty() { format!("{signe}{entier}") } else { format!("{signe}{entier},{reste}") }
}

/// A count as a number that can be divided; beyond 2⁵³ the last digits are lost.
#[expect(clippy::cast_precision_loss, reason = "counts of patients and séances stay far under 2^53")]
pub fn flottant(nombre: u64) -> f64 {
    nombre as f64
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn les_dates_se_lisent_en_francais() {
        assert_eq!(jour(date(2026, 3, 1)), "1er mars 2026");
        assert_eq!(jour(date(2026, 12, 31)), "31 décembre 2026");
        assert_eq!(jour_court(date(2026, 2, 2)), "02/02/2026");
    }

    #[test]
    fn l_heure_est_celle_du_lieu() {
        let minuit = "2026-03-09T22:05:00Z".parse().unwrap();
        assert_eq!(instant(minuit, "Indian/Mayotte"), "10 mars 2026 à 1 h 05");
    }

    #[test]
    fn les_nombres_ont_une_virgule() {
        assert_eq!(decimal(1234.56, 1), "1\u{202f}234,6");
        assert_eq!(decimal(-0.04, 1), "0,0");
        assert_eq!(decimal(-2.5, 1), "\u{2212}2,5");
        assert_eq!(decimal(7.0, 0), "7");
    }

    #[test]
    fn le_pluriel_commence_a_deux() {
        assert_eq!(compte(1, "séance", "séances"), "1 séance");
        assert_eq!(compte(0, "séance", "séances"), "0 séance");
        assert_eq!(compte(1234, "séance", "séances"), "1\u{202f}234 séances");
    }
}
