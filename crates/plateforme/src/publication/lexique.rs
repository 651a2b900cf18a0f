//! The words of a register: names, communes and postcodes, each with the ranks it leads to.

use std::collections::BTreeMap;

use super::registre::Entree;

/// Each word, with the ranks of the periods it leads to, in order.
#[derive(Debug, Default)]
pub(super) struct Lexique(BTreeMap<String, Vec<u32>>);

impl Lexique {
    /// The words of these periods.
    pub(super) fn new(entrees: &[Entree]) -> Self {
        let mut mots: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (rang, entree) in (0_u32..).zip(entrees) {
            for mot in entree.inscrit.mots(&entree.periode) {
                let rangs = match mots.get_mut(mot) {
                    Some(rangs) => rangs,
                    None => mots.entry(mot.to_owned()).or_default(),
                };
                if rangs.last() != Some(&rang) {
                    rangs.push(rang);
                }
            }
        }
        Self(mots)
    }

    /// The ranks that the rarest of these beginnings of words leads to, in order: whoever answers all is among them.
    pub(super) fn candidats(&self, debuts: &[String]) -> Vec<u32> {
        let poids = |debut: &&String| self.suite(debut).map(|(_, rangs)| rangs.len()).sum::<usize>();
        let Some(rare) = debuts.iter().min_by_key(poids) else { return Vec::new() };
        let mut rangs: Vec<u32> = self.suite(rare).flat_map(|(_, rangs)| rangs).copied().collect();
        rangs.sort_unstable();
        rangs.dedup();
        rangs
    }

    /// The words that begin so.
    fn suite<'l>(&'l self, debut: &str) -> impl Iterator<Item = (&'l String, &'l Vec<u32>)> + use<'l> {
        let debut = debut.trim_start().to_owned();
        let depuis = self.0.range(debut.clone()..);
        depuis.take_while(move |(mot, _)| mot.starts_with(debut.as_str()))
    }
}
