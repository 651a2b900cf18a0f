//! Numbers that belong to one person, e-mail addresses and exact days.

use super::Trouve;
use super::indice::{Indice, Nature};
use super::mots::{Mot, passage};

/// The fewest digits in a row of a number that may name somebody.
const CHIFFRES: usize = 6;
/// Digits of a French telephone number, and the fewest of the longer ones: RPPS, INS.
const TELEPHONE: usize = 10;
const MOIS: &[&str] = &[
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "janv",
    "fevr",
    "avr",
    "juil",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// E-mail addresses, dates in digits and numbers of a text.
pub fn chercher(texte: &str) -> Vec<Trouve> {
    let mut trouves: Vec<Trouve> = courriels(texte);
    let mut suite: Option<(usize, usize)> = None;
    for (place, signe) in texte.char_indices().chain([(texte.len(), '|')]) {
        suite = match suite {
            _ if signe.is_ascii_digit() => Some((suite.map_or(place, |(debut, _)| debut), place + 1)),
            Some(etendue) if lie(signe) => Some(etendue),
            Some((debut, fin)) => {
                trouves.extend(texte.get(debut..fin).and_then(juger).map(|indice| (debut, indice)));
                None
            }
            None => None,
        };
    }
    trouves
}

fn courriels(texte: &str) -> Vec<Trouve> {
    let debut = |mot: &str| mot.as_ptr().addr() - texte.as_ptr().addr();
    let mots = texte.split_whitespace().filter(|mot| mot.contains('@'));
    mots.map(|mot| (debut(mot), Indice::new(Nature::Courriel, mot))).collect()
}

fn lie(signe: char) -> bool {
    matches!(signe, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '/')
}

fn juger(suite: &str) -> Option<Indice> {
    if date(suite) {
        return Some(Indice::new(Nature::Jour, suite));
    }
    let groupes: Vec<&str> = suite.split(lie).filter(|groupe| !groupe.is_empty()).collect();
    if groupes.iter().any(|groupe| groupe.len() >= CHIFFRES) || numero_en_groupes(&groupes) {
        return Some(Indice::new(Nature::Numero, suite));
    }
    let code = |groupe: &&&str| {
        groupe.len() == 5 && groupe.get(..2).is_some_and(|debut| ("01".."99").contains(&debut))
    };
    let code = groupes.iter().find(code)?;
    Some(Indice::new(Nature::CodePostal, *code))
}

/// « 12/03/1960 », « 2026-03-12 »; « 10-12-15 » and three numbers with spaces between are a series.
fn date(suite: &str) -> bool {
    let parties: Vec<&str> = suite.split(['/', '-', '.']).map(str::trim).collect();
    let dans = |partie: &str, bornes: std::ops::RangeInclusive<u16>| {
        partie.len() <= 2 && partie.parse::<u16>().is_ok_and(|nombre| bornes.contains(&nombre))
    };
    match parties.as_slice() {
        [j, m, annee] if dans(j, 1..=31) && dans(m, 1..=12) => {
            let complete = annee.len() == 4 || (annee.len() == 2 && !suite.contains('-'));
            complete && !annee.contains(' ')
        }
        [annee, m, j] => annee.len() == 4 && !annee.contains(' ') && dans(j, 1..=31) && dans(m, 1..=12),
        _ => false,
    }
}

/// A telephone number in pairs, an INS in its own groups; « 10-12-15-12-10 » is a series of repetitions.
fn numero_en_groupes(groupes: &[&str]) -> bool {
    let chiffres: usize = groupes.iter().map(|groupe| groupe.len()).sum();
    let commence = |debut: &str| groupes.first().is_some_and(|groupe| groupe.starts_with(debut));
    let par_deux = groupes.iter().all(|groupe| groupe.len() <= 2);
    let telephone = chiffres >= TELEPHONE && commence("0") && par_deux;
    let international = chiffres > TELEPHONE && commence("33");
    telephone || international || (chiffres >= TELEPHONE && !par_deux)
}

/// « le 12 mars », « le 1er avril ».
pub fn jours_ecrits(mots: &[Mot<'_>]) -> Vec<Trouve> {
    let paires = mots.iter().zip(mots.iter().skip(1)).enumerate();
    let jours = paires.filter(|(_, (jour, mois))| {
        let jour = jour.plat.trim_end_matches("er");
        jour.parse::<u8>().is_ok_and(|jour| (1..=31).contains(&jour)) && mois.est(MOIS)
    });
    jours
        .filter_map(|(rang, (jour, _))| {
            Some((jour.debut, Indice::new(Nature::Jour, passage(mots, (rang, rang + 1))?)))
        })
        .collect()
}
