//! Exact elimination over a prime field, and one solution that looks drawn: where it is zero, nothing is free.

use std::collections::{BTreeMap, BTreeSet};

/// A prime: elimination is exact without fractions, coefficients being 1 and -1.
pub(super) const PREMIER: u64 = (1 << 31) - 1;

/// Coefficients by count.
pub(super) type Rangee = BTreeMap<usize, u64>;

/// Rows in echelon form, by their first count.
pub(super) fn eliminer(rangees: Vec<Rangee>) -> BTreeMap<usize, Rangee> {
    let mut pivots: BTreeMap<usize, Rangee> = BTreeMap::new();
    for mut rangee in rangees {
        while let Some((case, coefficient)) = rangee.iter().next().map(|(case, c)| (*case, *c)) {
            let Some(pivot) = pivots.get(&case) else {
                multiplier(&mut rangee, inverse(coefficient));
                pivots.insert(case, rangee);
                break;
            };
            soustraire(&mut rangee, pivot, coefficient);
        }
    }
    pivots
}

/// A solution of the rows: free counts take values that look drawn, the others follow from the last one up.
pub(super) fn tirer(pivots: &BTreeMap<usize, Rangee>, cases: &BTreeSet<usize>) -> BTreeMap<usize, u64> {
    let mut solution: BTreeMap<usize, u64> = cases
        .iter()
        .filter(|case| !pivots.contains_key(case))
        .map(|case| (*case, brasser(*case as u64)))
        .collect();
    for (case, rangee) in pivots.iter().rev() {
        let autres = rangee.iter().filter(|(autre, _)| *autre != case);
        let somme = autres.fold(0, |somme, (autre, coefficient)| {
            (somme + coefficient * solution.get(autre).copied().unwrap_or(0)) % PREMIER
        });
        solution.insert(*case, (PREMIER - somme) % PREMIER);
    }
    solution
}

/// A number below [`PREMIER`] and never zero, scattered (the finaliser of splitmix64).
fn brasser(graine: u64) -> u64 {
    let mut z = graine.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % (PREMIER - 1) + 1
}

fn soustraire(rangee: &mut Rangee, autre: &Rangee, facteur: u64) {
    for (case, coefficient) in autre {
        let retire = coefficient * facteur % PREMIER;
        let reste = (rangee.get(case).copied().unwrap_or(0) + PREMIER - retire) % PREMIER;
        match reste {
            0 => rangee.remove(case),
            _ => rangee.insert(*case, reste),
        };
    }
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
