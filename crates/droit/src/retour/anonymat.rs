//! What in a text would lead to somebody: a number, an address, an exact day, a name that is known.

use std::fmt;

use crate::patient::normaliser;

/// What was found, with the words as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Indice {
    /// A number of six digits or more: telephone, RPPS, INS, file.
    Numero(String),
    /// An e-mail address.
    Courriel(String),
    /// A day with its month, or a date in digits.
    Jour(String),
    /// The name of somebody the platform knows to be concerned.
    Nom(String),
}

impl fmt::Display for Indice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Numero(mots) => write!(f, "un numéro : « {mots} »"),
            Self::Courriel(mots) => write!(f, "une adresse électronique : « {mots} »"),
            Self::Jour(mots) => write!(f, "une date précise : « {mots} », écrivez le mois ou la saison"),
            Self::Nom(mots) => write!(f, "un nom : « {mots} »"),
        }
    }
}

/// The fewest digits of a number that may name somebody.
const CHIFFRES: usize = 6;
/// The shortest name looked for: shorter ones are common words.
const NOM_MINIMAL: usize = 3;
const MOIS: [&str; 12] = [
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
];

/// Everything in a text that would lead to somebody; `noms` are the names of those concerned.
pub fn chercher(texte: &str, noms: &[&str]) -> Vec<Indice> {
    let mut indices: Vec<Indice> = texte
        .split_whitespace()
        .filter(|mot| mot.contains('@'))
        .map(|mot| Indice::Courriel(mot.to_owned()))
        .collect();
    indices.extend(suites_de_chiffres(texte));
    indices.extend(jours_ecrits(texte));
    indices.extend(noms_trouves(texte, noms));
    indices
}

/// Digits in a row, spaces and the usual separators aside. `12/03/2026` is a day, longer ones are numbers.
fn suites_de_chiffres(texte: &str) -> Vec<Indice> {
    let mut indices = Vec::new();
    let mut suite = String::new();
    for signe in texte.chars().chain(['|']) {
        if signe.is_ascii_digit() || (!suite.is_empty() && lie(signe)) {
            suite.push(signe);
        } else {
            indices.extend(juger(suite.trim_end_matches(lie)));
            suite.clear();
        }
    }
    indices
}

fn lie(signe: char) -> bool {
    matches!(signe, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '/')
}

fn juger(suite: &str) -> Option<Indice> {
    let parties: Vec<&str> = suite.split(['/', '-', '.']).map(str::trim).collect();
    let nombre = |partie: &str| partie.parse::<u16>().ok();
    let jour = match parties.as_slice() {
        [j, m, _] | [_, m, j] if nombre(j).is_some_and(|j| (1..=31).contains(&j)) => {
            nombre(m).is_some_and(|m| (1..=12).contains(&m)) && parties.iter().all(|p| !p.contains(' '))
        }
        _ => false,
    };
    if jour {
        return Some(Indice::Jour(suite.to_owned()));
    }
    let chiffres = suite.chars().filter(char::is_ascii_digit).count();
    (chiffres >= CHIFFRES).then(|| Indice::Numero(suite.to_owned()))
}

/// « le 12 mars », « le 1er avril ».
fn jours_ecrits(texte: &str) -> Vec<Indice> {
    let mots: Vec<&str> = texte.split_whitespace().collect();
    let paires = mots.iter().zip(mots.iter().skip(1));
    paires
        .filter(|(jour, mois)| {
            let jour = jour.trim_end_matches("er").trim_start_matches(|c: char| !c.is_ascii_digit());
            jour.parse::<u8>().is_ok_and(|jour| (1..=31).contains(&jour))
                && MOIS.contains(&normaliser(mois).as_str())
        })
        .map(|(jour, mois)| Indice::Jour(format!("{jour} {mois}")))
        .collect()
}

fn noms_trouves(texte: &str, noms: &[&str]) -> Vec<Indice> {
    let mots: Vec<String> = texte.split(|c: char| !c.is_alphanumeric()).map(normaliser).collect();
    let parties = noms.iter().flat_map(|nom| nom.split(|c: char| !c.is_alphanumeric()));
    let mut trouves: Vec<Indice> = Vec::new();
    for partie in parties.filter(|partie| partie.chars().count() >= NOM_MINIMAL) {
        let indice = Indice::Nom(partie.to_owned());
        if mots.contains(&normaliser(partie)) && !trouves.contains(&indice) {
            trouves.push(indice);
        }
    }
    trouves
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ce_qui_nomme_quelqu_un_est_trouve() {
        let noms = ["Zoé Lefèvre-Cœur"];
        for (texte, attendu) in [
            ("Appeler le 06 12 34 56 78.", Indice::Numero("06 12 34 56 78".to_owned())),
            ("Dossier 123456", Indice::Numero("123456".to_owned())),
            ("Écrire à a@b.example", Indice::Courriel("a@b.example".to_owned())),
            ("Le 12/03/2026, chute.", Indice::Jour("12/03/2026".to_owned())),
            ("Le 2026-03-12.", Indice::Jour("2026-03-12".to_owned())),
            ("Le 1er février au matin", Indice::Jour("1er février".to_owned())),
            ("Mme LEFEVRE a glissé.", Indice::Nom("Lefèvre".to_owned())),
        ] {
            assert!(chercher(texte, &noms).contains(&attendu), "{texte} : {:?}", chercher(texte, &noms));
        }
    }

    #[test]
    fn un_recit_sans_personne_passe() {
        let recit = "Au printemps, un patient de plus de 75 ans a chuté à la 3e séance. Vérifier l’appui, 2 fois. En mars.";
        assert_eq!(chercher(recit, &["Zoé Lefèvre-Cœur"]), []);
    }

    proptest! {
        #[test]
        fn aucun_texte_ne_fait_tomber_la_recherche(texte in any::<String>(), nom in any::<String>()) {
            chercher(&texte, &[&nom]);
        }

        #[test]
        fn un_numero_est_trouve_ou_qu_il_soit(avant in "[a-zé ,]{0,20}", chiffres in "[0-9]{6,15}", apres in "[a-zé, ]{0,20}") {
            let texte = format!("{avant} {chiffres} {apres}");
            prop_assert!(!chercher(&texte, &[]).is_empty(), "{texte}");
        }

        #[test]
        fn un_nom_est_trouve_quelle_que_soit_sa_casse(nom in "[A-Za-zéèç]{3,12}", avant in "[a-z ]{0,20}") {
            let texte = format!("{avant} {}, ensuite", nom.to_uppercase());
            prop_assert!(chercher(&texte, &[&nom]).iter().any(|i| matches!(i, Indice::Nom(_))), "{texte}");
        }
    }
}
