//! The periods of one department, by name, laid out so that a question about a day reads what its page shows and little more.
//!
//! How many are on the list of a day is two binary searches; a page begins at its cursor; a word or a place leads to those
//! it is about. What costs more to lay out than to keep (words, places) waits for the first question that needs it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use droit::identifiant::CptsId;
use entrepot::publication::Periode;
use jiff::civil::Date;

use super::critere::{Critere, Curseur, Souhaits};
use super::inscrit::{Dit, Inscrit, dernier, jour};
use super::lexique::Lexique;
use super::suite::Suite;
use super::terrain::Terrain;

/// The periods, and what finds them.
#[derive(Debug, Default)]
pub(super) struct Registre {
    entrees: Vec<Entree>,
    toutes: Suite,
    par_cpts: HashMap<CptsId, Suite>,
    /// What each says of himself, at the same ranks.
    dits: Vec<Dit>,
    lexique: OnceLock<Lexique>,
    terrain: OnceLock<Terrain>,
}

/// One period of one MK.
#[derive(Clone, Debug)]
pub(super) struct Entree {
    pub(super) inscrit: Arc<Inscrit>,
    pub(super) periode: Periode,
}

/// A line found, and how far it is when somebody asked.
pub(super) type Trouvee<'r> = (Option<u32>, &'r Entree);

/// What a register answers: how many in all, and the lines that may stand on the page, one more than it holds.
#[derive(Debug, Default)]
pub(super) struct Moisson<'r> {
    pub(super) total: usize,
    pub(super) lignes: Vec<Trouvee<'r>>,
}

impl Entree {
    /// The order of the list by name.
    fn cle(&self) -> (&str, u128, Date) {
        (&self.inscrit.publie.recherche, self.periode.declaration.bits(), self.periode.du)
    }
}

impl Registre {
    /// Adds periods; [`Registre::ranger`] follows.
    pub(super) fn ajouter(&mut self, entree: Entree) {
        self.entrees.push(entree);
    }

    /// Takes out whoever does not satisfy.
    pub(super) fn garder(&mut self, garder: impl Fn(&Entree) -> bool) {
        self.entrees.retain(garder);
    }

    /// Sorts by name, and lays out what finds.
    pub(super) fn ranger(&mut self) {
        self.entrees.sort_by(|a, b| a.cle().cmp(&b.cle()));
        let jours = |e: &Entree| (jour(e.periode.du), dernier(e.periode.au));
        let mut par_cpts: HashMap<CptsId, Vec<_>> = HashMap::new();
        for (rang, entree) in (0_u32..).zip(&self.entrees) {
            par_cpts.entry(entree.periode.cpts).or_default().push((rang, jours(entree)));
        }
        self.toutes = Suite::new((0_u32..).zip(self.entrees.iter().map(jours)).collect());
        self.par_cpts = par_cpts.into_iter().map(|(cpts, places)| (cpts, Suite::new(places))).collect();
        self.dits = self.entrees.iter().map(|entree| entree.inscrit.dit()).collect();
        self.lexique = OnceLock::new();
        self.terrain = OnceLock::new();
    }

    /// How many are on the list of a day.
    pub(super) fn nombre(&self, le: Date) -> usize {
        self.toutes.nombre(jour(le))
    }

    /// Every period.
    pub(super) fn entrees(&self) -> impl Iterator<Item = &Entree> {
        self.entrees.iter()
    }

    /// Those whom a question is about.
    pub(super) fn chercher(&self, critere: &Critere) -> Moisson<'_> {
        let suite = match critere.cpts {
            None => Some(&self.toutes),
            Some(cpts) => self.par_cpts.get(&cpts),
        };
        let Some(suite) = suite else { return Moisson::default() };
        if critere.autour.is_some() {
            return self.autour(critere);
        }
        if !critere.mots.is_empty() {
            return self.par_mots(critere);
        }
        if critere.souhaits == Souhaits::default() {
            return self.page(suite, critere);
        }
        let le = jour(critere.jour);
        self.retenir(suite.au(le).filter(|rang| self.souhaite(*rang, critere)), critere)
    }

    /// Nothing chooses but the day and the CPTS: the page alone is read.
    fn page(&self, suite: &Suite, critere: &Critere) -> Moisson<'_> {
        let le = jour(critere.jour);
        let depuis = critere.apres.as_ref().map_or(0, |apres| suite.place(|rang| !self.suit(rang, apres)));
        let rangs = suite.a_partir(depuis, le).take(critere.limite.saturating_add(1));
        let lignes = rangs.filter_map(|rang| Some((None, self.entree(rang)?))).collect();
        Moisson { total: suite.nombre(le), lignes }
    }

    /// The words choose: those whom the rarest one leads to are looked at.
    fn par_mots(&self, critere: &Critere) -> Moisson<'_> {
        let lexique = self.lexique.get_or_init(|| Lexique::new(&self.entrees));
        let le = jour(critere.jour);
        let candidats = lexique.candidats(&critere.mots).into_iter().filter(|rang| {
            self.toutes.court(*rang, le)
                && self.souhaite(*rang, critere)
                && self.entree(*rang).is_some_and(|e| e.inscrit.est_dit(&e.periode, critere))
        });
        self.retenir(candidats, critere)
    }

    /// In the order of the ranks, which is that of names.
    fn retenir(&self, rangs: impl Iterator<Item = u32>, critere: &Critere) -> Moisson<'_> {
        let mut moisson = Moisson::default();
        for rang in rangs {
            moisson.total += 1;
            let suit = critere.apres.as_ref().is_none_or(|apres| self.suit(rang, apres));
            if suit && moisson.lignes.len() <= critere.limite {
                moisson.lignes.extend(self.entree(rang).map(|entree| (None, entree)));
            }
        }
        moisson
    }

    /// A place chooses: the communes near it lead to those who practise there, the nearest first.
    fn autour(&self, critere: &Critere) -> Moisson<'_> {
        let Some(autour) = &critere.autour else { return Moisson::default() };
        let terrain = self.terrain.get_or_init(|| Terrain::new(&self.entrees));
        let le = jour(critere.jour);
        let mut moisson = Moisson::default();
        let vus = terrain.autour(autour, le, self.entrees.len());
        let gardes = vus.into_iter().filter(|(_, rang)| {
            self.toutes.court(*rang, le)
                && self.souhaite(*rang, critere)
                && self.entree(*rang).is_some_and(|e| e.inscrit.est_dit(&e.periode, critere))
        });
        let mut gardes: Vec<(Option<u32>, u32)> =
            gardes.map(|(metres, rang)| (critere.tri.rang(Some(metres)), rang)).collect();
        moisson.total = gardes.len();
        if let Some(apres) = &critere.apres {
            gardes.retain(|(metres, rang)| {
                self.entree(*rang).is_some_and(|e| e.inscrit.suit(&e.periode, *metres, apres))
            });
        }
        let place = critere.limite.saturating_add(1);
        if gardes.len() > place {
            gardes.select_nth_unstable(place);
            gardes.truncate(place);
        }
        gardes.sort_unstable();
        moisson.lignes =
            gardes.into_iter().filter_map(|(metres, rang)| Some((metres, self.entree(rang)?))).collect();
        moisson
    }

    fn entree(&self, rang: u32) -> Option<&Entree> {
        self.entrees.get(usize::try_from(rang).ok()?)
    }

    fn suit(&self, rang: u32, apres: &Curseur) -> bool {
        self.entree(rang).is_some_and(|entree| entree.inscrit.suit(&entree.periode, None, apres))
    }

    /// Does what he says of himself answer.
    fn souhaite(&self, rang: u32, critere: &Critere) -> bool {
        let dit = usize::try_from(rang).ok().and_then(|rang| self.dits.get(rang));
        critere.souhaits == Souhaits::default()
            || dit.is_some_and(|dit| dit.repond(critere.souhaits, jour(critere.jour)))
    }
}
