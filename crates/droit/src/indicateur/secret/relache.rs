//! Shows again what was hidden for nothing: hiding goes step by step, and what one step hid, a later one may have made useless.
//!
//! A hidden count may be shown when no sum asks for it, when no other is then given back, and when all keep their values.
//! Showing it gives another back when the two go together in every solution of the sums: one is a multiple of the other. Some
//! drawn solutions say so without eliminating again; a count that looks free and is not would need one chance in two
//! thousand million, and only in the sense of hiding it.

use super::elimination::{PREMIER, inverse};
use super::etau::Etau;
use super::systeme::{Caches, Prix, Regime, Systeme, cachee, est_sensible};

/// Solutions drawn at once; each count shown again uses one.
const TIRAGES: u64 = 24;

/// Drawn solutions of the homogeneous sums, by count.
struct Tirages(Vec<Vec<u64>>);

impl Systeme {
    /// Shows again what may be, the dearest first.
    pub(super) fn relacher(&self, caches: &mut Caches, etau: &mut Etau<'_>) {
        let toutes: Vec<usize> = (0..self.sommes.len()).collect();
        etau.resserrer(&toutes.iter().copied().collect(), caches);
        let tues: Vec<usize> = (0..self.cases.len())
            .filter(|case| self.est_inconnue(*case, caches) && self.se_tait(*case))
            .collect();
        let mut tirages = Tirages(Vec::new());
        for case in self.superflues(caches) {
            if tirages.0.len() < 2 {
                let solutions = self.solutions(&toutes, caches);
                tirages = Tirages((1..=TIRAGES).map(|n| solutions.tirer(self.cases.len(), n)).collect());
            }
            if self.peut_se_montrer(case, (&tues, caches), etau, &tirages) {
                tirages.savoir(case);
            }
        }
    }

    /// Those hidden beside others, in the order in which to try them.
    fn superflues(&self, caches: &Caches) -> Vec<usize> {
        let mut superflues: Vec<usize> = (0..self.cases.len())
            .filter(|case| self.est_inconnue(*case, caches) && self.prix(*case) > Prix::Infime)
            .filter(|case| {
                self.cases.get(*case).is_some_and(|c| c.regime == Regime::Publiable && !est_sensible(c))
            })
            .collect();
        superflues.sort_by_key(|case| std::cmp::Reverse((self.prix(*case), self.sujets(*case), *case)));
        superflues
    }

    /// Shows it when it may be; whether it is.
    fn peut_se_montrer(
        &self,
        case: usize,
        (tues, caches): (&[usize], &mut Caches),
        etau: &mut Etau<'_>,
        tirages: &Tirages,
    ) -> bool {
        let liee =
            |autre: usize| autre != case && tirages.vont_ensemble(case, autre) && cachee(caches, autre);
        if tues.iter().any(|autre| liee(*autre)) {
            return false;
        }
        montrer(caches, case, true);
        let sommes = self.dans(case).iter().filter_map(|rang| self.sommes.get(*rang));
        let tient = sommes.into_iter().all(|somme| !self.manque(somme, caches)) && etau.montrer(case, caches);
        montrer(caches, case, tient);
        tient
    }
}

fn montrer(caches: &mut Caches, case: usize, montree: bool) {
    if let Some(cache) = caches.get_mut(case) {
        *cache = !montree;
    }
}

impl Tirages {
    /// Is one a multiple of the other in all of them.
    fn vont_ensemble(&self, a: usize, b: usize) -> bool {
        let valeur = |tirage: &Vec<u64>, case: usize| tirage.get(case).copied().unwrap_or(0);
        let mut tirages = self.0.iter().map(|tirage| (valeur(tirage, a), valeur(tirage, b)));
        let Some((a0, b0)) = tirages.next() else { return true };
        tirages.all(|(a, b)| a * b0 % PREMIER == a0 * b % PREMIER)
    }

    /// Keeps the solutions in which this count is nothing.
    fn savoir(&mut self, case: usize) {
        let valeur = |tirage: &Vec<u64>| tirage.get(case).copied().unwrap_or(0);
        let Some(pivot) = self.0.pop() else { return };
        if valeur(&pivot) == 0 {
            // It was drawn so, one time in two thousand million: others must be drawn.
            return self.0.clear();
        }
        let inverse = inverse(valeur(&pivot));
        for tirage in &mut self.0 {
            let facteur = valeur(tirage) * inverse % PREMIER;
            for (terme, sien) in tirage.iter_mut().zip(&pivot) {
                *terme = (*terme + PREMIER - facteur * sien % PREMIER) % PREMIER;
            }
        }
    }
}
