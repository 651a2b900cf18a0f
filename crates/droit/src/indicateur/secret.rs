//! What may not be shown outside the care team: counts of one to ten patients, and what would give them back.

use std::collections::BTreeSet;

use super::comptes::Comptes;
use super::mesure::Mesure;

/// The smallest number of patients that may be shown. Fewer, but not none, is hidden.
pub const SEUIL: u64 = 11;

/// The sums that may not be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masque(BTreeSet<(Mesure, String)>);

impl Masque {
    /// Everything may be shown: to the care team.
    pub fn aucun() -> Self {
        Self::default()
    }

    /// Everything made of too few patients, and one more modality of each breakdown that hides a single one.
    pub fn du_tableau(comptes: &Comptes) -> Self {
        let mut masque = Self::default();
        for (mesure, modalite, compte) in comptes.iter() {
            if mesure.compte_les_patients() && (1..SEUIL).contains(&compte.sujets) {
                masque.cacher(mesure, modalite);
            }
        }
        for histogramme in
            [Mesure::EpisodesParSeances, Mesure::OrientationsParRang, Mesure::OrientationsParDelai]
        {
            let porteuse = if histogramme == Mesure::EpisodesParSeances {
                Mesure::Episodes
            } else {
                Mesure::EpisodesOrientes
            };
            if masque.cache(porteuse, "")
                || masque.0.iter().any(|(mesure, _)| {
                    *mesure == Mesure::EpisodesParClasse && histogramme == Mesure::EpisodesParSeances
                })
            {
                masque.cacher(histogramme, "");
            }
        }
        masque
    }

    /// Hides a sum.
    pub fn cacher(&mut self, mesure: Mesure, modalite: &str) {
        self.0.insert((mesure, modalite.to_owned()));
    }

    /// Is this sum hidden.
    pub fn cache(&self, mesure: Mesure, modalite: &str) -> bool {
        self.0.contains(&(mesure, modalite.to_owned()))
    }
}
