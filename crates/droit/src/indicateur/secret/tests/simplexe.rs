//! Linear programming in exact fractions: between what a count may lie, everything else being as published.
//!
//! Dantzig's simplex in two phases, with Bland's rule so that it ends. Small systems only: rows are dense.

use std::ops::{Add, Mul, Neg, Sub};

/// A fraction in lowest terms, its lower term positive. It stops at an overflow rather than be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    haut: i128,
    bas: i128,
}

const ZERO: Fraction = Fraction { haut: 0, bas: 1 };
const UN: Fraction = Fraction { haut: 1, bas: 1 };

fn pgcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { pgcd(b, a % b) }
}

impl Fraction {
    fn nouvelle(haut: i128, bas: i128) -> Self {
        let diviseur = pgcd(haut, bas).max(1) * bas.signum();
        Self { haut: haut / diviseur, bas: bas / diviseur }
    }

    pub fn entiere(n: i128) -> Self {
        Self { haut: n, bas: 1 }
    }

    /// The least integer that is not below it.
    pub fn plafond(self) -> i128 {
        -(-self.haut).div_euclid(self.bas)
    }

    /// The greatest integer that is not above it.
    pub fn plancher(self) -> i128 {
        self.haut.div_euclid(self.bas)
    }

    fn inverse(self) -> Self {
        Self::nouvelle(self.bas, self.haut)
    }

    fn est_moindre(self, autre: Self) -> bool {
        (self - autre).haut < 0
    }
}

impl Add for Fraction {
    type Output = Self;
    fn add(self, autre: Self) -> Self {
        let croise = self.haut.checked_mul(autre.bas).zip(autre.haut.checked_mul(self.bas));
        let haut = croise.and_then(|(a, b)| a.checked_add(b)).expect("fractions stay small");
        Self::nouvelle(haut, self.bas.checked_mul(autre.bas).expect("fractions stay small"))
    }
}

impl Neg for Fraction {
    type Output = Self;
    fn neg(self) -> Self {
        Self { haut: -self.haut, bas: self.bas }
    }
}

impl Sub for Fraction {
    type Output = Self;
    fn sub(self, autre: Self) -> Self {
        self + -autre
    }
}

impl Mul for Fraction {
    type Output = Self;
    fn mul(self, autre: Self) -> Self {
        let produit = self.haut.checked_mul(autre.haut).zip(self.bas.checked_mul(autre.bas));
        let (haut, bas) = produit.expect("fractions stay small");
        Self::nouvelle(haut, bas)
    }
}

/// `Σ coefficient × variable = constante`, every variable at least zero.
pub type Contrainte = (Vec<(usize, i128)>, i128);

/// A system at one of its vertices.
#[derive(Clone)]
pub struct Programme {
    /// Coefficients of each row, its constant last.
    rangees: Vec<Vec<Fraction>>,
    /// The variable that each row gives.
    base: Vec<usize>,
    variables: usize,
}

impl Programme {
    /// A first vertex; `None` when nothing satisfies the constraints.
    pub fn nouveau(variables: usize, contraintes: &[Contrainte]) -> Option<Self> {
        let (lignes, large) = (contraintes.len(), variables + contraintes.len());
        let mut rangees = vec![vec![ZERO; large + 1]; lignes];
        for (rang, (termes, constante)) in contraintes.iter().enumerate() {
            let signe = if *constante < 0 { -1 } else { 1 };
            for (variable, coefficient) in termes {
                rangees[rang][*variable] = rangees[rang][*variable] + Fraction::entiere(signe * coefficient);
            }
            rangees[rang][variables + rang] = UN;
            rangees[rang][large] = Fraction::entiere(signe * constante);
        }
        let base = (variables..large).collect();
        let mut programme = Self { rangees, base, variables: large };
        let artificielles: Vec<(usize, i128)> = (variables..large).map(|v| (v, 1)).collect();
        (programme.minimiser(&artificielles)? == ZERO).then(|| programme.sans_artificielles(variables))
    }

    /// Drops the variables of the first phase; a row that gives one of them is changed for another, or says nothing.
    fn sans_artificielles(mut self, variables: usize) -> Self {
        let mut rang = 0;
        while rang < self.rangees.len() {
            if self.base[rang] < variables {
                rang += 1;
                continue;
            }
            match (0..variables).find(|v| self.rangees[rang][*v] != ZERO) {
                Some(variable) => self.pivoter(rang, variable),
                None => {
                    self.rangees.remove(rang);
                    self.base.remove(rang);
                }
            }
        }
        for rangee in &mut self.rangees {
            let constante = rangee[self.variables];
            rangee.truncate(variables);
            rangee.push(constante);
        }
        Self { variables, ..self }
    }

    /// The least value of a sum; `None` when it has none.
    pub fn minimiser(&mut self, objectif: &[(usize, i128)]) -> Option<Fraction> {
        loop {
            let reduits = self.reduits(objectif);
            let entrante = (0..self.variables).find(|v| reduits[*v].est_moindre(ZERO));
            let Some(entrante) = entrante else { return Some(-reduits[self.variables]) };
            let mut sortante: Option<(Fraction, usize)> = None;
            for (rang, rangee) in self.rangees.iter().enumerate() {
                if !ZERO.est_moindre(rangee[entrante]) {
                    continue;
                }
                let rapport = rangee[self.variables] * rangee[entrante].inverse();
                let meilleure = sortante.is_none_or(|(autre, de)| {
                    rapport.est_moindre(autre) || (rapport == autre && self.base[rang] < self.base[de])
                });
                if meilleure {
                    sortante = Some((rapport, rang));
                }
            }
            self.pivoter(sortante?.1, entrante);
        }
    }

    /// The sum written with the variables that are no row's, its opposite value last.
    fn reduits(&self, objectif: &[(usize, i128)]) -> Vec<Fraction> {
        let mut reduits = vec![ZERO; self.variables + 1];
        for (variable, coefficient) in objectif {
            reduits[*variable] = reduits[*variable] + Fraction::entiere(*coefficient);
        }
        for (rang, variable) in self.base.iter().enumerate() {
            let facteur = reduits[*variable];
            if facteur != ZERO {
                for (place, terme) in self.rangees[rang].iter().enumerate().filter(|(_, t)| **t != ZERO) {
                    reduits[place] = reduits[place] - facteur * *terme;
                }
            }
        }
        reduits
    }

    fn pivoter(&mut self, rang: usize, variable: usize) {
        let facteur = self.rangees[rang][variable].inverse();
        let pivot: Vec<Fraction> = self.rangees[rang].iter().map(|terme| *terme * facteur).collect();
        for (autre, rangee) in self.rangees.iter_mut().enumerate() {
            let facteur = rangee[variable];
            if autre == rang || facteur == ZERO {
                continue;
            }
            for (place, terme) in pivot.iter().enumerate().filter(|(_, terme)| **terme != ZERO) {
                rangee[place] = rangee[place] - facteur * *terme;
            }
        }
        self.rangees[rang] = pivot;
        self.base[rang] = variable;
    }
}

#[test]
fn le_simplexe_trouve_les_bornes_que_les_intervalles_ne_voient_pas() {
    // x + y = 10, y + z = 10, x + z = 8: each is known, though no sum narrows it to one value.
    let contraintes = [(vec![(0, 1), (1, 1)], 10), (vec![(1, 1), (2, 1)], 10), (vec![(0, 1), (2, 1)], 8)];
    let mut programme = Programme::nouveau(3, &contraintes).unwrap();
    for (variable, valeur) in [(0, 4), (1, 6), (2, 4)] {
        assert_eq!(programme.minimiser(&[(variable, 1)]), Some(Fraction::entiere(valeur)));
        assert_eq!(programme.minimiser(&[(variable, -1)]), Some(Fraction::entiere(-valeur)));
    }
    let mut libre = Programme::nouveau(2, &[(vec![(0, 2), (1, -1)], -3)]).unwrap();
    assert_eq!(libre.minimiser(&[(1, 1)]), Some(Fraction::entiere(3)));
    assert_eq!(libre.minimiser(&[(1, -1)]), None, "nothing bounds it from above");
    assert!(Programme::nouveau(1, &[(vec![(0, 1)], -1)]).is_none(), "nothing is below zero");
    let tiers = Programme::nouveau(1, &[(vec![(0, 3)], 10)]).unwrap().minimiser(&[(0, 1)]).unwrap();
    assert_eq!((tiers.plancher(), tiers.plafond()), (3, 4));
}
