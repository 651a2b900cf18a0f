//! What was published of a table, and what may move in it: two consecutive publications give no small count by difference.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Sum;

use super::{Etendue, Masque, SEUIL};
use crate::indicateur::{Activite, Compte, Comptes, Mesure};

/// A count by its place in a table.
pub type Cle = (Mesure, String);

/// What separates two values of a count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ecart {
    n: i128,
    sujets: i128,
}

impl Ecart {
    /// From one to the other.
    pub fn entre(avant: Compte, apres: Compte) -> Self {
        let de = |avant: u64, apres: u64| i128::from(apres) - i128::from(avant);
        Self { n: de(avant.n, apres.n), sujets: de(avant.sujets, apres.sujets) }
    }
}

impl Sum for Ecart {
    fn sum<I: Iterator<Item = Self>>(ecarts: I) -> Self {
        ecarts.fold(Self::default(), |somme, ecart| Self {
            n: somme.n + ecart.n,
            sujets: somme.sujets + ecart.sujets,
        })
    }
}

/// What proves that a difference is that of eleven patients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preuve {
    /// The patients alone: where their number is shown too, or each counts about once.
    #[default]
    Patients,
    /// Or more séances, acts, documents than ten patients could make, each of whom makes at most so many: one a day of the
    /// period.
    ///
    /// With a diagnosis the number of séances has no limit (décret 2024-618, art. 2,
    /// <https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000049797957>), but two on one day ask for two prescriptions (NGAP,
    /// title XIV), which direct access does not have. The cap of eight bounds those without a diagnosis alone.
    Nombre(u64),
}

impl Preuve {
    /// The one of a measure over so many days; over days that are not known, the patients alone.
    pub fn de(mesure: Mesure, jours: Option<u64>) -> Self {
        match mesure {
            Mesure::Episodes
            | Mesure::EpisodesParSeances
            | Mesure::EpisodesParClasse
            | Mesure::EpisodesParRegion
            | Mesure::EpisodesParDiagnostic
            | Mesure::EpisodesParMedecin
            | Mesure::EpisodesOrientes => Self::Patients,
            _ => jours.map_or(Self::Patients, Self::Nombre),
        }
    }

    /// May this difference be told: it is none, or that of eleven patients at least.
    pub fn suffit(self, ecart: Ecart) -> bool {
        let (n, sujets) = (ecart.n.unsigned_abs(), ecart.sujets.unsigned_abs());
        let nombreux = match self {
            Self::Patients => false,
            Self::Nombre(par_patient) => n > u128::from(SEUIL - 1) * u128::from(par_patient),
        };
        (n == 0 && sujets == 0) || sujets >= u128::from(SEUIL) || nombreux
    }
}

/// What was published of one count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseParue {
    /// It was shown.
    Montree(Compte),
    /// It was hidden; `vue` is how it was shown last, if ever.
    Cachee {
        /// What it hid.
        compte: Compte,
        /// As it was shown last.
        vue: Option<Compte>,
    },
}

impl CaseParue {
    /// What it says, or hides.
    pub fn compte(self) -> Compte {
        match self {
            Self::Montree(compte) | Self::Cachee { compte, .. } => compte,
        }
    }

    /// As it was shown last.
    pub fn vue(self) -> Option<Compte> {
        match self {
            Self::Montree(compte) => Some(compte),
            Self::Cachee { vue, .. } => vue,
        }
    }

    /// Must it stay as it is: hidden with the same count, or moved by too few patients since it was shown.
    pub(super) fn retient(self, compte: Compte, preuve: Preuve) -> bool {
        let reste_cachee = matches!(self, Self::Cachee { compte: ancien, .. } if ancien == compte);
        reste_cachee || self.vue().is_some_and(|vue| !preuve.suffit(Ecart::entre(vue, compte)))
    }

    /// What is published of a count that may not be told: what was shown stays as long as it told of enough patients.
    pub(super) fn tue(avant: Option<Self>, compte: Compte) -> Self {
        let petit = (1..SEUIL).contains(&compte.sujets);
        match avant {
            Some(Self::Montree(vue)) if !petit && vue != compte && vue.sujets >= SEUIL => Self::Montree(vue),
            _ => Self::Cachee { compte, vue: avant.and_then(Self::vue) },
        }
    }
}

/// A table as it was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableParue {
    /// Its counts.
    pub cases: BTreeMap<Cle, CaseParue>,
    /// What is not made of counted patients: histograms, MKs at work.
    pub autres: BTreeMap<Cle, Compte>,
    /// The measures hidden whole, their zeros too: too few patients stand behind them all.
    pub effacees: BTreeSet<Mesure>,
    /// How much of it is shown.
    pub etendue: Etendue,
    /// The share of the activity, over a calendar year.
    pub activite: Option<Activite>,
}

/// The share of the activity is told of a year.
const D_UNE_ANNEE: Preuve = Preuve::Nombre(366);

/// The share of the activity as it may be published: it moves like a count of séances.
pub(super) fn activite_parue(avant: Option<Activite>, lue: Option<Activite>) -> Option<Activite> {
    let seances = |activite: Activite| Compte { n: activite.acces_direct, sujets: 0 };
    match avant.zip(lue) {
        Some((avant, lue)) if !D_UNE_ANNEE.suffit(Ecart::entre(seances(avant), seances(lue))) => Some(avant),
        _ => lue,
    }
}

impl TableParue {
    /// Its sums as published, what is hidden left in.
    pub fn comptes(&self) -> Comptes {
        let mut comptes = Comptes::default();
        let cases = self.cases.iter().map(|(cle, case)| (cle, case.compte()));
        for ((mesure, modalite), compte) in
            cases.chain(self.autres.iter().map(|(cle, compte)| (cle, *compte)))
        {
            comptes.poser(*mesure, modalite, compte);
        }
        comptes
    }

    /// What is hidden of it.
    pub fn masque(&self) -> Masque {
        let mut masque = Masque::nouveau(self.etendue);
        for ((mesure, modalite), case) in &self.cases {
            if matches!(case, CaseParue::Cachee { .. }) {
                masque.cacher(*mesure, modalite);
            }
        }
        for mesure in &self.effacees {
            masque.effacer(*mesure);
        }
        masque
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compte(n: u64) -> Compte {
        Compte { n, sujets: n }
    }

    #[test]
    fn un_chiffre_ne_bouge_que_de_onze_patients() {
        let montree = CaseParue::Montree(compte(40));
        let retient = |case: CaseParue, n| case.retient(compte(n), Preuve::Patients);
        assert!(!retient(montree, 40) && retient(montree, 41) && retient(montree, 30));
        assert!(!retient(montree, 51) && !retient(montree, 29));
        assert_eq!(CaseParue::tue(Some(montree), compte(41)), montree, "what was shown stays");
    }

    /// With a diagnosis, a patient may come every day: ten such patients make 310 séances of a month.
    #[test]
    fn dix_patients_qui_viennent_chaque_jour_ne_se_devinent_pas() {
        let montree = CaseParue::Montree(compte(40));
        let de_plus = |n: u64| Compte { n: 40 + n, sujets: 40 };
        let mois = Preuve::de(Mesure::Seances, Some(31));
        assert!(montree.retient(de_plus(88), mois), "eight each of eleven patients, or three weeks of four");
        assert!(montree.retient(de_plus(310), mois) && !montree.retient(de_plus(311), mois));
        let annee = Preuve::de(Mesure::Seances, Some(366));
        assert!(montree.retient(de_plus(3660), annee) && !montree.retient(de_plus(3661), annee));
        assert!(montree.retient(de_plus(9999), Preuve::de(Mesure::Seances, None)));
        assert!(montree.retient(de_plus(9999), Preuve::de(Mesure::Episodes, Some(31))));
    }

    #[test]
    fn un_petit_nombre_se_cache_et_se_souvient_de_ce_qui_fut_montre() {
        let zero = CaseParue::Montree(compte(0));
        let cachee = CaseParue::tue(Some(zero), compte(3));
        let retient = |case: CaseParue, n| case.retient(compte(n), Preuve::Patients);
        assert_eq!(cachee, CaseParue::Cachee { compte: compte(3), vue: Some(compte(0)) });
        assert!(retient(cachee, 3) && retient(cachee, 10) && !retient(cachee, 11));
        let rapproche = CaseParue::Cachee { compte: compte(9), vue: Some(compte(12)) };
        assert!(retient(rapproche, 15), "15 against 12, seen before, would tell of three");
    }
}
