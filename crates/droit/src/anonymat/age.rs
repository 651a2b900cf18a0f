//! Exact ages: « 78 ans » is an age, « depuis 3 ans » a delay, « plus de 75 ans » a class.

use super::Trouve;
use super::indice::{GRAND_AGE, Indice, Nature};
use super::mots::{Mot, passage};

/// What is of an age; below [`ADULTE`] a number of years is a delay unless one of these is near.
const PERSONNES: &[&str] = &[
    "patient",
    "patiente",
    "homme",
    "femme",
    "enfant",
    "fille",
    "fillette",
    "garcon",
    "adolescent",
    "adolescente",
    "sportif",
    "sportive",
    "agee",
    "age",
    "nourrisson",
    "dame",
    "monsieur",
    "madame",
    "m",
    "mme",
    "mlle",
    "fils",
];
/// What makes a class of an age, or a delay of a number of years.
const AVANT: &[&str] =
    &["depuis", "pendant", "entre", "dans", "en", "apres", "durant", "environ", "avant", "les", "sous", "y"];
const COMPARES: &[&str] = &["plus", "moins", "dela", "dessus", "dessous"];
const ADULTE: u16 = 30;
/// Nobody is older.
const MAXIMUM: u16 = 125;
/// How far back somebody is looked for.
const PORTEE: usize = 4;

/// The exact ages of a text.
pub fn chercher(mots: &[Mot<'_>]) -> Vec<Trouve> {
    let paires = mots.iter().zip(mots.iter().skip(1)).enumerate();
    paires
        .filter(|(_, (_, unite))| unite.est(&["ans", "an"]))
        .filter_map(|(rang, (nombre, _))| {
            let age = nombre.plat.parse::<u16>().ok().filter(|age| *age <= MAXIMUM)?;
            let nature = if age >= GRAND_AGE { Nature::GrandAge } else { Nature::Age(age) };
            let exact = !classe(mots, rang) && (age >= ADULTE || quelqu_un_avant(mots, rang));
            exact.then(|| Some((nombre.debut, Indice::new(nature, passage(mots, (rang, rang + 1))?))))?
        })
        .collect()
}

fn classe(mots: &[Mot<'_>], rang: usize) -> bool {
    let avant = |ecart: usize| rang.checked_sub(ecart).and_then(|rang| mots.get(rang));
    let suite = mots
        .get(rang + 1)
        .filter(|ans| ans.se_poursuit())
        .and_then(|_| Some((mots.get(rang + 2)?, mots.get(rang + 3))));
    let ou_plus = suite.is_some_and(|(lien, mot)| {
        let borne = mot.is_some_and(|mot| mot.plat.parse::<u16>().is_ok());
        let compare = mot.is_some_and(|mot| mot.est(COMPARES));
        (lien.est(&["a"]) && borne) || (lien.est(&["ou", "et"]) && compare)
    });
    let seuil = avant(2).is_some_and(|mot| mot.est(COMPARES)) && avant(1).is_some_and(|mot| mot.est(&["de"]));
    let delai = avant(1).is_some_and(|mot| mot.est(AVANT) && mot.se_poursuit());
    let second = avant(2).is_some_and(|mot| mot.est(&["y", "ans"]) || mot.plat.parse::<u16>().is_ok());
    let borne = avant(1).is_some_and(|mot| mot.est(&["a", "et"])) && second;
    ou_plus || seuil || delai || borne
}

fn quelqu_un_avant(mots: &[Mot<'_>], rang: usize) -> bool {
    mots.get(rang.saturating_sub(PORTEE)..rang)
        .is_some_and(|avant| avant.iter().any(|mot| mot.est(PERSONNES)))
}
