//! Everything that may be shown, as one system: tables, and the sums that tie them.

use std::collections::{BTreeMap, BTreeSet};

use super::SEUIL;
use super::parution::{CaseParue, Cle, Preuve, TableParue, activite_parue};
use super::systeme::{Case, Prix, Regime, Systeme};
use crate::indicateur::{Activite, Compte, Comptes, Mesure};

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
    pub fn admet(self, mesure: Mesure) -> bool {
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
    /// How much its totals would be missed.
    pub prix: Prix,
    /// The days of its period at most; `None` when it has no end.
    pub jours: Option<u64>,
    /// The share of the activity.
    pub activite: Option<Activite>,
    /// What was published of it before.
    pub avant: Option<TableParue>,
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

/// Measures that sums tie together: each group is a system of its own, smaller and solved apart.
const GROUPES: [&[Mesure]; 6] = [
    &[
        Mesure::Episodes,
        Mesure::EpisodesParClasse,
        Mesure::EpisodesParRegion,
        Mesure::EpisodesParDiagnostic,
        Mesure::EpisodesParMedecin,
        Mesure::EpisodesOrientes,
    ],
    &[Mesure::Seances, Mesure::SeancesParActe],
    &[Mesure::Orientations, Mesure::OrientationsParMotif, Mesure::OrientationsParDestination],
    &[Mesure::Evenements, Mesure::EvenementsParGravite],
    &[Mesure::Bilans, Mesure::BilansParDestinataire],
    &[Mesure::ComptesRendus, Mesure::ComptesRendusParDestinataire],
];

/// The counts of a system: their number by table, then by what is counted. What never counted anything has none.
struct Plan {
    cles: Vec<Cle>,
    numeros: Vec<Vec<Option<usize>>>,
    /// Places of totals and of the modalities that make them.
    decompositions: Vec<(usize, Vec<usize>)>,
    /// Places of totals and of a part of them.
    inclusions: Vec<[usize; 2]>,
}

/// What is counted of a table, in order.
type ADecider<'t> = BTreeMap<(Mesure, &'t str), Compte>;

impl Plan {
    fn nouveau(cles: Vec<Cle>) -> Self {
        let place = |mesure: Mesure, modalite: &str| {
            cles.iter().position(|(autre, sienne)| *autre == mesure && sienne == modalite)
        };
        let des = |decomposition: Mesure| {
            cles.iter()
                .enumerate()
                .filter(move |(_, (mesure, _))| *mesure == decomposition)
                .map(|(place, _)| place)
        };
        let decomposer = |(total, decomposition)| Some((place(total, "")?, des(decomposition).collect()));
        let inclure = |(total, part, modalite)| Some([place(total, "")?, place(part, modalite)?]);
        let decompositions = DECOMPOSITIONS.into_iter().filter_map(decomposer).collect();
        let inclusions = INCLUSIONS.into_iter().filter_map(inclure).collect();
        Self { numeros: Vec::new(), decompositions, inclusions, cles }
    }

    fn numero(&self, rang: usize, cle: usize) -> Option<usize> {
        self.numeros.get(rang)?.get(cle).copied().flatten()
    }

    /// Numbers the counts of the next table.
    fn numeroter(&mut self, table: &Table, comptes: &ADecider<'_>, systeme: &mut Systeme) {
        let mut numeros = vec![None; self.cles.len()];
        let mut places = self.cles.iter().zip(&mut numeros);
        for ((mesure, modalite), compte) in comptes {
            // Both are in order.
            let siennes = places.by_ref().find(|((autre, sienne), _)| autre == mesure && sienne == modalite);
            if let Some((cle, numero)) = siennes {
                *numero = Some(systeme.ajouter(table.case(cle, *compte)));
            }
        }
        self.numeros.push(numeros);
    }

    /// Every count, with its table and what it counts.
    fn iter(&self) -> impl Iterator<Item = (usize, &Cle, usize)> {
        self.numeros.iter().enumerate().flat_map(|(rang, numeros)| {
            self.cles.iter().zip(numeros).filter_map(move |(cle, numero)| Some((rang, cle, (*numero)?)))
        })
    }
}

impl Publication {
    /// What to publish of each table, after what was published before.
    pub fn paraitre(&self) -> Vec<TableParue> {
        let mut parues = vec![TableParue::default(); self.tables.len()];
        let toutes = Mesure::TOUS.iter().copied().collect();
        self.reparaitre(&mut parues, &toutes);
        parues
    }

    /// Solves again the groups of measures of which something changed since these tables were solved: no sum ties the
    /// others to them, and what was decided of them holds.
    pub fn reparaitre(&self, parues: &mut [TableParue], changees: &BTreeSet<Mesure>) {
        let change = |groupe: &&[Mesure]| groupe.iter().any(|mesure| changees.contains(mesure));
        let a_resoudre: Vec<&[Mesure]> = GROUPES.into_iter().filter(change).collect();
        for (parue, table) in parues.iter_mut().zip(&self.tables) {
            let mut cases = std::mem::take(&mut parue.cases);
            cases.retain(|(mesure, _), _| !a_resoudre.iter().any(|groupe| groupe.contains(mesure)));
            *parue = TableParue { cases, ..ebauche(table) };
        }
        for groupe in a_resoudre {
            self.resoudre(groupe, parues);
        }
        for (parue, table) in parues.iter_mut().zip(&self.tables) {
            finir(parue, table);
        }
    }

    fn resoudre(&self, groupe: &[Mesure], parues: &mut [TableParue]) {
        let mut systeme = Systeme::default();
        let plan = self.planifier(groupe, &mut systeme);
        for rang in 0..self.tables.len() {
            self.lier_la_table(rang, &plan, &mut systeme);
        }
        for relation in &self.relations {
            lier_les_tables(relation, &plan, &mut systeme);
        }
        let tues = systeme.proteger();
        for (rang, cle, numero) in plan.iter() {
            let tue = tues.get(numero).copied().unwrap_or(true);
            if let (Some(parue), Some(table)) = (parues.get_mut(rang), self.tables.get(rang)) {
                let compte = systeme.compte(numero);
                let case = if tue { table.taire(cle, compte) } else { CaseParue::Montree(compte) };
                parue.cases.insert(cle.clone(), case);
            }
        }
    }

    /// Numbers what is decided of every table.
    fn planifier(&self, groupe: &[Mesure], systeme: &mut Systeme) -> Plan {
        let tables: Vec<ADecider<'_>> = self.tables.iter().map(|table| table.a_decider(groupe)).collect();
        let cles: BTreeSet<&(Mesure, &str)> = tables.iter().flat_map(BTreeMap::keys).collect();
        let cles = cles.into_iter().map(|(mesure, modalite)| (*mesure, (*modalite).to_owned()));
        let mut plan = Plan::nouveau(cles.collect());
        for (table, comptes) in self.tables.iter().zip(&tables) {
            plan.numeroter(table, comptes, systeme);
        }
        plan
    }

    /// Within a table: a total is the sum of its modalities; what a part leaves is a count that nobody shows.
    fn lier_la_table(&self, rang: usize, plan: &Plan, systeme: &mut Systeme) {
        for (total, decomposition) in &plan.decompositions {
            let Some(total) = plan.numero(rang, *total) else { continue };
            let parts: Vec<usize> =
                decomposition.iter().filter_map(|place| plan.numero(rang, *place)).collect();
            if !parts.is_empty() {
                systeme.lier(total, parts);
            }
        }
        for places in &plan.inclusions {
            let [total, part] = places.map(|place| plan.numero(rang, place));
            let [cle_du_total, cle_de_la_part] = places.map(|place| plan.cles.get(place));
            if let (Some(total), Some(part), Some(tout), Some(inclus)) =
                (total, part, cle_du_total, cle_de_la_part)
            {
                let reste = systeme.ajouter(self.reste(rang, [tout, inclus]));
                systeme.lier(total, vec![part, reste]);
            }
        }
    }

    /// What a part leaves of its total: never shown, and as sensitive as a count.
    fn reste(&self, rang: usize, cles: [&Cle; 2]) -> Case {
        let lu = |comptes: &Comptes| {
            let [total, part] = cles.map(|(mesure, modalite)| comptes.un(*mesure, modalite).n);
            let n = total.saturating_sub(part);
            Compte { n, sujets: n }
        };
        let table = self.tables.get(rang);
        let avant = table.and_then(|table| table.avant.as_ref()).map(|avant| lu(&avant.comptes()));
        Case {
            prix: Prix::Infime,
            compte: table.map(|table| lu(&table.comptes)).unwrap_or_default(),
            regime: Regime::Reste,
            preuve: Preuve::Patients,
            avant: avant.map(|compte| CaseParue::Cachee { compte, vue: None }),
        }
    }
}

/// Between tables, cell by cell; what the parts do not hold is a remainder that nobody shows.
fn lier_les_tables(relation: &Relation, plan: &Plan, systeme: &mut Systeme) {
    for (cle, (mesure, _)) in plan.cles.iter().enumerate() {
        let Some(tout) = plan.numero(relation.tout, cle).filter(|_| !relation.sauf.contains(mesure)) else {
            continue;
        };
        let mut parts: Vec<usize> =
            relation.parts.iter().filter_map(|rang| plan.numero(*rang, cle)).collect();
        let somme: u64 = parts.iter().map(|part| systeme.n(*part)).sum();
        let reste = systeme.n(tout).saturating_sub(somme);
        if reste > 0 {
            // Its patients are unknown: at most as many as what is counted.
            let compte = Compte { n: reste, sujets: reste.min(SEUIL) };
            let preuve = Preuve::Patients;
            let case = Case { prix: Prix::Infime, compte, regime: Regime::Reste, preuve, avant: None };
            parts.push(systeme.ajouter(case));
        }
        systeme.lier(tout, parts);
    }
}

impl Table {
    /// What it counts of these measures, and what was hidden of them and counts nothing any more. What its extent never shows
    /// is not remembered: a month once kept its modalities, and would be the sum of parts that it counts no more.
    fn a_decider(&self, groupe: &[Mesure]) -> ADecider<'_> {
        let avant = self.avant.iter().flat_map(|avant| &avant.cases);
        let disparues = avant
            .filter(|((mesure, _), case)| matches!(case, CaseParue::Cachee { .. }) && groupe.contains(mesure))
            .filter(|((mesure, _), _)| self.etendue.admet(*mesure))
            .map(|((mesure, modalite), _)| ((*mesure, modalite.as_str()), Compte::default()));
        let comptees = groupe.iter().flat_map(|mesure| {
            self.comptes.modalites(*mesure).map(|(modalite, compte)| ((*mesure, modalite), compte))
        });
        disparues.chain(comptees).collect()
    }

    fn parue_avant(&self, cle: &Cle) -> Option<CaseParue> {
        let avant = self.avant.as_ref()?;
        // What a published table did not count was published as zero.
        let rien = Compte::default();
        let aucun = match avant.effacees.contains(&cle.0) {
            true => CaseParue::Cachee { compte: rien, vue: None },
            false => CaseParue::Montree(rien),
        };
        Some(avant.cases.get(cle).copied().unwrap_or(aucun))
    }

    fn case(&self, cle: &Cle, compte: Compte) -> Case {
        let (avant, preuve) = (self.parue_avant(cle), Preuve::de(cle.0, self.jours));
        let regime = if !self.etendue.admet(cle.0) {
            Regime::Reste
        } else if avant.is_some_and(|avant| avant.retient(compte, preuve)) {
            Regime::Protege
        } else {
            Regime::Publiable
        };
        let prix = match cle {
            (_, total) if total.is_empty() => self.prix,
            // Means and medians are told with all their classes or not at all.
            (Mesure::EpisodesParClasse, _) => self.prix,
            (Mesure::SeancesParActe, _) => self.prix.moindre().moindre(),
            _ => self.prix.moindre(),
        };
        Case { prix, compte, regime, preuve, avant }
    }

    fn taire(&self, cle: &Cle, compte: Compte) -> CaseParue {
        match self.etendue.admet(cle.0) {
            true => CaseParue::tue(self.parue_avant(cle), compte),
            false => CaseParue::Cachee { compte, vue: None },
        }
    }
}

/// What needs no protection of its own.
fn ebauche(table: &Table) -> TableParue {
    let actifs = table.comptes.modalites(Mesure::PraticiensActifs);
    let autres = actifs.map(|(modalite, compte)| ((Mesure::PraticiensActifs, modalite.to_owned()), compte));
    TableParue {
        autres: autres.collect(),
        etendue: table.etendue,
        activite: activite_parue(table.avant.as_ref().and_then(|avant| avant.activite), table.activite),
        ..TableParue::default()
    }
}

/// Histograms move with the totals that they would give back; behind too few patients nothing is told, zeros included.
fn finir(parue: &mut TableParue, table: &Table) {
    for (histogramme, liees) in HISTOGRAMMES {
        let avant = table.avant.as_ref().filter(|_| !est_a_jour(parue, table, liees));
        let avant = avant.map(TableParue::comptes);
        for (modalite, compte) in avant.as_ref().unwrap_or(&table.comptes).modalites(histogramme) {
            parue.autres.insert((histogramme, modalite.to_owned()), compte);
        }
    }
    let petit = |mesure: Mesure| (1..SEUIL).contains(&table.comptes.un(mesure, "").sujets);
    if petit(Mesure::Episodes) {
        parue.effacees.extend(Mesure::TOUS.iter().filter(|mesure| mesure.compte_les_patients()));
    }
    let totaux =
        DECOMPOSITIONS.iter().copied().chain(INCLUSIONS.iter().map(|(total, part, _)| (*total, *part)));
    parue.effacees.extend(totaux.filter(|(total, _)| petit(*total)).map(|(_, part)| part));
}

/// Is what is published of these measures what is counted now: without a publication before, it is.
fn est_a_jour(parue: &TableParue, table: &Table, mesures: &[Mesure]) -> bool {
    let mut siennes = parue.cases.iter().filter(|((mesure, _), _)| mesures.contains(mesure));
    siennes.all(|((mesure, modalite), case)| case.compte() == table.comptes.un(*mesure, modalite))
}

/// Histograms, and the measures whose counts they would tell.
const HISTOGRAMMES: [(Mesure, &[Mesure]); 3] = [
    (Mesure::EpisodesParSeances, &[Mesure::Episodes, Mesure::EpisodesParClasse, Mesure::Seances]),
    (Mesure::OrientationsParRang, &[Mesure::EpisodesOrientes]),
    (Mesure::OrientationsParDelai, &[Mesure::EpisodesOrientes]),
];
