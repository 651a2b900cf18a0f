//! What may not be shown outside the care team: counts of one to ten patients, and whatever would give them back.
//!
//! Every table that may be shown is one part of a system of sums: modalities make their total, CPTS their department,
//! departments their region, months their year, years of the experiment the same time as calendar years. Counts of too
//! few patients are hidden first; then, until nothing moves, one count more wherever a sum would give one back
//! ([`Systeme`]). What is hidden is therefore decided for all tables at once ([`Publication`]), never page by page.
//!
//! Time is one more dimension: what was published before is known for ever. From one publication to the next a count
//! moves by eleven patients or not at all ([`CaseParue`]), and so does what hidden counts gain together.
//!
//! A zero tells of nobody in particular, but of everybody in a small group: « none of these four patients ». It is shown
//! when its total is shown, or is nothing itself; behind one to ten patients a table shows nothing of them, zeros included.

mod elimination;
mod etau;
mod intervalle;
mod parution;
mod publication;
mod relache;
mod systeme;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use parution::{CaseParue, Cle, Preuve, TableParue};
pub use publication::{Etendue, Publication, Relation, Table};
pub use systeme::{Case, Prix, Regime, Systeme};

use super::mesure::Mesure;

/// The smallest number of patients that may be shown. Fewer, but not none, is hidden.
pub const SEUIL: u64 = 11;

/// The sums that may not be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masque {
    caches: BTreeSet<(Mesure, String)>,
    effacees: BTreeSet<Mesure>,
    etendue: Etendue,
}

impl Masque {
    /// Everything may be shown: to the care team.
    pub fn aucun() -> Self {
        Self::default()
    }

    /// Nothing may be: a table that is no part of what is published.
    pub fn total() -> Self {
        Self::nouveau(Etendue::Aucune)
    }

    /// A table of this extent of which nothing is hidden yet.
    pub fn nouveau(etendue: Etendue) -> Self {
        Self { etendue, ..Self::default() }
    }

    /// Hides a sum.
    pub fn cacher(&mut self, mesure: Mesure, modalite: &str) {
        self.caches.insert((mesure, modalite.to_owned()));
    }

    /// Hides a measure whole, its zeros too.
    pub fn effacer(&mut self, mesure: Mesure) {
        self.effacees.insert(mesure);
    }

    /// Is this measure hidden whole: not even which of its modalities count something is told.
    pub fn efface(&self, mesure: Mesure) -> bool {
        self.effacees.contains(&mesure) || !self.etendue.admet(mesure)
    }

    /// Is nothing of the table ever shown.
    pub fn est_total(&self) -> bool {
        self.etendue == Etendue::Aucune
    }

    /// Is this sum hidden. A distribution is hidden with any of the counts that it would tell.
    pub fn cache(&self, mesure: Mesure, modalite: &str) -> bool {
        if self.efface(mesure) {
            return true;
        }
        match mesure {
            Mesure::EpisodesParSeances => {
                self.porte(Mesure::Seances)
                    || self.porte(Mesure::Episodes)
                    || self.porte(Mesure::EpisodesParClasse)
            }
            Mesure::OrientationsParRang | Mesure::OrientationsParDelai => {
                self.porte(Mesure::EpisodesOrientes)
            }
            _ => self.caches.contains(&(mesure, modalite.to_owned())),
        }
    }

    /// The hidden sums, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Mesure, &str)> {
        self.caches.iter().map(|(mesure, modalite)| (*mesure, modalite.as_str()))
    }

    fn porte(&self, mesure: Mesure) -> bool {
        self.efface(mesure) || self.caches.iter().any(|(autre, _)| *autre == mesure)
    }
}
