//! Exact elimination over a prime field: which unknown counts a system of sums gives back, and by which known counts.
//!
//! The next count to go is one of those that the fewest rows hold (H. M. Markowitz, « The elimination form of the inverse »,
//! *Management Science* 3, 1957): sums of counts are sparse, and stay so. The order changes nothing of what is given.
//! Then one solution of the homogeneous system is drawn: where it is zero, nothing is free.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// A prime: elimination is exact without fractions, coefficients being 1 and -1.
pub(super) const PREMIER: u64 = (1 << 31) - 1;

/// A coefficient, by count; in order of counts.
pub(super) type Termes = Vec<(usize, u64)>;

/// One.
pub(super) const UN: u64 = 1;
/// Minus one.
pub(super) const MOINS_UN: u64 = PREMIER - 1;

/// A sum that is nothing: its unknown terms, and its known ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rangee {
    /// What is looked for.
    pub inconnues: Termes,
    /// What anybody knows.
    pub connues: Termes,
}

/// A count that the rows give back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Donnee {
    /// Which.
    pub case: usize,
    /// The known counts that it is made of: one of them unknown, and this way of finding it is lost.
    pub par: Vec<usize>,
}

/// What the rows leave free.
pub(super) struct Solutions(Vec<Pivot>);

/// A count that follows from others: its row without itself, its coefficient being one.
struct Pivot {
    case: usize,
    rangee: Rangee,
}

impl Solutions {
    /// Of these rows.
    pub(super) fn de(rangees: Vec<Rangee>) -> Self {
        Self(Chantier::nouveau(rangees).eliminer())
    }

    /// One of the homogeneous rows, by count below `largeur`: free counts look drawn, the others follow.
    pub(super) fn tirer(&self, largeur: usize, tirage: u64) -> Vec<u64> {
        let mut solution: Vec<u64> = (0..largeur as u64).map(|case| brasser(case ^ (tirage << 32))).collect();
        for pivot in self.0.iter().rev() {
            let somme = pivot.rangee.inconnues.iter().fold(0, |somme, (autre, coefficient)| {
                (somme + coefficient * solution.get(*autre).copied().unwrap_or(0)) % PREMIER
            });
            if let Some(valeur) = solution.get_mut(pivot.case) {
                *valeur = (PREMIER - somme) % PREMIER;
            }
        }
        solution
    }

    /// The counts that the rows give, in order: those that are zero where nothing is free.
    pub(super) fn donnees(&self, largeur: usize) -> Vec<Donnee> {
        let solution = self.tirer(largeur, 0);
        let nulle = |case: &usize| solution.get(*case) == Some(&0);
        let mut nulles: Vec<usize> = self.0.iter().map(|pivot| pivot.case).filter(nulle).collect();
        nulles.sort_unstable();
        let expressions = Expressions::des(&self.0, &nulles);
        nulles.into_iter().map(|case| Donnee { case, par: expressions.connues(case) }).collect()
    }
}

/// Pivots written as sums of known counts and of free ones; where nothing is free, the known ones say it all.
struct Expressions(BTreeMap<usize, BTreeMap<usize, u64>>);

impl Expressions {
    /// Of these pivots, and of those that they need.
    fn des(pivots: &[Pivot], voulus: &[usize]) -> Self {
        let mut utiles: BTreeSet<usize> = voulus.iter().copied().collect();
        for pivot in pivots {
            if utiles.contains(&pivot.case) {
                utiles.extend(pivot.rangee.inconnues.iter().map(|(autre, _)| *autre));
            }
        }
        let mut expressions = Self(BTreeMap::new());
        for pivot in pivots.iter().rev().filter(|pivot| utiles.contains(&pivot.case)) {
            let expression = expressions.exprimer(&pivot.rangee);
            expressions.0.insert(pivot.case, expression);
        }
        expressions
    }

    fn exprimer(&self, rangee: &Rangee) -> BTreeMap<usize, u64> {
        let mut somme: BTreeMap<usize, u64> = BTreeMap::new();
        let mut compter = |case: usize, n: u64| {
            let terme = somme.entry(case).or_default();
            *terme = (*terme + PREMIER - n % PREMIER) % PREMIER;
        };
        for (case, n) in &rangee.connues {
            compter(*case, *n);
        }
        for (autre, coefficient) in &rangee.inconnues {
            for (case, n) in self.0.get(autre).into_iter().flatten() {
                compter(*case, n * coefficient);
            }
        }
        somme.retain(|_, n| *n != 0);
        somme
    }

    fn connues(&self, case: usize) -> Vec<usize> {
        self.0.get(&case).into_iter().flat_map(|somme| somme.keys().copied()).collect()
    }
}

/// Rows being eliminated, seen by count too.
struct Chantier {
    rangees: Vec<Rangee>,
    /// The rows that hold each count.
    colonnes: Vec<Vec<usize>>,
    /// The counts by how many rows hold them; what is not true any more is passed over.
    file: BinaryHeap<Reverse<(usize, usize)>>,
    /// Rows of one count: the known ones say it.
    seules: Vec<usize>,
}

impl Chantier {
    fn nouveau(rangees: Vec<Rangee>) -> Self {
        let largeur = rangees.iter().flat_map(|r| r.inconnues.iter().map(|(case, _)| case + 1)).max();
        let mut colonnes = vec![Vec::new(); largeur.unwrap_or(0)];
        for (rang, rangee) in rangees.iter().enumerate() {
            for (case, _) in &rangee.inconnues {
                if let Some(colonne) = colonnes.get_mut(*case) {
                    colonne.push(rang);
                }
            }
        }
        let tenues = colonnes.iter().enumerate().filter(|(_, rangs)| !rangs.is_empty());
        let file = tenues.map(|(case, rangs)| Reverse((rangs.len(), case))).collect();
        let seules = rangees.iter().enumerate().filter(|(_, rangee)| rangee.inconnues.len() == 1);
        let seules = seules.map(|(rang, _)| rang).collect();
        Self { rangees, colonnes, file, seules }
    }

    /// The counts that follow from others, in the order in which they went.
    fn eliminer(mut self) -> Vec<Pivot> {
        let mut pivots = Vec::new();
        while let Some((case, rang)) = self.prochaine() {
            let mut rangee = self.rangees.get_mut(rang).map(std::mem::take).unwrap_or_default();
            for (autre, _) in &rangee.inconnues {
                self.detacher(*autre, rang);
            }
            let Ok(place) = rangee.inconnues.binary_search_by_key(&case, |(autre, _)| *autre) else {
                continue;
            };
            let (_, coefficient) = rangee.inconnues.remove(place);
            rangee.multiplier(inverse(coefficient));
            for rang in self.colonnes.get_mut(case).map(std::mem::take).unwrap_or_default() {
                self.soustraire(rang, case, &rangee);
            }
            pivots.push(Pivot { case, rangee });
        }
        pivots
    }

    /// What goes next, and the shortest row that holds it.
    fn prochaine(&mut self) -> Option<(usize, usize)> {
        while let Some(rang) = self.seules.pop() {
            let rangee = self.rangees.get(rang).filter(|rangee| rangee.inconnues.len() == 1);
            if let Some((case, _)) = rangee.and_then(|rangee| rangee.inconnues.first()) {
                return Some((*case, rang));
            }
        }
        while let Some(Reverse((tenue, case))) = self.file.pop() {
            let rangs = self.colonnes.get(case).filter(|rangs| rangs.len() == tenue && tenue > 0);
            let longueur = |rang: &usize| self.rangees.get(*rang).map_or(0, |r| r.inconnues.len());
            if let Some(rang) =
                rangs.and_then(|rangs| rangs.iter().copied().min_by_key(|r| (longueur(r), *r)))
            {
                return Some((case, rang));
            }
        }
        None
    }

    /// Takes a multiple of the pivot, whose coefficient is one, from a row, so that the count is no more in it.
    fn soustraire(&mut self, rang: usize, case: usize, pivot: &Rangee) {
        let Some(mut rangee) = self.rangees.get_mut(rang).map(std::mem::take) else { return };
        let Ok(place) = rangee.inconnues.binary_search_by_key(&case, |(autre, _)| *autre) else { return };
        let (_, facteur) = rangee.inconnues.remove(place);
        rangee.inconnues =
            retrancher(&rangee.inconnues, &pivot.inconnues, facteur, |autre, mouvement| match mouvement {
                Mouvement::Entre => self.attacher(autre, rang),
                Mouvement::Sort => self.detacher(autre, rang),
            });
        rangee.connues = retrancher(&rangee.connues, &pivot.connues, facteur, |_, _| {});
        if rangee.inconnues.len() == 1 {
            self.seules.push(rang);
        }
        if let Some(place) = self.rangees.get_mut(rang) {
            *place = rangee;
        }
    }

    fn attacher(&mut self, case: usize, rang: usize) {
        if let Some(rangs) = self.colonnes.get_mut(case) {
            rangs.push(rang);
            self.file.push(Reverse((rangs.len(), case)));
        }
    }

    fn detacher(&mut self, case: usize, rang: usize) {
        if let Some(rangs) = self.colonnes.get_mut(case) {
            rangs.retain(|autre| *autre != rang);
            self.file.push(Reverse((rangs.len(), case)));
        }
    }
}

impl Rangee {
    fn multiplier(&mut self, facteur: u64) {
        let termes = self.inconnues.iter_mut().chain(&mut self.connues);
        termes.for_each(|(_, coefficient)| *coefficient = *coefficient * facteur % PREMIER);
    }
}

/// What becomes of a count in a row.
enum Mouvement {
    Entre,
    Sort,
}

/// `termes - facteur × autres`, both in order of counts; says which counts come in and which go.
fn retrancher(
    termes: &[(usize, u64)],
    autres: &[(usize, u64)],
    facteur: u64,
    mut dire: impl FnMut(usize, Mouvement),
) -> Termes {
    let mut reste = Vec::with_capacity(termes.len() + autres.len());
    let (mut siens, mut retires) = (termes.iter().peekable(), autres.iter().peekable());
    loop {
        let case = match (siens.peek(), retires.peek()) {
            (Some((a, _)), Some((b, _))) => *a.min(b),
            (Some((seule, _)), None) | (None, Some((seule, _))) => *seule,
            (None, None) => return reste,
        };
        let avant = siens.next_if(|(autre, _)| *autre == case).map(|(_, n)| *n);
        let retire = retires.next_if(|(autre, _)| *autre == case).map_or(0, |(_, n)| n * facteur % PREMIER);
        let apres = (avant.unwrap_or(0) + PREMIER - retire) % PREMIER;
        match (avant, apres) {
            (Some(_), 0) => dire(case, Mouvement::Sort),
            (None, 0) => {}
            (None, _) => dire(case, Mouvement::Entre),
            (Some(_), _) => {}
        }
        if apres != 0 {
            reste.push((case, apres));
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

/// The inverse modulo [`PREMIER`], by Fermat.
pub(super) fn inverse(nombre: u64) -> u64 {
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
