//! Numbers with valid keys in the ranges kept for tests: RPPS in 997…, INS under the test OID.

use jiff::civil::Date;

use super::hasard::Hasard;
use super::noms::Sexe;

/// OID of the INS numbers kept for tests.
pub const OID_DE_TEST: &str = "1.2.250.1.213.1.4.10";

/// The RPPS number of a rank in the test range: `997`, seven digits, the Luhn key.
pub fn rpps(rang: usize) -> String {
    let racine = format!("997{:07}", rang % 10_000_000);
    let somme: u32 = racine
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, octet)| {
            let chiffre = u32::from(octet - b'0');
            let poids = if place % 2 == 0 { chiffre * 2 } else { chiffre };
            poids / 10 + poids % 10
        })
        .sum();
    format!("{racine}{}", (10 - somme % 10) % 10)
}

/// The INS of a person: sex, birth year and month, a commune number never attributed in the Loiret, an order, the key.
///
/// The key is 97 minus the remainder of the thirteen digits by 97. With communes 900 and above, which the code
/// officiel géographique does not use in this department, no number can be somebody's.
pub fn ins(hasard: &mut Hasard, sexe: Sexe, ne_le: Date) -> String {
    let civilite = match sexe {
        Sexe::Masculin => 1,
        Sexe::Feminin => 2,
    };
    let (annee, mois) = (ne_le.year().rem_euclid(100), ne_le.month());
    let (commune, ordre) = (hasard.entre(900, 989), hasard.entre(1, 999));
    let racine = format!("{civilite}{annee:02}{mois:02}45{commune}{ordre:03}");
    let cle = 97 - racine.parse::<u64>().unwrap_or_default() % 97;
    format!("{racine}{cle:02}")
}
