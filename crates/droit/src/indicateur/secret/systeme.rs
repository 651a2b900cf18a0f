//! A system of sums of counts, some of them hidden: hides more until no sum gives a hidden count back.

use std::collections::BTreeSet;

use super::SEUIL;
use super::elimination::{Donnee, MOINS_UN, Rangee, Solutions, UN};
use super::etau::Etau;
use super::parution::{CaseParue, Ecart, Preuve};
use crate::indicateur::Compte;

/// What may become of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// It is shown, unless it must be hidden.
    Publiable,
    /// It is not shown this time, and must not be given back.
    Protege,
    /// Nobody shows it: a remainder, a table that is only compared with.
    Reste,
}

/// How much a count would be missed: of two that would do, the one of the lower price is hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Prix {
    /// Hardly at all.
    #[default]
    Infime,
    /// By a few.
    Faible,
    /// By those who look closely.
    Moyen,
    /// By most.
    Fort,
    /// By everybody: hidden only when nothing else would do.
    Extreme,
}

impl Prix {
    /// One less, of what is a part of something at this price.
    #[must_use]
    pub fn moindre(self) -> Self {
        match self {
            Self::Infime | Self::Faible => Self::Infime,
            Self::Moyen => Self::Faible,
            Self::Fort => Self::Moyen,
            Self::Extreme => Self::Fort,
        }
    }
}

/// A count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// How much it would be missed.
    pub prix: Prix,
    /// How many, and how many patients stand behind.
    pub compte: Compte,
    /// What may become of it.
    pub regime: Regime,
    /// What proves that it moved by enough patients.
    pub preuve: Preuve,
    /// As it was published last; `None` when it was not.
    pub avant: Option<CaseParue>,
}

/// `total = parts`.
#[derive(Clone, Debug)]
pub(super) struct Somme {
    pub total: usize,
    pub parts: Vec<usize>,
}

impl Somme {
    pub fn termes(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().copied().chain([self.total])
    }

    /// The same between other counts, so many numbers farther.
    pub fn decalee(&self, de: usize) -> Self {
        Self { total: self.total + de, parts: self.parts.iter().map(|part| part + de).collect() }
    }
}

/// Counts and the sums that tie them.
#[derive(Clone, Debug, Default)]
pub struct Systeme {
    pub(super) cases: Vec<Case>,
    pub(super) sommes: Vec<Somme>,
    /// The sums each count is part of, by rank.
    pub(super) usage: Vec<Vec<usize>>,
}

/// Which counts are hidden, by number.
pub(super) type Caches = Vec<bool>;

/// Rounds of exact elimination, each of which hides at least one count more.
const TOURS: usize = 1_000;

impl Systeme {
    /// Adds a count; its number.
    pub fn ajouter(&mut self, case: Case) -> usize {
        self.cases.push(case);
        self.usage.push(Vec::new());
        self.cases.len() - 1
    }

    /// Says that a count is the sum of others.
    pub fn lier(&mut self, total: usize, parts: Vec<usize>) {
        let somme = Somme { total, parts };
        for case in somme.termes() {
            if let Some(rangs) = self.usage.get_mut(case) {
                rangs.push(self.sommes.len());
            }
        }
        self.sommes.push(somme);
    }

    /// Which counts to hide, by number. What is zero is shown: it tells of nobody.
    ///
    /// Sums that share no hidden count tell nothing of each other: after the first round, only those tied to what was just
    /// hidden are looked at again.
    pub fn proteger(&mut self) -> Vec<bool> {
        self.accorder_les_prix();
        let mut caches: Caches =
            self.cases.iter().map(|case| est_sensible(case) || case.regime != Regime::Publiable).collect();
        let mut touchees: BTreeSet<usize> = (0..self.sommes.len()).collect();
        let mut etau = Etau::de(self);
        for _ in 0..TOURS {
            self.completer(&mut touchees, &mut caches);
            let bloc = self.bloc(&touchees, &caches);
            let donnees = self.donnees(&bloc, &caches);
            let serrees = etau.resserrer(&touchees, &caches);
            let couvertures = self.couvrir(donnees, (&serrees, &etau), &mut caches);
            touchees = couvertures.iter().flat_map(|case| self.dans(*case)).copied().collect();
            if touchees.is_empty() {
                break;
            }
        }
        self.relacher(&mut caches, &mut etau);
        caches
    }

    /// A total of one part is the same count: hiding either hides both, at the price of the dearer.
    fn accorder_les_prix(&mut self) {
        let mut memes: Vec<(usize, usize)> = Vec::new();
        for somme in &self.sommes {
            let mut parts = somme.parts.iter().copied().filter(|part| self.n(*part) > 0);
            if let (Some(seule), None) = (parts.next(), parts.next()) {
                memes.push((somme.total, seule));
            }
        }
        let mut bouge = true;
        while std::mem::take(&mut bouge) {
            for (a, b) in &memes {
                let prix = self.prix(*a).max(self.prix(*b));
                for case in [a, b] {
                    let case = self.cases.get_mut(*case).filter(|case| case.prix < prix);
                    bouge |= case.map(|case| case.prix = prix).is_some();
                }
            }
        }
    }

    /// Until nothing moves: a shown total hides no part, or two of which one is large; a hidden one hides a part. The sums of
    /// what is hidden meanwhile are touched too.
    fn completer(&self, touchees: &mut BTreeSet<usize>, caches: &mut Caches) {
        let mut file = touchees.clone();
        while let Some(rang) = file.pop_first() {
            let Some(somme) = self.sommes.get(rang) else { continue };
            if !self.manque(somme, caches) {
                continue;
            }
            if let Some(choisie) = self.candidate(somme, caches) {
                cacher(caches, choisie);
                file.extend(self.dans(choisie));
                touchees.extend(self.dans(choisie));
                file.insert(rang);
            }
        }
    }

    /// Hides one count more for each that is told; those hidden.
    fn couvrir(
        &self,
        donnees: Vec<Donnee>,
        (serrees, etau): (&[usize], &Etau<'_>),
        caches: &mut Caches,
    ) -> Vec<usize> {
        let mut choisies: Vec<usize> = Vec::new();
        for Donnee { par, .. } in donnees {
            // What was just hidden may be enough: the next round says.
            if par.iter().any(|connue| cachee(caches, *connue)) {
                continue;
            }
            if let Some(choisie) = self.la_moins_chere(par.into_iter(), caches) {
                cacher(caches, choisie);
                choisies.push(choisie);
            }
        }
        for serree in serrees {
            let proches = etau.causes(*serree).next().unwrap_or_default();
            if proches.iter().any(|case| choisies.contains(case)) {
                continue;
            }
            if let Some(choisie) = self.la_plus_proche(etau.causes(*serree), caches) {
                cacher(caches, choisie);
                choisies.push(choisie);
            }
        }
        choisies
    }

    /// These sums, and those that hidden counts tie them to; in order.
    fn bloc(&self, touchees: &BTreeSet<usize>, caches: &Caches) -> Vec<usize> {
        atteintes((&self.sommes, &self.usage), touchees, |case| self.est_inconnue(case, caches))
    }

    pub(super) fn dans(&self, case: usize) -> &[usize] {
        self.usage.get(case).map_or(&[], Vec::as_slice)
    }

    pub(super) fn est_inconnue(&self, case: usize, caches: &Caches) -> bool {
        cachee(caches, case) && self.n(case) > 0
    }

    /// Does this sum, alone, give something back.
    pub(super) fn manque(&self, somme: &Somme, caches: &Caches) -> bool {
        let inconnue = |case: &usize| self.est_inconnue(*case, caches);
        let mut parts = somme.parts.iter().copied().filter(inconnue).peekable();
        let suffit = if inconnue(&somme.total) {
            // A total that nobody shows, and that tells of enough patients, may be known: elimination sees to the rest.
            parts.peek().is_some() || self.est_libre(somme.total)
        } else {
            let parts: Vec<usize> = parts.collect();
            // Likewise of a part that nobody shows: alone, it asks for no other.
            parts.iter().all(|case| self.est_libre(*case))
                || (parts.len() > 1 && self.sont_assez(somme, &parts))
        };
        !(suffit && self.le_mouvement_se_tait(somme, caches))
    }

    /// Do these parts of the sum, together, count eleven patients: one of them does, or the others leave as many of the total.
    fn sont_assez(&self, somme: &Somme, cachees: &[usize]) -> bool {
        let montrees = somme.parts.iter().filter(|case| !cachees.contains(case));
        let ailleurs: u64 = montrees.map(|case| self.sujets(*case)).sum();
        cachees.iter().any(|case| self.sujets(*case) >= SEUIL)
            || self.sujets(somme.total).saturating_sub(ailleurs) >= SEUIL
    }

    fn est_libre(&self, case: usize) -> bool {
        self.cases.get(case).is_some_and(|case| case.regime == Regime::Reste && !est_sensible(case))
    }

    /// What the parts hidden now or before gained together, under a total shown both times, is told by all the others: it
    /// is nothing, or that of enough patients.
    fn le_mouvement_se_tait(&self, somme: &Somme, caches: &Caches) -> bool {
        let avant = |case: usize| self.cases.get(case).and_then(|case| case.avant);
        let cachee_avant = |case: usize| matches!(avant(case), Some(CaseParue::Cachee { .. }));
        if cachee(caches, somme.total) || !matches!(avant(somme.total), Some(CaseParue::Montree(_))) {
            return true;
        }
        let ecart = |case: usize| Some(Ecart::entre(avant(case)?.compte(), self.cases.get(case)?.compte));
        let inconnues = somme
            .parts
            .iter()
            .copied()
            .filter(|case| cachee_avant(*case) || self.est_inconnue(*case, caches));
        // A part that was no part of the last publication hides how much the others moved.
        let gagne: Option<Ecart> = inconnues.map(ecart).sum();
        let preuve = self.cases.get(somme.total).map_or(Preuve::Patients, |total| total.preuve);
        gagne.is_none_or(|ecart| preuve.suffit(ecart))
    }

    /// The cheapest count of the sum that may still be hidden, the total last: a part costs less.
    fn candidate(&self, somme: &Somme, caches: &mut Caches) -> Option<usize> {
        let part = self.la_moins_chere(somme.parts.iter().copied(), caches);
        part.or_else(|| self.la_moins_chere([somme.total].into_iter(), caches))
    }

    /// Of those that may still be hidden, the one that would be missed least.
    fn la_moins_chere(&self, cases: impl Iterator<Item = usize>, caches: &mut Caches) -> Option<usize> {
        let montrees: Vec<usize> = cases.filter(|case| !cachee(caches, *case) && self.n(*case) > 0).collect();
        montrees.into_iter().min_by_key(|case| self.cout(*case, caches))
    }

    /// How much it would be missed, then how many sums would ask for one more, then its patients.
    fn cout(&self, case: usize, caches: &mut Caches) -> (Prix, usize, u64, usize) {
        (self.prix(case), self.sommes_rompues(case, caches), self.sujets(case), case)
    }

    /// The sums that hold, and would not if this count were hidden.
    fn sommes_rompues(&self, case: usize, caches: &mut Caches) -> usize {
        let sommes: Vec<&Somme> = self.dans(case).iter().filter_map(|rang| self.sommes.get(*rang)).collect();
        let tiennent: Vec<&Somme> = sommes.into_iter().filter(|somme| !self.manque(somme, caches)).collect();
        cacher(caches, case);
        let rompues = tiennent.into_iter().filter(|somme| self.manque(somme, caches)).count();
        if let Some(cache) = caches.get_mut(case) {
            *cache = false;
        }
        rompues
    }

    pub(super) fn prix(&self, case: usize) -> Prix {
        self.cases.get(case).map_or(Prix::Infime, |case| case.prix)
    }

    /// A count; nothing for a number that was not given.
    pub(super) fn compte(&self, case: usize) -> Compte {
        self.cases.get(case).map(|case| case.compte).unwrap_or_default()
    }

    /// How many a count is; none for a number that was not given.
    pub(super) fn n(&self, case: usize) -> u64 {
        self.cases.get(case).map_or(0, |case| case.compte.n)
    }

    pub(super) fn sujets(&self, case: usize) -> u64 {
        self.cases.get(case).map_or(0, |case| case.compte.sujets)
    }

    /// The cheapest count of the nearest group in which one may be hidden; what everybody looks for only when nothing farther
    /// would do.
    fn la_plus_proche(
        &self,
        groupes: impl Iterator<Item = Vec<usize>>,
        caches: &mut Caches,
    ) -> Option<usize> {
        let (mut faute_de_mieux, mut groupes) = (None, groupes.fuse());
        // What a total that nobody shows is made of is as near as the other terms of its sum.
        while let Some(proches) = groupes.next() {
            let groupe = proches.into_iter().chain(groupes.next().unwrap_or_default());
            let choisie = self.la_moins_chere(groupe, caches);
            if choisie.is_some_and(|choisie| self.prix(choisie) < Prix::Extreme) {
                return choisie;
            }
            faute_de_mieux = faute_de_mieux.or(choisie);
        }
        faute_de_mieux
    }

    /// The hidden counts that these sums together give back exactly.
    fn donnees(&self, bloc: &[usize], caches: &Caches) -> Vec<Donnee> {
        let mut donnees = self.solutions(bloc, caches).donnees(self.cases.len());
        donnees.retain(|donnee| self.se_tait(donnee.case));
        donnees
    }

    pub(super) fn solutions(&self, bloc: &[usize], caches: &Caches) -> Solutions {
        let sommes = bloc.iter().filter_map(|rang| self.sommes.get(*rang));
        let rangees = sommes.map(|somme| self.rangee(somme, caches));
        Solutions::de(rangees.filter(|rangee| !rangee.inconnues.is_empty()).collect())
    }

    /// Must nobody find this count when it is hidden.
    pub(super) fn se_tait(&self, case: usize) -> bool {
        self.cases.get(case).is_some_and(|case| case.regime != Regime::Reste || est_sensible(case))
    }

    fn rangee(&self, somme: &Somme, caches: &Caches) -> Rangee {
        let parts = somme.parts.iter().map(|case| (*case, UN));
        let mut rangee = Rangee::default();
        for (case, coefficient) in
            parts.chain([(somme.total, MOINS_UN)]).filter(|(case, _)| self.n(*case) > 0)
        {
            let cote = if cachee(caches, case) { &mut rangee.inconnues } else { &mut rangee.connues };
            cote.push((case, coefficient));
        }
        rangee.inconnues.sort_unstable();
        rangee.connues.sort_unstable();
        rangee
    }
}

/// The ranks of these sums and of all those that unknown counts tie them to, from one to the next; in order.
pub(super) fn atteintes(
    (sommes, usage): (&[Somme], &[Vec<usize>]),
    depart: &BTreeSet<usize>,
    inconnue: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let (mut vues, mut file) = (vec![false; sommes.len()], Vec::new());
    let mut voir = |rang: usize| vues.get_mut(rang).is_some_and(|vue| !std::mem::replace(vue, true));
    file.extend(depart.iter().copied().filter(|rang| voir(*rang)));
    while let Some(somme) = file.pop().and_then(|rang: usize| sommes.get(rang)) {
        for case in somme.termes().filter(|case| inconnue(*case)) {
            file.extend(usage.get(case).into_iter().flatten().copied().filter(|rang| voir(*rang)));
        }
    }
    (0..sommes.len()).filter(|rang| vues.get(*rang) == Some(&true)).collect()
}

pub(super) fn cachee(caches: &Caches, case: usize) -> bool {
    caches.get(case).copied().unwrap_or(true)
}

fn cacher(caches: &mut Caches, case: usize) {
    if let Some(cache) = caches.get_mut(case) {
        *cache = true;
    }
}

pub(super) fn est_sensible(case: &Case) -> bool {
    (1..SEUIL).contains(&case.compte.sujets)
}
