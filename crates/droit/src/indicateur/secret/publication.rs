//! Everything that may be shown, as one system: tables, and the sums that tie them.

use std::collections::{BTreeMap, BTreeSet};

use super::systeme::{Case, Systeme};
use super::{Masque, SEUIL};
use crate::indicateur::{Compte, Comptes, Mesure};

/// How much of a table is shown outside the care team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Etendue {
    /// All of it.
    #[default]
    Entiere,
    /// Its totals, without their modalities: months.
    Totaux,
    /// None: what others are compared with, remainders, the whole of time.
    Aucune,
}

impl Etendue {
    /// Is this measure shown in a table of this extent.
    pub fn montre(self, mesure: Mesure) -> bool {
        self.admet(mesure)
    }

    pub(super) fn admet(self, mesure: Mesure) -> bool {
        match self {
            Self::Entiere => true,
            Self::Totaux => TOTAUX.contains(&mesure) || mesure == Mesure::PraticiensActifs,
            Self::Aucune => false,
        }
    }
}

/// The totals.
const TOTAUX: [Mesure; 6] = [
    Mesure::Episodes,
    Mesure::Seances,
    Mesure::Orientations,
    Mesure::Evenements,
    Mesure::Bilans,
    Mesure::ComptesRendus,
];

/// Totals and the breakdowns whose modalities make them.
const DECOMPOSITIONS: [(Mesure, Mesure); 8] = [
    (Mesure::Episodes, Mesure::EpisodesParClasse),
    (Mesure::Episodes, Mesure::EpisodesParRegion),
    (Mesure::Episodes, Mesure::EpisodesParDiagnostic),
    (Mesure::Episodes, Mesure::EpisodesParMedecin),
    (Mesure::Seances, Mesure::SeancesParActe),
    (Mesure::Orientations, Mesure::OrientationsParMotif),
    (Mesure::Orientations, Mesure::OrientationsParDestination),
    (Mesure::Evenements, Mesure::EvenementsParGravite),
];

/// Counts that are part of a total: what is left is told by their difference.
const INCLUSIONS: [(Mesure, Mesure, &str); 5] = [
    (Mesure::Episodes, Mesure::EpisodesOrientes, ""),
    (Mesure::Bilans, Mesure::BilansParDestinataire, "au-moins-un"),
    (Mesure::Bilans, Mesure::BilansParDestinataire, "dmp"),
    (Mesure::ComptesRendus, Mesure::ComptesRendusParDestinataire, "au-moins-un"),
    (Mesure::ComptesRendus, Mesure::ComptesRendusParDestinataire, "dmp"),
];

/// A table of sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its sums.
    pub comptes: Comptes,
    /// How much of it is shown.
    pub etendue: Etendue,
}

/// A table is the sum of others, by rank in the list of tables; with a remainder that none of them holds, or without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The whole.
    pub tout: usize,
    /// Its parts.
    pub parts: Vec<usize>,
    /// The measures that do not add up along it.
    pub sauf: Vec<Mesure>,
}

/// The tables and their relations.
#[derive(Clone, Debug, Default)]
pub struct Publication {
    /// The tables.
    pub tables: Vec<Table>,
    /// What ties them.
    pub relations: Vec<Relation>,
}

type Cle = (Mesure, String);

impl Publication {
    /// What to hide of each table. Counts of `deja` (rank of a table, hidden before) stay hidden: what was not shown
    /// once is not given back by showing its neighbour later.
    pub fn masques(&self, deja: &BTreeSet<(usize, Cle)>) -> Vec<Masque> {
        let cles = self.cles();
        let (systeme, numeros) = self.systeme(&cles, deja);
        let caches = systeme.proteger();
        let mut masques: Vec<Masque> =
            self.tables.iter().map(|table| Masque::nouveau(table.etendue)).collect();
        for ((rang, cle), numero) in &numeros {
            if caches.get(*numero).copied().unwrap_or(true)
                && let Some(masque) = masques.get_mut(*rang)
            {
                masque.cacher(cle.0, &cle.1);
            }
        }
        masques
    }

    /// Every measure and modality that some table counts.
    fn cles(&self) -> BTreeSet<Cle> {
        let lues = self.tables.iter().flat_map(|table| table.comptes.iter());
        lues.filter(|(mesure, ..)| mesure.compte_les_patients())
            .map(|(mesure, modalite, _)| (mesure, modalite.to_owned()))
            .collect()
    }

    fn systeme(
        &self,
        cles: &BTreeSet<Cle>,
        deja: &BTreeSet<(usize, Cle)>,
    ) -> (Systeme, BTreeMap<(usize, Cle), usize>) {
        let (mut systeme, mut numeros) = (Systeme::default(), BTreeMap::new());
        for (rang, table) in self.tables.iter().enumerate() {
            for cle in cles {
                let Compte { n, sujets } = table.comptes.un(cle.0, &cle.1);
                let cachee = deja.contains(&(rang, cle.clone()));
                let publiable = table.etendue.admet(cle.0) && !cachee;
                numeros.insert((rang, cle.clone()), systeme.ajouter(Case { n, sujets, publiable }));
            }
        }
        for rang in 0..self.tables.len() {
            self.lier_la_table(rang, cles, &numeros, &mut systeme);
        }
        for relation in &self.relations {
            self.lier_les_tables(relation, cles, &numeros, &mut systeme);
        }
        (systeme, numeros)
    }

    /// Within a table: a total is the sum of its modalities; what a part leaves is a count that nobody shows.
    fn lier_la_table(
        &self,
        rang: usize,
        cles: &BTreeSet<Cle>,
        numeros: &BTreeMap<(usize, Cle), usize>,
        systeme: &mut Systeme,
    ) {
        let numero = |cle: &Cle| numeros.get(&(rang, cle.clone())).copied();
        for (total, decomposition) in DECOMPOSITIONS {
            let parts: Vec<usize> =
                cles.iter().filter(|(mesure, _)| *mesure == decomposition).filter_map(numero).collect();
            if let (Some(total), false) = (numero(&(total, String::new())), parts.is_empty()) {
                systeme.lier(total, parts);
            }
        }
        for (total, inclus, modalite) in INCLUSIONS {
            let cles = [(total, String::new()), (inclus, modalite.to_owned())];
            if let [Some(total), Some(part)] = cles.each_ref().map(numero) {
                let reste = self.difference(rang, &cles);
                let reste = systeme.ajouter(Case { n: reste, sujets: reste, publiable: false });
                systeme.lier(total, vec![part, reste]);
            }
        }
    }

    fn difference(&self, rang: usize, cles: &[Cle; 2]) -> u64 {
        let n = |cle: &Cle| self.tables.get(rang).map_or(0, |table| table.comptes.un(cle.0, &cle.1).n);
        let [total, part] = cles.each_ref().map(n);
        total.saturating_sub(part)
    }

    /// Between tables, cell by cell; what the parts do not hold is a remainder that nobody shows.
    fn lier_les_tables(
        &self,
        relation: &Relation,
        cles: &BTreeSet<Cle>,
        numeros: &BTreeMap<(usize, Cle), usize>,
        systeme: &mut Systeme,
    ) {
        for cle in cles.iter().filter(|(mesure, _)| !relation.sauf.contains(mesure)) {
            let n =
                |rang: &usize| self.tables.get(*rang).map_or(0, |table| table.comptes.un(cle.0, &cle.1).n);
            let numero = |rang: &usize| numeros.get(&(*rang, cle.clone())).copied();
            let Some(tout) = numero(&relation.tout) else { continue };
            let mut parts: Vec<usize> = relation.parts.iter().filter_map(numero).collect();
            let reste = n(&relation.tout).saturating_sub(relation.parts.iter().map(n).sum());
            if reste > 0 {
                // Its patients are unknown: at most as many as what is counted.
                let sujets = reste.min(SEUIL);
                parts.push(systeme.ajouter(Case { n: reste, sujets, publiable: false }));
            }
            systeme.lier(tout, parts);
        }
    }
}
