//! Exact elimination over a prime field, and one solution that looks drawn: where it is zero, nothing is free.
//!
//! The next count to go is one of those that the fewest rows hold (H. M. Markowitz, « The elimination form of the inverse »,
//! *Management Science* 3, 1957): sums of counts are sparse, and stay so. The order changes nothing of what is free.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A prime: elimination is exact without fractions, coefficients being 1 and -1.
pub(super) const PREMIER: u64 = (1 << 31) - 1;

/// Coefficients by count.
pub(super) type Rangee = BTreeMap<usize, u64>;

/// The terms of a row: which unknown count, with what coefficient.
pub(super) type Termes = Vec<(usize, u64)>;

/// What was found of systems of rows: which counts they give. It depends on which counts are unknown and on how they are
/// tied, never on how many they are; an answer is kept under the whole system, so that none is lent to another.
#[derive(Clone, Debug, Default)]
pub struct Eliminations {
    connues: HashMap<Vec<Termes>, Vec<usize>>,
    servies: HashMap<Vec<Termes>, Vec<usize>>,
}

impl Eliminations {
    /// The counts that these rows give, each of which is zero: eliminated, or remembered.
    pub(super) fn donnees(&mut self, rangees: Vec<Termes>) -> Vec<usize> {
        let connue = self.connues.remove(&rangees);
        let nulles = || {
            let solution = tirer(rangees.iter().map(|termes| termes.iter().copied().collect()).collect());
            solution.into_iter().filter(|(_, valeur)| *valeur == 0).map(|(case, _)| case).collect()
        };
        let trouvees = connue.or_else(|| self.servies.get(&rangees).cloned()).unwrap_or_else(nulles);
        self.servies.insert(rangees, trouvees.clone());
        trouvees
    }

    /// Forgets what this turn did not ask for.
    pub(super) fn tourner(&mut self) {
        self.connues = std::mem::take(&mut self.servies);
    }
}

/// A solution of the rows, each of which is zero: free counts take values that look drawn, the others follow.
pub(super) fn tirer(rangees: Vec<Rangee>) -> BTreeMap<usize, u64> {
    let cases: BTreeSet<usize> = rangees.iter().flat_map(|rangee| rangee.keys().copied()).collect();
    let pivots = Chantier::nouveau(rangees).eliminer();
    let menees: BTreeSet<usize> = pivots.iter().map(|(case, _)| *case).collect();
    let libres = cases.difference(&menees).map(|case| (*case, brasser(*case as u64)));
    let mut solution: BTreeMap<usize, u64> = libres.collect();
    for (case, rangee) in pivots.iter().rev() {
        let somme = rangee.iter().fold(0, |somme, (autre, coefficient)| {
            (somme + coefficient * solution.get(autre).copied().unwrap_or(0)) % PREMIER
        });
        solution.insert(*case, (PREMIER - somme) % PREMIER);
    }
    solution
}

/// Rows being eliminated, seen by count too.
struct Chantier {
    rangees: Vec<Rangee>,
    /// The rows that hold each count.
    colonnes: BTreeMap<usize, BTreeSet<usize>>,
    /// The counts by how many rows hold them.
    file: BTreeSet<(usize, usize)>,
    /// Rows of one count: it is zero.
    seules: Vec<usize>,
}

impl Chantier {
    fn nouveau(rangees: Vec<Rangee>) -> Self {
        let mut colonnes: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (rang, rangee) in rangees.iter().enumerate() {
            for case in rangee.keys() {
                colonnes.entry(*case).or_default().insert(rang);
            }
        }
        let file = colonnes.iter().map(|(case, rangs)| (rangs.len(), *case)).collect();
        let seules = rangees.iter().enumerate().filter(|(_, rangee)| rangee.len() == 1).map(|(rang, _)| rang);
        let seules = seules.collect();
        Self { rangees, colonnes, file, seules }
    }

    /// The counts that follow from others, each with its row without itself, in the order in which they went.
    fn eliminer(mut self) -> Vec<(usize, Rangee)> {
        let mut pivots = Vec::new();
        while let Some((case, rang)) = self.prochaine() {
            let mut pivot = self.rangees.get_mut(rang).map(std::mem::take).unwrap_or_default();
            for autre in pivot.keys() {
                self.detacher(*autre, rang);
            }
            let Some(coefficient) = pivot.remove(&case) else { continue };
            multiplier(&mut pivot, inverse(coefficient));
            let autres = self.colonnes.remove(&case).unwrap_or_default();
            self.file.remove(&(autres.len(), case));
            for rang in autres {
                self.soustraire(rang, case, &pivot);
            }
            pivots.push((case, pivot));
        }
        pivots
    }

    /// What goes next, and the shortest row that holds it.
    fn prochaine(&mut self) -> Option<(usize, usize)> {
        while let Some(rang) = self.seules.pop() {
            let rangee = self.rangees.get(rang).filter(|rangee| rangee.len() == 1);
            if let Some(case) = rangee.and_then(|rangee| rangee.keys().next()) {
                return Some((*case, rang));
            }
        }
        let (_, case) = self.file.first().copied()?;
        let rangs = self.colonnes.get(&case)?;
        let longueur = |rang: &usize| self.rangees.get(*rang).map_or(0, Rangee::len);
        rangs.iter().copied().min_by_key(|rang| (longueur(rang), *rang)).map(|rang| (case, rang))
    }

    /// Takes a multiple of the pivot, whose coefficient is one, from a row, so that the count is no more in it.
    fn soustraire(&mut self, rang: usize, case: usize, pivot: &Rangee) {
        let Some(mut rangee) = self.rangees.get_mut(rang).map(std::mem::take) else { return };
        let facteur = rangee.remove(&case).unwrap_or(0);
        for (autre, coefficient) in pivot {
            let retire = coefficient * facteur % PREMIER;
            let ancien = rangee.get(autre).copied();
            match (ancien.unwrap_or(0) + PREMIER - retire) % PREMIER {
                0 => {
                    rangee.remove(autre);
                    self.detacher(*autre, rang);
                }
                reste => {
                    rangee.insert(*autre, reste);
                    if ancien.is_none() {
                        self.attacher(*autre, rang);
                    }
                }
            }
        }
        if rangee.len() == 1 {
            self.seules.push(rang);
        }
        if let Some(place) = self.rangees.get_mut(rang) {
            *place = rangee;
        }
    }

    fn attacher(&mut self, case: usize, rang: usize) {
        let rangs = self.colonnes.entry(case).or_default();
        self.file.remove(&(rangs.len(), case));
        rangs.insert(rang);
        self.file.insert((rangs.len(), case));
    }

    fn detacher(&mut self, case: usize, rang: usize) {
        let Some(rangs) = self.colonnes.get_mut(&case) else { return };
        self.file.remove(&(rangs.len(), case));
        rangs.remove(&rang);
        if !rangs.is_empty() {
            self.file.insert((rangs.len(), case));
        }
    }
}

/// A number below [`PREMIER`] and never zero, scattered (the finaliser of splitmix64).
fn brasser(graine: u64) -> u64 {
    let mut z = graine.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % (PREMIER - 1) + 1
}

fn multiplier(rangee: &mut Rangee, facteur: u64) {
    rangee.values_mut().for_each(|coefficient| *coefficient = *coefficient * facteur % PREMIER);
}

/// The inverse modulo [`PREMIER`], by Fermat.
fn inverse(nombre: u64) -> u64 {
    let (mut base, mut exposant, mut resultat) = (nombre % PREMIER, PREMIER - 2, 1);
    while exposant > 0 {
        if exposant & 1 == 1 {
            resultat = resultat * base % PREMIER;
        }
        base = base * base % PREMIER;
        exposant >>= 1;
    }
    resultat
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The counts that the rows make zero, by dense elimination, column after column.
    fn nulles(rangees: &[Vec<i64>], largeur: usize) -> Vec<usize> {
        let modulo = |n: i64| n.rem_euclid(PREMIER as i64) as u64;
        let mut lignes: Vec<Vec<u64>> =
            rangees.iter().map(|r| r.iter().map(|n| modulo(*n)).collect()).collect();
        let mut rang = 0;
        let mut pivots = Vec::new();
        for case in 0..largeur {
            let Some(autre) = (rang..lignes.len()).find(|l| lignes[*l][case] != 0) else { continue };
            lignes.swap(rang, autre);
            let facteur = inverse(lignes[rang][case]);
            lignes[rang].iter_mut().for_each(|n| *n = *n * facteur % PREMIER);
            let pivot = lignes[rang].clone();
            for (_, ligne) in lignes.iter_mut().enumerate().filter(|(autre, _)| *autre != rang) {
                let facteur = ligne[case];
                for (terme, sien) in ligne.iter_mut().zip(&pivot) {
                    *terme = (*terme + PREMIER - sien * facteur % PREMIER) % PREMIER;
                }
            }
            pivots.push((case, rang));
            rang += 1;
        }
        let seule = |ligne: &Vec<u64>| ligne.iter().filter(|n| **n != 0).count() == 1;
        pivots.into_iter().filter(|(_, rang)| seule(&lignes[*rang])).map(|(case, _)| case).collect()
    }

    fn rangees() -> impl Strategy<Value = Vec<Vec<i64>>> {
        let terme = prop_oneof![5 => Just(0i64), 2 => Just(1), 1 => Just(-1)];
        proptest::collection::vec(proptest::collection::vec(terme, 9), 1..9)
    }

    proptest! {
        #[test]
        fn ce_qui_se_deduit_ne_depend_pas_de_l_ordre(rangees in rangees()) {
            let creuses: Vec<Rangee> = rangees
                .iter()
                .map(|r| r.iter().enumerate().filter(|(_, n)| **n != 0))
                .map(|r| r.map(|(case, n)| (case, if *n > 0 { 1 } else { PREMIER - 1 })).collect())
                .filter(|rangee: &Rangee| !rangee.is_empty())
                .collect();
            let tires = tirer(creuses.clone());
            for rangee in &creuses {
                let somme = rangee.iter().fold(0, |s, (case, c)| (s + c * tires[case]) % PREMIER);
                prop_assert_eq!(somme, 0, "the solution is one");
            }
            let zeros: Vec<usize> = tires.iter().filter(|(_, n)| **n == 0).map(|(case, _)| *case).collect();
            prop_assert_eq!(zeros, nulles(&rangees, 9));
        }
    }
}
