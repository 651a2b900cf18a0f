//! How many different patients stand behind a count, kept exactly while episodes come and go.
//!
//! A patient counts once in a range of thirds, however many episodes he has in it. Each third in which he is counted is
//! therefore written with the one before it: over a range, those whose previous third lies before the range are as many
//! as the patients. The range is free, the sums stay small, and nothing has to be searched for at reading time.

use std::collections::{BTreeMap, BTreeSet};

use super::apport::{apports, apports_sous};
use super::champ::Situation;
use super::mesure::{Cellule, Mesure, Variante};
use super::periode::Tranche;
use super::releve::Releve;
use crate::reglement::Reglement;

/// All structures together.
pub(super) const TOUTES: &str = "*";

/// What changes in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ecart {
    /// Of what is counted.
    pub n: i64,
    /// Of the different patients behind it (or MKs, for [`Mesure::PraticiensActifs`]).
    pub sujets: i64,
}

/// Perimeter, structure and cell.
type Cle = (String, String, Cellule);

/// The difference that a write makes to the sums, without what stays the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mouvement(BTreeMap<Cle, Ecart>);

impl Mouvement {
    /// Perimeter, structure (`*` for all), cell and what changes in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Cellule, Ecart)> {
        self.0.iter().map(|((perimetre, structure, cellule), ecart)| {
            (perimetre.as_str(), structure.as_str(), cellule, *ecart)
        })
    }

    /// Adds another one; what cancels out disappears.
    pub fn joindre(&mut self, autre: Self) {
        for (cle, ecart) in autre.0 {
            self.ajouter(cle, ecart);
        }
    }

    /// Is there nothing to write.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn ajouter(&mut self, cle: Cle, ecart: Ecart) {
        let somme = self.0.entry(cle.clone()).or_default();
        somme.n += ecart.n;
        somme.sujets += ecart.sujets;
        if *somme == Ecart::default() {
            self.0.remove(&cle);
        }
    }
}

type Cle2 = (Variante, Mesure, String);
type Presences = BTreeMap<Cle2, BTreeSet<(Situation, Tranche)>>;

/// What changes when the episodes of one patient go from `avant` to `apres`.
pub fn mouvement(
    avant: &[(Situation, &Releve)],
    apres: &[(Situation, &Releve)],
    reglement: &Reglement,
) -> Mouvement {
    let mut mouvement = Mouvement::default();
    let mut nombres: BTreeMap<(Situation, Cellule), i64> = BTreeMap::new();
    let anciennes = relever(avant, -1, &mut nombres);
    let nouvelles = relever(apres, 1, &mut nombres);
    for ((situation, cellule), n) in nombres.into_iter().filter(|(_, n)| *n != 0) {
        for perimetre in situation.cles(reglement) {
            let cle = (perimetre, situation.structure.code().to_owned(), cellule.clone());
            mouvement.ajouter(cle, Ecart { n, sujets: 0 });
        }
    }
    let vide = BTreeSet::new();
    let cles: BTreeSet<&Cle2> = anciennes.keys().chain(nouvelles.keys()).collect();
    for cle in cles {
        let (ancienne, nouvelle) = (anciennes.get(cle).unwrap_or(&vide), nouvelles.get(cle).unwrap_or(&vide));
        if ancienne != nouvelle {
            enchainer(cle, ancienne, -1, reglement, &mut mouvement);
            enchainer(cle, nouvelle, 1, reglement, &mut mouvement);
        }
    }
    mouvement
}

/// The sums of a few episodes, each with its patient, without perimeter, under one way of keeping episodes: those of a CPTS.
/// MKs at work are counted under any of them, by the calendar.
pub fn sommes<'r>(
    episodes: impl IntoIterator<Item = (u128, &'r Releve)>,
    variante: Variante,
) -> BTreeMap<Cellule, Ecart> {
    let mut sommes: BTreeMap<Cellule, Ecart> = BTreeMap::new();
    let mut sujets: BTreeMap<(Cle2, u128), BTreeSet<Tranche>> = BTreeMap::new();
    for (patient, releve) in episodes {
        for (cellule, n) in apports_sous(releve, variante) {
            let cle = (cellule.variante, cellule.mesure, cellule.modalite.clone());
            if cellule.mesure.compte_les_patients() {
                sujets.entry((cle, patient)).or_default().insert(cellule.tranche);
            }
            sommes.entry(cellule).or_default().n += n;
        }
        for seance in &releve.seances {
            let cle = (Variante::Calendaire, Mesure::PraticiensActifs, String::new());
            sujets.entry((cle, seance.par)).or_default().insert(Tranche::du(seance.le));
        }
    }
    for (((variante, mesure, modalite), _), tranches) in sujets {
        let mut precedent = Tranche::AVANT_TOUT;
        for tranche in tranches {
            let modalite = modalite.clone();
            let cellule = Cellule { variante, mesure, modalite, tranche, precedent };
            sommes.entry(cellule).or_default().sujets += 1;
            precedent = tranche;
        }
    }
    sommes
}

/// The chain of one MK, from the thirds in which he did séances; `signe` is 1 to add it, -1 to take it away.
pub fn presences_du_praticien(
    seances: &BTreeSet<(Situation, Tranche)>,
    signe: i64,
    reglement: &Reglement,
) -> Mouvement {
    let cle = (Variante::Calendaire, Mesure::PraticiensActifs, String::new());
    let mut mouvement = Mouvement::default();
    enchainer(&cle, seances, signe, reglement, &mut mouvement);
    mouvement
}

/// Adds what the episodes count, and says in which thirds the patient stands behind each count.
fn relever(
    episodes: &[(Situation, &Releve)],
    signe: i64,
    nombres: &mut BTreeMap<(Situation, Cellule), i64>,
) -> Presences {
    let mut presences = Presences::new();
    for (situation, releve) in episodes {
        for (cellule, n) in apports(releve) {
            if cellule.mesure.compte_les_patients() {
                let cle = (cellule.variante, cellule.mesure, cellule.modalite.clone());
                presences.entry(cle).or_default().insert((*situation, cellule.tranche));
            }
            *nombres.entry((*situation, cellule)).or_default() += signe * n;
        }
    }
    presences
}

/// Writes each third after the one before it, in each perimeter, for the structure and for all of them.
fn enchainer(
    (variante, mesure, modalite): &Cle2,
    presences: &BTreeSet<(Situation, Tranche)>,
    signe: i64,
    reglement: &Reglement,
    mouvement: &mut Mouvement,
) {
    let mut lieux: BTreeMap<(String, &str), BTreeSet<Tranche>> = BTreeMap::new();
    for (situation, tranche) in presences {
        for perimetre in situation.cles(reglement) {
            let structures = [TOUTES, situation.structure.code()];
            for structure in structures {
                lieux.entry((perimetre.clone(), structure)).or_default().insert(*tranche);
            }
        }
    }
    for ((perimetre, structure), tranches) in lieux {
        let mut precedent = Tranche::AVANT_TOUT;
        for tranche in tranches {
            let cellule = Cellule {
                variante: *variante,
                mesure: *mesure,
                modalite: modalite.clone(),
                tranche,
                precedent,
            };
            let cle = (perimetre.clone(), structure.to_owned(), cellule);
            mouvement.ajouter(cle, Ecart { n: 0, sujets: signe });
            precedent = tranche;
        }
    }
}
