//! How closely the sums hold each hidden count, those of the publication before with those of this one.
//!
//! Counts only grow, but for what is cancelled: what a publication shows bounds what the one before hid, and the other way
//! round. Both are read as one system, of which the sums are those of either publication, and each count is what it was and
//! what it gained.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::intervalle::{Avant, Bornes};
use super::parution::CaseParue;
use super::systeme::{Caches, Case, Regime, Somme, Systeme, atteintes};

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
        let n = self.systeme.cases.len();
        (0..n).for_each(|case| self.poser_le_passe(case));
        let siennes = self.sommes.iter().enumerate().filter(|(_, somme)| (n..2 * n).contains(&somme.total));
        let siennes: Vec<usize> = siennes.map(|(rang, _)| rang).collect();
        self.bornes.resserrer(&self.sommes, siennes.into_iter(), &self.usage);
        self.passees = (0..n).filter(|case| self.est_serree_avant(*case)).collect();
    }

    /// Reads again these sums and all those that unknown counts tie them to, of both publications; the hidden counts that they
    /// leave too few values, as they are or as they were.
    pub(super) fn resserrer(&mut self, touchees: &BTreeSet<usize>, caches: &Caches) -> Vec<usize> {
        let depart = self.des_deux_publications(touchees);
        let bloc = atteintes((&self.sommes, &self.usage), &depart, |case| self.est_inconnue(case, caches));
        let cases = self.termes(&bloc);
        for case in &cases {
            self.oublier(*case, caches);
        }
        self.bornes.resserrer(&self.sommes, bloc.into_iter(), &self.usage);
        let n = self.systeme.cases.len();
        let tient_mal = |case: &usize| match case.checked_sub(n) {
            None => self.est_serree(*case, caches),
            Some(ancienne) => ancienne < n && self.est_serree_avant(ancienne),
        };
        cases.into_iter().filter(tient_mal).collect()
    }

    /// These sums with those of the same counts as they were, and of what they gained.
    fn des_deux_publications(&self, touchees: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut toutes = touchees.clone();
        let n = self.systeme.cases.len();
        if self.usage.len() > n {
            for case in touchees.iter().filter_map(|rang| self.sommes.get(*rang)).flat_map(Somme::termes) {
                let siennes = [case, n + case].into_iter().filter_map(|case| self.usage.get(case));
                toutes.extend(siennes.flatten());
            }
        }
        toutes
    }

    /// The counts of these sums, in order.
    fn termes(&self, bloc: &[usize]) -> Vec<usize> {
        let mut dedans = vec![false; self.usage.len()];
        for case in bloc.iter().filter_map(|rang| self.sommes.get(*rang)).flat_map(Somme::termes) {
            if let Some(place) = dedans.get_mut(case) {
                *place = true;
            }
        }
        (0..dedans.len()).filter(|case| dedans.get(*case) == Some(&true)).collect()
    }

    /// Is this count looked for: as it is, as it was, or what it gained.
    fn est_inconnue(&self, case: usize, caches: &Caches) -> bool {
        let n = self.systeme.cases.len();
        match (case.checked_div(n), case.checked_rem(n)) {
            (Some(0), _) => self.systeme.est_inconnue(case, caches),
            (Some(1), Some(ancienne)) => !matches!(self.avant(ancienne), Some(CaseParue::Montree(_))),
            (_, Some(gain)) => self.est_inconnue(gain, caches) || self.est_inconnue(n + gain, caches),
            (_, None) => false,
        }
    }

    /// Back to what is known of a count without any sum.
    fn oublier(&mut self, case: usize, caches: &Caches) {
        let n = self.systeme.cases.len();
        match (case.checked_div(n), case.checked_rem(n)) {
            (Some(0), _) => self.poser_le_present(case, caches),
            (Some(1), Some(ancienne)) => self.poser_le_passe(ancienne),
            _ => self.bornes.ignorer(case, 0),
        }
    }

    fn poser_le_present(&mut self, case: usize, caches: &Caches) {
        let inconnue = self.systeme.est_inconnue(case, caches);
        match self.systeme.cases.get(case) {
            Some(sienne) if inconnue => self.bornes.ignorer(case, sienne.au_moins()),
            Some(sienne) => self.bornes.savoir(case, sienne.compte.n),
            None => {}
        }
    }

    fn poser_le_passe(&mut self, case: usize) {
        let n = self.systeme.cases.len();
        match self.avant(case) {
            Some(CaseParue::Montree(vue)) => self.bornes.savoir(n + case, vue.n),
            Some(CaseParue::Cachee { compte, vue }) => {
                let vue = vue.map_or(0, |vue| vue.n.min(compte.n));
                self.bornes.ignorer(n + case, vue.max(u64::from(compte.n > 0)));
            }
            None => self.bornes.ignorer(n + case, 0),
        }
    }

    fn avant(&self, case: usize) -> Option<CaseParue> {
        self.systeme.cases.get(case).and_then(|case| case.avant)
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
