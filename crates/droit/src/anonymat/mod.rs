//! What in a text would lead to somebody: a name, an address, a number, an exact day, an exact age.
//!
//! `mots` cuts a text into words; `personne`, `lieu`, `nombre` and `age` each know one way of naming somebody.
//! What surely names somebody and what only may are told apart (`docs/decisions/0160-what-names-somebody.md`).

mod age;
mod indice;
mod lieu;
mod mots;
mod nombre;
mod personne;
mod savant;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

pub use indice::{Indice, Nature};

use crate::patient::normaliser;

/// What is known beside the text itself. Sets hold words as [`normaliser`] gives them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lexique<'l> {
    /// The names of those the text is about.
    pub concernes: &'l [&'l str],
    /// The names of the practitioners on file, among those the text holds ([`noms_possibles`]).
    pub connus: Option<&'l HashSet<String>>,
    /// The communes.
    pub communes: Option<&'l HashSet<String>>,
}

/// Everything in a text that leads, or may lead, to somebody, in the order in which one reads it, each passage once.
pub fn chercher(texte: &str, lexique: &Lexique<'_>) -> Vec<Indice> {
    let mots = mots::decouper(texte);
    let mut trouves = nombre::chercher(texte);
    trouves.extend(nombre::jours_ecrits(&mots));
    trouves.extend(personne::chercher(&mots, lexique));
    trouves.extend(lieu::chercher(&mots, lexique));
    trouves.extend(age::chercher(&mots));
    trouves.sort_by_key(|(place, indice)| (*place, !indice.certain()));
    let mut indices: Vec<Indice> = Vec::new();
    let mut lu_jusqu_a = 0;
    for (place, indice) in trouves {
        let deja = indices.iter().any(|autre| autre.mots == indice.mots);
        if place >= lu_jusqu_a && !deja {
            lu_jusqu_a = place + indice.mots.len();
            indices.push(indice);
        }
    }
    indices
}

/// The words of a text that may be somebody's name: those a caller may look up in his base, as [`normaliser`] gives them.
pub fn noms_possibles(texte: &str) -> Vec<String> {
    let mots = mots::decouper(texte);
    let savants = savant::termes(&mots);
    let capitales = mots.iter().enumerate().filter(|(rang, mot)| {
        mot.capitale() && !mot.ouvre_la_phrase && !mot.sigle() && !savants.contains(rang)
    });
    let noms: HashSet<String> = capitales.map(|(_, mot)| normaliser(mot.texte)).collect();
    let mut noms: Vec<String> =
        noms.into_iter().filter(|nom| nom.len() > personne::NOM_MINIMAL).take(MAXIMUM).collect();
    noms.sort();
    noms
}

/// The most words looked up for one text.
const MAXIMUM: usize = 60;

/// Something found, and the byte at which it begins.
type Trouve = (usize, Indice);
