//! Addresses and communes.

use super::indice::{Indice, Nature};
use super::mots::{Mot, passage};
use super::{Lexique, Trouve, savant};
use crate::patient::normaliser;

/// A way that is nothing else.
const VOIES: &[&str] =
    &["rue", "avenue", "boulevard", "bd", "impasse", "venelle", "ruelle", "faubourg", "hameau", "lieudit"];
/// A way, or a common word: « en cours de séance », « mise en place ».
const VOIES_OU_MOTS: &[&str] = &[
    "allee",
    "chemin",
    "cite",
    "cours",
    "lotissement",
    "mail",
    "place",
    "quai",
    "residence",
    "route",
    "square",
    "villa",
];
const LIENS: &[&str] = &["de", "la", "du", "des", "d", "l", "le", "les", "aux", "au", "a"];
/// What makes a common word of a way: « en cours de », « sur place ».
const LOCUTIONS: &[&str] = &["en", "sur", "au", "a", "sa", "un", "une", "mise"];
/// Words that name no way after one: « la rue du cabinet ».
const SANS_NOM: &[&str] =
    &["cabinet", "patient", "patiente", "domicile", "maison", "meme", "voisine", "pietonne"];
const PETITS: &[&str] = &["bis", "ter", "quater", "b"];
/// The most words of a commune.
const COMMUNE: usize = 7;
/// The most words of a way's name.
const NOM: usize = 5;

/// The addresses and the communes of a text.
pub fn chercher(mots: &[Mot<'_>], lexique: &Lexique<'_>) -> Vec<Trouve> {
    let savants = savant::termes(mots);
    let communes = (0..mots.len()).filter(|rang| !savants.contains(rang));
    let mut trouves: Vec<Trouve> = (0..mots.len()).filter_map(|rang| voie(mots, rang)).collect();
    trouves.extend(communes.filter_map(|rang| commune(mots, rang, lexique)));
    trouves
}

fn voie(mots: &[Mot<'_>], rang: usize) -> Option<Trouve> {
    let mot = mots.get(rang)?;
    let sure = mot.est(VOIES) || (mot.plat == "lieu" && mots.get(rang + 1)?.plat == "dit");
    if !(sure || mot.est(VOIES_OU_MOTS)) || !mot.se_poursuit() {
        return None;
    }
    let debut = numero_avant(mots, rang);
    let (fin, propre) = nom_de_la_voie(mots, rang)?;
    let avant = rang.checked_sub(1).and_then(|rang| mots.get(rang));
    let locution = avant.is_some_and(|mot| mot.est(LOCUTIONS));
    let nature = match (debut, propre) {
        (Some(_), _) => Nature::Adresse,
        (None, true) if sure || !locution => Nature::Adresse,
        (None, false) if sure && fin > rang + 1 && !mots.get(fin)?.est(SANS_NOM) => Nature::VoiePossible,
        _ => return None,
    };
    let debut = debut.unwrap_or(rang);
    Some((mots.get(debut)?.debut, Indice::new(nature, passage(mots, (debut, fin))?)))
}

/// « 12 rue », « 12 bis, rue ».
fn numero_avant(mots: &[Mot<'_>], rang: usize) -> Option<usize> {
    let avant = rang.checked_sub(1)?;
    let saute = if mots.get(avant)?.est(PETITS) { avant.checked_sub(1)? } else { avant };
    let mot = mots.get(saute)?;
    (mot.plat.len() <= 4 && mot.plat.starts_with(|signe: char| signe.is_ascii_digit())).then_some(saute)
}

/// The last word of a way's name, and whether it is written as a name.
fn nom_de_la_voie(mots: &[Mot<'_>], rang: usize) -> Option<(usize, bool)> {
    let mut fin = rang;
    for (suivant, mot) in mots.iter().enumerate().skip(rang + 1).take(NOM) {
        fin = suivant;
        if !mot.est(LIENS) && mot.plat != "dit" {
            break;
        }
        if !mot.se_poursuit() {
            return None;
        }
    }
    let nom = mots.get(fin).filter(|_| fin > rang)?;
    if nom.est(LIENS) {
        return None;
    }
    // « place de Kinésio-tape »: with « de » alone a capital may be a method's; an article makes it a way.
    let article = mots.get(rang + 1..fin)?.iter().any(|mot| mot.est(&["la", "du", "des", "l", "le", "les"]));
    let propre = nom.capitale() && !nom.sigle() && (mots.get(rang)?.est(VOIES) || fin == rang + 1 || article);
    let mut derniere = fin;
    while propre && mots.get(derniere)?.se_poursuit() && mots.get(derniere + 1).is_some_and(Mot::capitale) {
        derniere += 1;
    }
    Some((derniere, propre))
}

/// A commune by its name in capitals, « Saint-Jean-de-Braye » and « La Ferté Saint Aubin » alike, the longest first.
fn commune(mots: &[Mot<'_>], rang: usize, lexique: &Lexique<'_>) -> Option<Trouve> {
    let communes = lexique.communes?;
    let premier = mots.get(rang).filter(|mot| mot.capitale())?;
    (0..COMMUNE).rev().find_map(|suite| {
        let mots_lus = mots.get(rang..=rang + suite)?;
        let (dernier, debut) = mots_lus.split_last()?;
        let entier = debut.iter().all(Mot::se_poursuit) && dernier.capitale();
        let isole = suite > 0 || (!premier.ouvre_la_phrase && !premier.sigle());
        let nom: String = mots_lus.iter().map(|mot| mot.plat.as_str()).collect();
        let passage = passage(mots, (rang, rang + suite)).filter(|_| entier && isole)?;
        communes.contains(&normaliser(&nom)).then(|| (premier.debut, Indice::new(Nature::Commune, passage)))
    })
}
