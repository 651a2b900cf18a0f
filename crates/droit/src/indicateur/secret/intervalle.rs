//! What the sums say of hidden counts without giving them back: between which bounds each one lies.

use std::collections::BTreeSet;

/// Farther than any count; sums of such bounds stay far from overflow.
const SANS_BORNE: i128 = 1 << 80;
/// Sums read again at most so many times each: bounds that go on narrowing after that do so by ones.
const RELECTURES: usize = 40;

/// Bounds of every count, narrowed by the sums until nothing moves.
pub(super) struct Bornes(Vec<(i128, i128)>);

/// A sum: its total and its parts, by number.
pub(super) type Somme<'e> = (usize, &'e [usize]);

impl Bornes {
    /// Of counts that are known, or are at least so many.
    pub(super) fn nouvelles(comptes: impl Iterator<Item = Result<u64, u64>>) -> Self {
        let bornes = |compte| match compte {
            Ok(connu) => (i128::from(connu), i128::from(connu)),
            Err(au_moins) => (i128::from(au_moins), SANS_BORNE),
        };
        Self(comptes.map(bornes).collect())
    }

    /// Reads these sums, by rank, then again those whose terms moved.
    pub(super) fn resserrer(
        &mut self,
        (sommes, mut file): (&[Somme<'_>], BTreeSet<usize>),
        usage: &[Vec<usize>],
    ) {
        let mut restantes = file.len() * RELECTURES;
        while let Some(rang) = file.pop_first() {
            let Some(somme) = sommes.get(rang) else { continue };
            for bougee in self.lire(somme) {
                file.extend(usage.get(bougee).into_iter().flatten().copied());
            }
            restantes -= 1;
            if restantes == 0 {
                return;
            }
        }
    }

    /// How many values a count may still take, less one.
    pub(super) fn largeur(&self, case: usize) -> i128 {
        let (bas, haut) = self.de(case);
        haut - bas
    }

    fn de(&self, case: usize) -> (i128, i128) {
        self.0.get(case).copied().unwrap_or((0, SANS_BORNE))
    }

    fn lire(&mut self, (total, parts): &Somme<'_>) -> Vec<usize> {
        let somme = parts.iter().map(|part| self.de(*part));
        let (bas, haut) = somme.fold((0, 0), |(b, h), (bas, haut)| (b + bas, (h + haut).min(SANS_BORNE)));
        let mut bougees = Vec::new();
        bougees.extend(self.borner(*total, bas, haut));
        let (total_bas, total_haut) = self.de(*total);
        for part in *parts {
            let (sien_bas, sien_haut) = self.de(*part);
            let au_plus = if total_haut == SANS_BORNE { SANS_BORNE } else { total_haut - (bas - sien_bas) };
            let au_moins = if haut == SANS_BORNE { 0 } else { total_bas - (haut - sien_haut) };
            bougees.extend(self.borner(*part, au_moins, au_plus));
        }
        bougees
    }

    fn borner(&mut self, case: usize, bas: i128, haut: i128) -> Option<usize> {
        let bornes = self.0.get_mut(case)?;
        let serrees = (bornes.0.max(bas), bornes.1.min(haut));
        if serrees == *bornes {
            return None;
        }
        *bornes = serrees;
        Some(case)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deux_sommes_serrent_ce_qu_aucune_ne_donne() {
        // 60 = a + b + 40 and 25 = b + c, c at least 20: b at most 5, a at least 15.
        let comptes = [Ok(60), Err(1), Err(1), Ok(40), Ok(25), Err(20)];
        let sommes: [Somme<'_>; 2] = [(0, &[1, 2, 3]), (4, &[2, 5])];
        let mut bornes = Bornes::nouvelles(comptes.into_iter());
        let partout = vec![vec![0, 1]; comptes.len()];
        bornes.resserrer((&sommes, BTreeSet::from([0, 1])), &partout);
        assert_eq!((bornes.de(1), bornes.de(2)), ((15, 19), (1, 5)));
        assert_eq!((bornes.largeur(0), bornes.largeur(2)), (0, 4));
    }
}
