//! The sums over a field, a period and a variant: what every figure is made of.

use std::collections::{BTreeMap, BTreeSet};

use super::apport::{apports, apports_du_praticien};
use super::mesure::{Mesure, Variante};
use super::periode::Tranche;
use super::releve::Releve;
use super::valeur::Histogramme;

/// A sum, and the different patients behind it (MKs, for [`Mesure::PraticiensActifs`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Compte {
    /// How many.
    pub n: u64,
    /// How many patients.
    pub sujets: u64,
}

/// The sums, by measure and modality. What is not there is zero, and no measure is there without a sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Comptes(BTreeMap<Mesure, BTreeMap<String, Compte>>);

impl Comptes {
    /// Adds a sum; a number below zero is none.
    pub fn ajouter(&mut self, mesure: Mesure, modalite: &str, n: i64, sujets: i64) {
        let (n, sujets) = (u64::try_from(n).unwrap_or(0), u64::try_from(sujets).unwrap_or(0));
        if n > 0 || sujets > 0 {
            let compte = self.0.entry(mesure).or_default().entry(modalite.to_owned()).or_default();
            compte.n += n;
            compte.sujets += sujets;
        }
    }

    /// Sets a sum; nothing is written for nothing.
    pub fn poser(&mut self, mesure: Mesure, modalite: &str, compte: Compte) {
        if compte != Compte::default() {
            self.0.entry(mesure).or_default().insert(modalite.to_owned(), compte);
        }
    }

    /// Sets a sum, whatever it was.
    pub fn remplacer(&mut self, mesure: Mesure, modalite: &str, compte: Compte) {
        if let Some(siennes) = self.0.get_mut(&mesure) {
            siennes.remove(modalite);
            if siennes.is_empty() {
                self.0.remove(&mesure);
            }
        }
        self.poser(mesure, modalite, compte);
    }

    /// Adds a difference to a sum; what comes to nothing is written no more.
    pub fn varier(&mut self, mesure: Mesure, modalite: &str, n: i64, sujets: i64) {
        if n == 0 && sujets == 0 {
            return;
        }
        let avant = self.un(mesure, modalite);
        let compte = Compte {
            n: avant.n.saturating_add_signed(n),
            sujets: avant.sujets.saturating_add_signed(sujets),
        };
        self.remplacer(mesure, modalite, compte);
    }

    /// One sum.
    pub fn un(&self, mesure: Mesure, modalite: &str) -> Compte {
        self.0.get(&mesure).and_then(|siennes| siennes.get(modalite)).copied().unwrap_or_default()
    }

    /// The modalities of a measure, in order of code.
    pub fn modalites(&self, mesure: Mesure) -> impl Iterator<Item = (&str, Compte)> {
        let siennes = self.0.get(&mesure).into_iter().flatten();
        siennes.map(|(modalite, compte)| (modalite.as_str(), *compte))
    }

    /// Every sum, by measure and modality.
    pub fn iter(&self) -> impl Iterator<Item = (Mesure, &str, Compte)> {
        self.0.iter().flat_map(|(mesure, siennes)| {
            siennes.iter().map(|(modalite, compte)| (*mesure, modalite.as_str(), *compte))
        })
    }

    /// A measure whose modalities are numbers.
    pub fn histogramme(&self, mesure: Mesure) -> Histogramme {
        let lu = |(modalite, compte): (&str, Compte)| Some((modalite.parse().ok()?, compte.n));
        self.modalites(mesure).filter_map(lu).collect()
    }

    /// The sums made straight from episodes, each with its patient, without any chain.
    pub fn des_episodes<'r>(
        episodes: impl IntoIterator<Item = (u128, &'r Releve)>,
        variante: Variante,
        tranches: (Tranche, Tranche),
    ) -> Self {
        Self::sommer(episodes.into_iter().map(|(patient, r)| (patient, apports(r))), variante, tranches)
    }

    /// The same for one MK: the episodes he opened, what he did himself.
    pub fn du_praticien<'r>(
        episodes: impl IntoIterator<Item = (u128, &'r Releve)>,
        praticien: u128,
        variante: Variante,
        tranches: (Tranche, Tranche),
    ) -> Self {
        let siens = |(patient, r)| (patient, apports_du_praticien(r, praticien));
        let mut comptes = Self::sommer(episodes.into_iter().map(siens), variante, tranches);
        let actif = i64::from(comptes.un(Mesure::Seances, "").n > 0);
        comptes.ajouter(Mesure::PraticiensActifs, "", 0, actif);
        comptes
    }

    fn sommer(
        apports: impl Iterator<Item = (u128, BTreeMap<super::Cellule, i64>)>,
        variante: Variante,
        (debut, fin): (Tranche, Tranche),
    ) -> Self {
        let mut sommes: BTreeMap<(Mesure, String), (i64, BTreeSet<u128>)> = BTreeMap::new();
        for (patient, cellules) in apports {
            for (cellule, n) in cellules {
                let dedans = cellule.variante == variante && (debut..=fin).contains(&cellule.tranche);
                if !dedans {
                    continue;
                }
                let (somme, patients) = sommes.entry((cellule.mesure, cellule.modalite)).or_default();
                *somme += if cellule.precedent < debut { n } else { 0 };
                if cellule.mesure.compte_les_patients() {
                    patients.insert(patient);
                }
            }
        }
        let mut comptes = Self::default();
        for ((mesure, modalite), (n, patients)) in sommes {
            comptes.ajouter(mesure, &modalite, n, i64::try_from(patients.len()).unwrap_or(i64::MAX));
        }
        comptes
    }
}
