//! How closely the sums hold each hidden count, those of the publication before with those of this one.
//!
//! Counts only grow, but for what is cancelled: what a publication shows bounds what the one before hid, and the other way
//! round. Both are read as one system, of which the sums are those of either publication, and each count is what it was and
//! what it gained.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::intervalle::{Avant, Bornes};
use super::parution::CaseParue;
use super::systeme::{Caches, Case, Regime, Somme, Systeme};

/// A hidden count keeps at least eleven values that it may take, those of a small count among them or beside it.
const LARGEUR: i64 = 10;

/// The bounds of every count: as it is by its number, then as it was, then what it gained.
pub(super) struct Etau<'s> {
    systeme: &'s Systeme,
    sommes: Cow<'s, [Somme]>,
    usage: Cow<'s, [Vec<usize>]>,
    bornes: Bornes,
    /// Hidden counts that the publication before left too few values by itself.
    passees: BTreeSet<usize>,
}

impl<'s> Etau<'s> {
    /// Of this system, whose sums alone matter when nothing was published before.
    pub(super) fn de(systeme: &'s Systeme) -> Self {
        let n = systeme.cases.len();
        if systeme.cases.iter().all(|case| case.avant.is_none()) {
            let (sommes, usage) = (Cow::Borrowed(&*systeme.sommes), Cow::Borrowed(&*systeme.usage));
            return Self { systeme, sommes, usage, bornes: Bornes::de(n), passees: BTreeSet::new() };
        }
        let anciennes =
            systeme.sommes.iter().filter(|somme| systeme.tenait(somme)).map(|somme| somme.decalee(n));
        let gains = (0..n).filter(|case| systeme.a_grandi(*case));
        let gains = gains.map(|case| Somme { total: case, parts: vec![n + case, 2 * n + case] });
        let sommes: Vec<Somme> = systeme.sommes.iter().cloned().chain(anciennes).chain(gains).collect();
        let mut usage = vec![Vec::new(); 3 * n];
        for (rang, somme) in sommes.iter().enumerate() {
            for case in somme.termes() {
                if let Some(rangs) = usage.get_mut(case) {
                    rangs.push(rang);
                }
            }
        }
        let (sommes, usage) = (Cow::Owned(sommes), Cow::Owned(usage));
        let mut etau = Self { systeme, sommes, usage, bornes: Bornes::de(3 * n), passees: BTreeSet::new() };
        etau.se_souvenir();
        etau
    }

    /// What the publication before told, alone.
    fn se_souvenir(&mut self) {
        self.poser_le_passe();
        let n = self.systeme.cases.len();
        let siennes = self.sommes.iter().enumerate().filter(|(_, somme)| (n..2 * n).contains(&somme.total));
        let siennes: Vec<usize> = siennes.map(|(rang, _)| rang).collect();
        self.bornes.resserrer(&self.sommes, siennes.into_iter(), &self.usage);
        self.passees = (0..n).filter(|case| self.est_serree_avant(*case)).collect();
    }

    /// Reads these sums, or all of them where two publications are tied; the hidden counts that they leave too few values, as
    /// they are or as they were.
    pub(super) fn resserrer(&mut self, bloc: &BTreeSet<usize>, caches: &Caches) -> Vec<usize> {
        if self.est_double() {
            self.poser_le_passe();
            return self.lire((0..self.sommes.len()).collect(), caches);
        }
        self.lire(bloc.clone(), caches)
    }

    fn lire(&mut self, bloc: BTreeSet<usize>, caches: &Caches) -> Vec<usize> {
        let n = self.systeme.cases.len();
        let sommes = bloc.iter().filter_map(|rang| self.sommes.get(*rang));
        let cases: BTreeSet<usize> = sommes.flat_map(Somme::termes).filter(|case| *case < n).collect();
        for (rang, case) in cases.iter().filter_map(|rang| Some((*rang, self.systeme.cases.get(*rang)?))) {
            match self.systeme.est_inconnue(rang, caches) {
                true => self.bornes.ignorer(rang, case.au_moins()),
                false => self.bornes.savoir(rang, case.compte.n),
            }
        }
        self.bornes.resserrer(&self.sommes, bloc.into_iter(), &self.usage);
        let serrees = cases.iter().copied().filter(|case| self.est_serree(*case, caches));
        serrees
            .chain(cases.iter().filter(|case| self.est_serree_avant(**case)).map(|case| n + case))
            .collect()
    }

    /// Why a count is held closely, from near to far: the counts of the sums that narrowed it, then those of the sums that
    /// narrowed these. Each by its number as it is now; what it was, and what it gained, nobody can hide any more.
    pub(super) fn causes(&self, serree: usize) -> impl Iterator<Item = Vec<usize>> {
        let n = self.systeme.cases.len();
        let (mut vues, mut front) = (BTreeSet::from([serree]), vec![serree]);
        std::iter::from_fn(move || {
            let sommes: BTreeSet<usize> = front.iter().flat_map(|case| self.bornes.causes(*case)).collect();
            let termes = sommes.iter().filter_map(|rang| self.sommes.get(*rang)).flat_map(Somme::termes);
            front = termes.filter(|case| vues.insert(*case)).collect();
            (!front.is_empty()).then(|| front.iter().copied().filter(|case| *case < n).collect())
        })
    }

    /// Tells a count; whether every other keeps its values. If not, nothing was told.
    pub(super) fn montrer(&mut self, case: usize, caches: &Caches) -> bool {
        let n = self.systeme.cases.len();
        let mut avant: Vec<Avant> = vec![(case, self.bornes.bornes(case))];
        self.bornes.savoir(case, self.systeme.n(case));
        let siennes = self.usage.get(case).into_iter().flatten().copied();
        avant.extend(self.bornes.resserrer(&self.sommes, siennes, &self.usage));
        let serree = |bougee: &usize| match bougee.checked_sub(n) {
            None => self.est_serree(*bougee, caches),
            Some(ancienne) => self.est_serree_avant(ancienne),
        };
        let tient = !avant.iter().any(|(bougee, _)| serree(bougee));
        if !tient {
            self.bornes.revenir(avant);
        }
        tient
    }

    fn poser_le_passe(&mut self) {
        let n = self.systeme.cases.len();
        for (rang, case) in self.systeme.cases.iter().enumerate() {
            match case.avant {
                Some(CaseParue::Montree(vue)) => self.bornes.savoir(n + rang, vue.n),
                Some(CaseParue::Cachee { compte, vue }) => {
                    let vue = vue.map_or(0, |vue| vue.n.min(compte.n));
                    self.bornes.ignorer(n + rang, vue.max(u64::from(compte.n > 0)));
                }
                None => self.bornes.ignorer(n + rang, 0),
            }
            self.bornes.ignorer(2 * n + rang, 0);
        }
    }

    fn est_double(&self) -> bool {
        matches!(self.sommes, Cow::Owned(_))
    }

    /// What nobody shows is protected from being given back, not from being guessed at.
    fn est_serree(&self, case: usize, caches: &Caches) -> bool {
        let regime = self.systeme.cases.get(case).map(|case| case.regime);
        self.systeme.est_inconnue(case, caches)
            && regime != Some(Regime::Reste)
            && self.bornes.largeur(case) < LARGEUR
    }

    /// Likewise of what was hidden before, unless it was told already.
    fn est_serree_avant(&self, case: usize) -> bool {
        let n = self.systeme.cases.len();
        let cachee =
            |case: &Case| matches!(case.avant, Some(CaseParue::Cachee { compte, .. }) if compte.n > 0);
        let cachee = self.systeme.cases.get(case).is_some_and(|c| cachee(c) && c.regime != Regime::Reste);
        cachee && !self.passees.contains(&case) && self.bornes.largeur(n + case) < LARGEUR
    }
}

impl Systeme {
    /// Did this sum hold between what was published before: none of its counts was kept from an earlier time.
    fn tenait(&self, somme: &Somme) -> bool {
        let avant = |case: &usize| self.cases.get(*case)?.avant.map(|avant| avant.compte().n);
        let parts: u64 = somme.parts.iter().filter_map(avant).sum();
        let reste = somme.parts.iter().any(|part| avant(part).is_none());
        avant(&somme.total).is_some_and(|total| if reste { total >= parts } else { total == parts })
    }

    /// Is this count as it was published before, and what it gained since.
    fn a_grandi(&self, case: usize) -> bool {
        let avant = |case: &Case| case.avant.is_some_and(|avant| avant.compte().n <= case.compte.n);
        self.cases.get(case).is_some_and(avant)
    }
}

impl Case {
    /// What anybody knows of it while it is hidden: it counts something, unless nobody shows it; and what was once shown is
    /// seldom taken away.
    fn au_moins(&self) -> u64 {
        let vue = self.avant.and_then(CaseParue::vue).map_or(0, |vue| vue.n.min(self.compte.n));
        vue.max(u64::from(self.regime != Regime::Reste))
    }
}
