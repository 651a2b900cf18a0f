//! What the sums say of hidden counts without giving them back: between which bounds each one lies.

use std::collections::VecDeque;

use super::systeme::Somme;

/// Farther than any count; sums of such bounds stay far from overflow.
const SANS_BORNE: i64 = 1 << 40;
/// Sums read again at most so many times each: bounds that go on narrowing after that do so by ones.
const RELECTURES: usize = 40;

/// Bounds of every count, narrowed by the sums until nothing moves.
pub(super) struct Bornes {
    bornes: Vec<(i64, i64)>,
    /// The sum that narrowed each count last, from below and from above.
    causes: Vec<[Option<usize>; 2]>,
}

/// A count, and its bounds before they moved.
pub(super) type Avant = (usize, (i64, i64));

impl Bornes {
    /// Of so many counts, of which nothing is known.
    pub(super) fn de(cases: usize) -> Self {
        Self { bornes: vec![(0, SANS_BORNE); cases], causes: vec![[None; 2]; cases] }
    }

    /// This count is known.
    pub(super) fn savoir(&mut self, case: usize, n: u64) {
        self.poser(case, (borne(n), borne(n)));
    }

    /// This one is not, but is at least so many.
    pub(super) fn ignorer(&mut self, case: usize, au_moins: u64) {
        self.poser(case, (borne(au_moins), SANS_BORNE));
    }

    fn poser(&mut self, case: usize, bornes: (i64, i64)) {
        if let (Some(siennes), Some(causes)) = (self.bornes.get_mut(case), self.causes.get_mut(case)) {
            *siennes = bornes;
            *causes = [None; 2];
        }
    }

    /// Reads these sums, by rank, then again those whose terms moved.
    /// What each count that moved was before, in the order in which they moved.
    pub(super) fn resserrer(
        &mut self,
        sommes: &[Somme],
        bloc: impl Iterator<Item = usize>,
        usage: &[Vec<usize>],
    ) -> Vec<Avant> {
        let mut file: VecDeque<usize> = bloc.collect();
        let mut restantes = file.len() * RELECTURES;
        let mut attend = vec![false; sommes.len()];
        for rang in &file {
            attendre(&mut attend, *rang, true);
        }
        let (mut bougees, mut avant) = (Vec::new(), Vec::new());
        while let Some(rang) = file.pop_front().filter(|_| restantes > 0) {
            restantes -= 1;
            attendre(&mut attend, rang, false);
            let Some(somme) = sommes.get(rang) else { continue };
            self.lire(rang, somme, &mut bougees);
            for (bougee, bornes) in bougees.drain(..) {
                avant.push((bougee, bornes));
                let siennes = usage.get(bougee).into_iter().flatten().copied();
                file.extend(siennes.filter(|rang| attendre(&mut attend, *rang, true)));
            }
        }
        avant
    }

    /// As they were before these moves.
    pub(super) fn revenir(&mut self, avant: Vec<Avant>) {
        for (case, bornes) in avant.into_iter().rev() {
            self.poser(case, bornes);
        }
    }

    /// How many values a count may still take, less one.
    pub(super) fn largeur(&self, case: usize) -> i64 {
        let (bas, haut) = self.bornes(case);
        haut - bas
    }

    pub(super) fn bornes(&self, case: usize) -> (i64, i64) {
        self.bornes.get(case).copied().unwrap_or((0, SANS_BORNE))
    }

    fn lire(&mut self, rang: usize, somme: &Somme, bougees: &mut Vec<Avant>) {
        let parts = somme.parts.iter().map(|part| self.bornes(*part));
        let (bas, haut) = parts.fold((0, 0), |(b, h), (bas, haut)| (b + bas, (h + haut).min(SANS_BORNE)));
        self.borner(rang, somme.total, (bas, haut), bougees);
        let (total_bas, total_haut) = self.bornes(somme.total);
        for part in &somme.parts {
            let (sien_bas, sien_haut) = self.bornes(*part);
            let au_plus = if total_haut == SANS_BORNE { SANS_BORNE } else { total_haut - (bas - sien_bas) };
            let au_moins = if haut == SANS_BORNE { 0 } else { total_bas - (haut - sien_haut) };
            self.borner(rang, *part, (au_moins, au_plus), bougees);
        }
    }

    fn borner(&mut self, rang: usize, case: usize, (bas, haut): (i64, i64), bougees: &mut Vec<Avant>) {
        let (Some(bornes), Some(causes)) = (self.bornes.get_mut(case), self.causes.get_mut(case)) else {
            return;
        };
        let serrees = (bornes.0.max(bas), bornes.1.min(haut));
        if serrees == *bornes {
            return;
        }
        let [par_le_bas, par_le_haut] = causes;
        for (cause, serre) in [(par_le_bas, serrees.0 > bornes.0), (par_le_haut, serrees.1 < bornes.1)] {
            *cause = if serre { Some(rang) } else { *cause };
        }
        bougees.push((case, std::mem::replace(bornes, serrees)));
    }

    /// The sums that narrowed a count last.
    pub(super) fn causes(&self, case: usize) -> impl Iterator<Item = usize> {
        self.causes.get(case).into_iter().flatten().flatten().copied()
    }
}

fn borne(n: u64) -> i64 {
    i64::try_from(n).map_or(SANS_BORNE, |n| n.min(SANS_BORNE))
}

/// Says whether a sum waits to be read; whether it did not yet.
fn attendre(attend: &mut [bool], rang: usize, voulu: bool) -> bool {
    attend.get_mut(rang).is_some_and(|place| std::mem::replace(place, voulu) != voulu)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deux_sommes_serrent_ce_qu_aucune_ne_donne() {
        // 60 = a + b + 40 and 25 = b + c, c at least 20: b at most 5, a at least 15.
        let mut bornes = Bornes::de(6);
        for (case, n) in [(0, 60), (3, 40), (4, 25)] {
            bornes.savoir(case, n);
        }
        for (case, au_moins) in [(1, 1), (2, 1), (5, 20)] {
            bornes.ignorer(case, au_moins);
        }
        let sommes = [Somme { total: 0, parts: vec![1, 2, 3] }, Somme { total: 4, parts: vec![2, 5] }];
        let partout = vec![vec![0, 1]; 6];
        let avant = bornes.resserrer(&sommes, 0..2, &partout);
        assert_eq!((bornes.bornes(1), bornes.bornes(2)), ((15, 19), (1, 5)));
        assert_eq!((bornes.largeur(0), bornes.largeur(2)), (0, 4));
        bornes.revenir(avant);
        assert_eq!((bornes.bornes(1), bornes.bornes(2)), ((1, SANS_BORNE), (1, SANS_BORNE)));
    }
}
