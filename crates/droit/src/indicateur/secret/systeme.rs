//! A system of sums of counts, some of them hidden: hides more until no sum gives a hidden count back.

use std::collections::BTreeSet;

use super::SEUIL;
use super::elimination::{Eliminations, PREMIER, Termes};
use super::intervalle::{Bornes, Somme};
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

/// How much a count would be missed: of two that would do, the cheaper is hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Prix {
    /// A modality, a month.
    #[default]
    Detail,
    /// The total of a table.
    Total,
    /// The total of a territory over a calendar year: what everybody looks for.
    Vitrine,
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
struct Equation {
    total: usize,
    parts: Vec<usize>,
}

/// The sums each count is part of, by rank.
type Usage = [Vec<usize>];

/// Counts and the sums that tie them.
#[derive(Clone, Debug, Default)]
pub struct Systeme {
    cases: Vec<Case>,
    equations: Vec<Equation>,
}

/// A hidden count keeps at least eleven values that it may take, those of a small count among them or beside it.
const LARGEUR: i128 = 10;
/// Rounds of exact elimination, each of which hides at least one count more.
const TOURS: usize = 1_000;

impl Systeme {
    /// Adds a count; its number.
    pub fn ajouter(&mut self, case: Case) -> usize {
        self.cases.push(case);
        self.cases.len() - 1
    }

    /// Says that a count is the sum of others.
    pub fn lier(&mut self, total: usize, parts: Vec<usize>) {
        self.equations.push(Equation { total, parts });
    }

    /// Which counts to hide, by number. What is zero is shown: it tells of nobody.
    ///
    /// Sums that share no hidden count tell nothing of each other: after the first round, only those tied to what was just
    /// hidden are looked at again.
    pub fn proteger(&self) -> Vec<bool> {
        self.proteger_avec(&mut Eliminations::default())
    }

    /// The same, with what was found of systems solved before.
    pub fn proteger_avec(&self, eliminations: &mut Eliminations) -> Vec<bool> {
        let mut caches: Vec<bool> =
            self.cases.iter().map(|case| est_sensible(case) || case.regime != Regime::Publiable).collect();
        let usage = self.usage();
        let mut touchees: BTreeSet<usize> = (0..self.equations.len()).collect();
        for _ in 0..TOURS {
            self.completer(&usage, &mut touchees, &mut caches);
            let bloc = self.bloc(&usage, touchees, &caches);
            let mut a_couvrir = self.donnees(&bloc, &caches, eliminations);
            a_couvrir.extend(self.serrees(&usage, &bloc, &caches));
            touchees = BTreeSet::new();
            for case in a_couvrir {
                // What was just hidden beside it may be enough: the next round says.
                if dans(&usage, case).iter().any(|rang| touchees.contains(rang)) {
                    continue;
                }
                if let Some(choisie) = self.couverture(case, &usage, &caches) {
                    touchees.extend(dans(&usage, choisie));
                    if let Some(cache) = caches.get_mut(choisie) {
                        *cache = true;
                    }
                }
            }
            if touchees.is_empty() {
                break;
            }
        }
        eliminations.tourner();
        caches
    }

    /// Until nothing moves: a shown total hides no part, or two of which one is large; a hidden one hides a part. The sums of
    /// what is hidden meanwhile are touched too.
    fn completer(&self, usage: &Usage, touchees: &mut BTreeSet<usize>, caches: &mut [bool]) {
        let mut file = touchees.clone();
        while let Some(rang) = file.pop_first() {
            let Some(equation) = self.equations.get(rang) else { continue };
            if let Some(choisie) = self.manque(equation, caches) {
                if let Some(cache) = caches.get_mut(choisie) {
                    *cache = true;
                }
                file.extend(dans(usage, choisie));
                touchees.extend(dans(usage, choisie));
                file.insert(rang);
            }
        }
    }

    /// These sums, and those that hidden counts tie them to.
    fn bloc(&self, usage: &Usage, mut bloc: BTreeSet<usize>, caches: &[bool]) -> BTreeSet<usize> {
        let mut file: Vec<usize> = bloc.iter().copied().collect();
        while let Some(equation) = file.pop().and_then(|rang| self.equations.get(rang)) {
            let inconnues = self.termes(equation).filter(|case| self.est_inconnue(*case, caches));
            let voisines = inconnues.flat_map(|case| dans(usage, case).iter().copied());
            file.extend(voisines.filter(|rang| bloc.insert(*rang)));
        }
        bloc
    }

    fn usage(&self) -> Vec<Vec<usize>> {
        let mut usage = vec![Vec::new(); self.cases.len()];
        for (rang, equation) in self.equations.iter().enumerate() {
            for case in self.termes(equation) {
                if let Some(rangs) = usage.get_mut(case) {
                    rangs.push(rang);
                }
            }
        }
        usage
    }

    fn termes<'e>(&self, equation: &'e Equation) -> impl Iterator<Item = usize> + use<'e> {
        equation.parts.iter().copied().chain([equation.total])
    }

    fn est_inconnue(&self, case: usize, caches: &[bool]) -> bool {
        caches.get(case).copied().unwrap_or(true) && self.n(case) > 0
    }

    /// The count to hide so that this sum gives nothing back, when one is missing.
    fn manque(&self, equation: &Equation, caches: &[bool]) -> Option<usize> {
        let cachee = |case: &usize| self.est_inconnue(*case, caches);
        let parts: Vec<usize> = equation.parts.iter().copied().filter(cachee).collect();
        let suffit = if cachee(&equation.total) {
            // A total that nobody shows, and that tells of enough patients, may be known: elimination sees to the rest.
            !parts.is_empty() || self.est_libre(equation.total)
        } else {
            // Likewise of a part that nobody shows: alone, it asks for no other.
            parts.iter().all(|case| self.est_libre(*case))
                || (parts.len() > 1 && parts.iter().any(|case| self.sujets(*case) >= SEUIL))
        };
        if suffit && self.le_mouvement_se_tait(equation, caches) {
            return None;
        }
        self.candidate(equation, caches)
    }

    fn est_libre(&self, case: usize) -> bool {
        self.cases.get(case).is_some_and(|case| case.regime == Regime::Reste && !est_sensible(case))
    }

    /// What the parts hidden now or before gained together, under a total shown both times, is told by all the others: it
    /// is nothing, or that of enough patients.
    fn le_mouvement_se_tait(&self, equation: &Equation, caches: &[bool]) -> bool {
        let avant = |case: usize| self.cases.get(case).and_then(|case| case.avant);
        let cachee_avant = |case: usize| matches!(avant(case), Some(CaseParue::Cachee { .. }));
        let cachee = |case: usize| caches.get(case).copied().unwrap_or(true);
        if cachee(equation.total) || !matches!(avant(equation.total), Some(CaseParue::Montree(_))) {
            return true;
        }
        let ecart = |case: usize| Some(Ecart::entre(avant(case)?.compte(), self.cases.get(case)?.compte));
        let inconnues = equation
            .parts
            .iter()
            .copied()
            .filter(|case| cachee_avant(*case) || (cachee(*case) && self.n(*case) > 0));
        // A part that was no part of the last publication hides how much the others moved.
        let somme: Option<Ecart> = inconnues.map(ecart).sum();
        let preuve = self.cases.get(equation.total).map_or(Preuve::Patients, |total| total.preuve);
        somme.is_none_or(|ecart| preuve.suffit(ecart))
    }

    /// The least count of the sum that may still be hidden, the total last: a part costs less.
    fn candidate(&self, equation: &Equation, caches: &[bool]) -> Option<usize> {
        let montree = |case: &usize| !caches.get(*case).copied().unwrap_or(true) && self.n(*case) > 0;
        let part = equation.parts.iter().copied().filter(montree).min_by_key(|case| self.cout(*case));
        part.or_else(|| Some(equation.total).filter(montree))
    }

    fn cout(&self, case: usize) -> (Prix, u64, usize) {
        (self.prix(case), self.sujets(case), case)
    }

    fn prix(&self, case: usize) -> Prix {
        self.cases.get(case).map_or(Prix::Detail, |case| case.prix)
    }

    /// How many a count is; none for a number that was not given.
    pub(super) fn n(&self, case: usize) -> u64 {
        self.cases.get(case).map_or(0, |case| case.compte.n)
    }

    fn sujets(&self, case: usize) -> u64 {
        self.cases.get(case).map_or(0, |case| case.compte.sujets)
    }

    /// The count to hide so that a given back one is not: in one of its sums, else in those of the hidden counts that these
    /// sums tie it to, from near to far; what everybody looks for only when nothing else would do.
    fn couverture(&self, donnee: usize, usage: &Usage, caches: &[bool]) -> Option<usize> {
        let mut vues = BTreeSet::from([donnee]);
        let (mut front, mut faute_de_mieux) = (vec![donnee], None);
        while !front.is_empty() {
            let rangs = front.iter().flat_map(|case| dans(usage, *case));
            let sommes: Vec<&Equation> = rangs.filter_map(|rang| self.equations.get(*rang)).collect();
            let choix = sommes.iter().filter_map(|equation| self.candidate(equation, caches));
            if let Some(choisie) = choix.min_by_key(|case| self.cout(*case)) {
                if self.prix(choisie) < Prix::Vitrine {
                    return Some(choisie);
                }
                faute_de_mieux = faute_de_mieux.or(Some(choisie));
            }
            let liees = sommes.iter().flat_map(|equation| self.termes_inconnus(equation, caches));
            let liees = liees.map(|(case, _)| case);
            front = liees.filter(|case| vues.insert(*case)).collect();
        }
        faute_de_mieux
    }

    /// The hidden counts that these sums together give back exactly: those that every other solution has alike. One
    /// solution of the homogeneous system is drawn; where it is zero, nothing is free.
    fn donnees(
        &self,
        bloc: &BTreeSet<usize>,
        caches: &[bool],
        eliminations: &mut Eliminations,
    ) -> Vec<usize> {
        let equations = bloc.iter().filter_map(|rang| self.equations.get(*rang));
        let inconnues = equations.map(|equation| self.termes_inconnus(equation, caches));
        let mut donnees = eliminations.donnees(inconnues.filter(|termes| !termes.is_empty()).collect());
        donnees.retain(|case| {
            self.cases.get(*case).is_some_and(|c| c.regime != Regime::Reste || est_sensible(c))
        });
        donnees
    }

    /// The hidden counts of published tables that these sums leave too few values.
    fn serrees(&self, usage: &Usage, bloc: &BTreeSet<usize>, caches: &[bool]) -> Vec<usize> {
        let cachee = |rang: usize| caches.get(rang).copied().unwrap_or(true);
        let connu = |(rang, case): (usize, &Case)| match case.regime {
            _ if !cachee(rang) || case.compte.n == 0 => Ok(case.compte.n),
            Regime::Reste => Err(0),
            Regime::Publiable | Regime::Protege => Err(1),
        };
        let sommes: Vec<Somme<'_>> =
            self.equations.iter().map(|equation| (equation.total, equation.parts.as_slice())).collect();
        let mut bornes = Bornes::nouvelles(self.cases.iter().enumerate().map(connu));
        bornes.resserrer((&sommes, bloc.clone()), usage);
        // What nobody shows is protected from being given back, not from being guessed at.
        let protegee = |rang: &usize| {
            let case = self.cases.get(*rang);
            case.is_some_and(|case| case.compte.n > 0 && case.regime != Regime::Reste)
        };
        (0..self.cases.len())
            .filter(|rang| cachee(*rang) && protegee(rang) && bornes.largeur(*rang) < LARGEUR)
            .collect()
    }

    /// The hidden terms of a sum, those of the known side left out.
    fn termes_inconnus(&self, equation: &Equation, caches: &[bool]) -> Termes {
        let parts = equation.parts.iter().map(|case| (*case, 1));
        let termes = parts.chain([(equation.total, PREMIER - 1)]);
        termes.filter(|(case, _)| self.est_inconnue(*case, caches)).collect()
    }
}

fn dans(usage: &Usage, case: usize) -> &[usize] {
    usage.get(case).map_or(&[], Vec::as_slice)
}

fn est_sensible(case: &Case) -> bool {
    (1..SEUIL).contains(&case.compte.sujets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(n: u64) -> Case {
        let compte = Compte { n, sujets: n };
        let (prix, regime, preuve) = (Prix::Detail, Regime::Publiable, Preuve::Patients);
        Case { prix, compte, regime, preuve, avant: None }
    }

    fn depuis(avant: u64, n: u64) -> Case {
        Case { avant: Some(CaseParue::Montree(Compte { n: avant, sujets: avant })), ..case(n) }
    }

    /// 100 became 103, 60 stayed: the three others, of which one is hidden, gained 3 together.
    #[test]
    fn ce_que_les_cachees_ont_gagne_ensemble_ne_se_deduit_pas() {
        let mut systeme = Systeme::default();
        let [total, a, b, c] = [depuis(100, 103), depuis(60, 60), depuis(36, 38), depuis(4, 5)]
            .map(|case| systeme.ajouter(case));
        systeme.lier(total, vec![a, b, c]);
        assert_eq!(systeme.proteger(), [true, true, true, true], "no part moved enough: the total is hidden");
        let mut controle = Systeme::default();
        let numeros = [103, 60, 38, 5].map(|n| controle.ajouter(case(n)));
        controle.lier(numeros[0], numeros[1..].to_vec());
        assert_eq!(
            controle.proteger(),
            [false, false, true, true],
            "the control: nothing was published before"
        );
    }

    #[test]
    fn une_seule_petite_part_en_cache_une_autre() {
        let mut systeme = Systeme::default();
        let numeros: Vec<usize> = [100, 5, 40, 55].map(|n| systeme.ajouter(case(n))).to_vec();
        systeme.lier(numeros[0], numeros[1..].to_vec());
        assert_eq!(systeme.proteger(), [false, true, true, false]);
    }

    #[test]
    fn deux_petites_parts_ne_se_protegent_pas_l_une_l_autre() {
        let mut systeme = Systeme::default();
        let numeros: Vec<usize> = [100, 1, 1, 48, 50].map(|n| systeme.ajouter(case(n))).to_vec();
        systeme.lier(numeros[0], numeros[1..].to_vec());
        assert_eq!(
            systeme.proteger(),
            [false, true, true, true, false],
            "1 and 1 would be told by their sum"
        );
    }

    #[test]
    fn un_total_que_nul_ne_montre_ne_coute_rien_a_ses_parts() {
        let mut systeme = Systeme::default();
        let tout = systeme.ajouter(Case { regime: Regime::Reste, ..case(100) });
        let parts: Vec<usize> = [60, 40].map(|n| systeme.ajouter(case(n))).to_vec();
        systeme.lier(tout, parts);
        assert_eq!(systeme.proteger(), [true, false, false], "all of time is the sum of its years");
    }

    #[test]
    fn ce_qu_une_part_laisse_de_son_total_ne_la_cache_que_s_il_est_petit() {
        let caches = |reste: u64| {
            let mut systeme = Systeme::default();
            let total = systeme.ajouter(case(100 + reste));
            let part = systeme.ajouter(case(100));
            let laisse = systeme.ajouter(Case { regime: Regime::Reste, ..case(reste) });
            systeme.lier(total, vec![part, laisse]);
            systeme.proteger()
        };
        assert_eq!(caches(900), [false, false, true], "one hundred of a thousand were sent to a doctor");
        assert_eq!(caches(4), [false, true, true], "all but four");
    }

    /// All of it in one year, by the calendar and by the experiment alike: keeping the one quiet asks for the other.
    #[test]
    fn ce_que_donne_un_total_que_nul_ne_montre_se_cache_aussi() {
        let mut systeme = Systeme::default();
        let tout = systeme.ajouter(Case { regime: Regime::Reste, ..case(40) });
        let annee = systeme.ajouter(Case { regime: Regime::Protege, ..case(40) });
        let experience = systeme.ajouter(case(40));
        systeme.lier(tout, vec![annee]);
        systeme.lier(tout, vec![experience]);
        assert_eq!(systeme.proteger(), [true, true, true]);
    }

    #[test]
    fn un_zero_se_montre_et_un_petit_total_se_cache() {
        let mut systeme = Systeme::default();
        let numeros: Vec<usize> = [5, 5, 0].map(|n| systeme.ajouter(case(n))).to_vec();
        systeme.lier(numeros[0], numeros[1..].to_vec());
        assert_eq!(systeme.proteger(), [true, true, false]);
    }

    /// Two rows, three columns: each line hides two counts, yet the sums of both give one back.
    #[test]
    fn l_elimination_trouve_ce_que_chaque_somme_seule_ne_donne_pas() {
        let mut systeme = Systeme::default();
        let [a, b, c] = [3, 20, 30].map(|n| systeme.ajouter(case(n)));
        let total = systeme.ajouter(case(23));
        let autre = systeme.ajouter(case(50));
        let tout = systeme.ajouter(case(53));
        systeme.lier(total, vec![a, b]);
        systeme.lier(autre, vec![b, c]);
        systeme.lier(tout, vec![a, b, c]);
        let caches = systeme.proteger();
        assert!(caches[a]);
        let toutes = BTreeSet::from([0, 1, 2]);
        assert!(systeme.donnees(&toutes, &caches, &mut Eliminations::default()).is_empty());
        let naif = [true, true, false, false, false, false];
        assert_eq!(
            systeme.donnees(&toutes, &naif, &mut Eliminations::default()),
            [a, b],
            "the control: without the second round, both are given back"
        );
    }
}
