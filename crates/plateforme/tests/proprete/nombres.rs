//! No real person's number: any eleven digits that could be an RPPS must be in the fictitious range 997….

use crate::arpenteur::{Fichier, aucune, fichiers};

/// Files that may carry numbers: sources, data, documents, browser tests.
const SUFFIXES: [&str; 12] =
    [".rs", ".toml", ".md", ".json", ".jsonl", ".sql", ".mjs", ".js", ".html", ".csv", ".snap", ".txt"];

/// Lock files hold digests, not people.
const VERROUS: [&str; 2] = ["Cargo.lock", "package-lock.json"];

/// The range reserved to numbers that belong to nobody.
const FICTIFS: &str = "997";

/// Documented test vectors that no person can hold.
const VECTEURS_PUBLICS: [&str; 2] = ["00000000000", "01234567897"];

fn luhn_juste(chiffres: &str) -> bool {
    let mut somme = 0;
    for (rang, chiffre) in chiffres.bytes().rev().enumerate() {
        let valeur = u32::from(chiffre - b'0');
        somme += match (rang % 2, valeur) {
            (0, simple) => simple,
            (_, double) if double > 4 => double * 2 - 9,
            (_, double) => double * 2,
        };
    }
    somme % 10 == 0
}

fn pourrait_etre_quelqu_un(mot: &str) -> bool {
    mot.len() == 11
        && mot.bytes().all(|octet| octet.is_ascii_digit())
        && !mot.starts_with(FICTIFS)
        && !VECTEURS_PUBLICS.contains(&mot)
        && luhn_juste(mot)
}

fn numeros_reels(fichier: &Fichier) -> Vec<String> {
    let mut fautes = Vec::new();
    for (lieu, ligne) in fichier.lignes() {
        for mot in ligne.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')) {
            if pourrait_etre_quelqu_un(mot) {
                fautes.push(format!("{lieu} : {mot} pourrait être le RPPS de quelqu’un (fictifs : 997…)"));
            }
        }
    }
    fautes
}

#[test]
fn aucun_numero_ne_peut_etre_celui_d_une_vraie_personne() {
    let lus = fichiers(&SUFFIXES);
    let a_lire = lus.iter().filter(|fichier| !VERROUS.iter().any(|verrou| fichier.chemin.ends_with(verrou)));
    aucune(&a_lire.flat_map(numeros_reels).collect::<Vec<_>>());
}

#[test]
fn le_controle_des_numeros_voit_les_fautes() {
    // A number built here, so that this file does not contain it: 1 then nine zeros then its key.
    let plausible = (0..10).map(|cle| format!("1{}{cle}", "0".repeat(9))).find(|n| luhn_juste(n)).unwrap();
    assert_eq!(numeros_reels(&Fichier::nouveau("a.md", &format!("RPPS {plausible}."))).len(), 1);
    assert_eq!(numeros_reels(&Fichier::nouveau("a.md", "RPPS 99700000001, 12345.")).len(), 0);
}
