//! The shape of a group of figures: marks that are nobody's own, each the rounded mean of three neighbours.

use serde::{Deserialize, Serialize};

use crate::indicateur::secret::SEUIL;
use crate::indicateur::{Compte, Comptes, Indicateur, Mesure, arrondir};

/// What MKs are compared on.
pub const COMPARES: [Indicateur; 4] = [
    Indicateur::Patients,
    Indicateur::SeancesParEpisode,
    Indicateur::TauxOrientation,
    Indicateur::BilansTransmis,
];

/// Where the marks are, in per cent of the group.
const PLACES: [usize; 5] = [10, 25, 50, 75, 90];

/// The marks of a group, in tenths: bottom decile and quartile, median, top quartile and decile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forme {
    /// How many MKs.
    pub effectif: u64,
    /// Each mark.
    pub reperes: [u64; 5],
}

impl Forme {
    /// The shape of these figures (in tenths), rounded to this step; `None` when fewer than eleven make it.
    pub fn de(mut valeurs: Vec<u64>, pas: u64) -> Option<Self> {
        let effectif = u64::try_from(valeurs.len()).ok()?;
        if effectif < SEUIL {
            return None;
        }
        valeurs.sort_unstable();
        let mut reperes = [0; 5];
        for (repere, place) in reperes.iter_mut().zip(PLACES) {
            *repere = autour(&valeurs, place, pas)?;
        }
        Some(Self { effectif, reperes })
    }
}

/// The mean of the figure at this place and of its two neighbours, rounded.
fn autour(valeurs: &[u64], pour_cent: usize, pas: u64) -> Option<u64> {
    let dernier = valeurs.len().checked_sub(1)?;
    let rang = (dernier * pour_cent + 50) / 100;
    let debut = rang.saturating_sub(1).min(valeurs.len().saturating_sub(3));
    let voisines = valeurs.get(debut..debut + 3)?;
    Some(arrondir(voisines.iter().sum(), 3 * pas, 1)? * pas)
}

/// The shapes of a group of MKs, of whom those of fewer than eleven patients are left out.
pub fn formes(membres: &[Comptes]) -> Vec<(Indicateur, Forme)> {
    let retenus: Vec<&Comptes> = membres.iter().filter(|comptes| se_compare(comptes)).collect();
    let forme = |indicateur: Indicateur| {
        let valeurs = retenus.iter().filter_map(|comptes| valeur(comptes, indicateur)).collect();
        Some((indicateur, Forme::de(valeurs, pas(indicateur))?))
    };
    COMPARES.into_iter().filter_map(forme).collect()
}

/// Does an MK have enough patients to be in a group.
pub fn se_compare(comptes: &Comptes) -> bool {
    comptes.un(Mesure::Episodes, "").sujets >= SEUIL
}

/// To what marks are rounded, in tenths: five patients, half a séance, five per cent.
fn pas(indicateur: Indicateur) -> u64 {
    if indicateur == Indicateur::SeancesParEpisode { 5 } else { 50 }
}

/// The figure of an MK, in tenths; `None` when he has nothing to divide by.
fn valeur(comptes: &Comptes, indicateur: Indicateur) -> Option<u64> {
    let part = |haut: Compte, bas: Compte| arrondir(haut.n, bas.n, 1_000);
    match indicateur {
        Indicateur::Patients => comptes.un(Mesure::Episodes, "").sujets.checked_mul(10),
        Indicateur::SeancesParEpisode => {
            let moyenne = comptes.histogramme(Mesure::EpisodesParSeances).moyenne()?;
            Some((moyenne + 5) / 10)
        }
        Indicateur::TauxOrientation => {
            part(comptes.un(Mesure::EpisodesOrientes, ""), comptes.un(Mesure::Episodes, ""))
        }
        Indicateur::BilansTransmis => {
            part(comptes.un(Mesure::BilansParDestinataire, "au-moins-un"), comptes.un(Mesure::Bilans, ""))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mk(patients: i64) -> Comptes {
        let mut comptes = Comptes::default();
        comptes.ajouter(Mesure::Episodes, "", patients, patients);
        comptes
    }

    fn patients(groupe: &[i64]) -> Option<Forme> {
        let membres: Vec<Comptes> = groupe.iter().map(|n| mk(*n)).collect();
        formes(&membres).into_iter().find(|(lu, _)| *lu == Indicateur::Patients).map(|(_, forme)| forme)
    }

    #[test]
    fn aucun_repere_n_est_le_chiffre_de_quelqu_un() {
        let groupe = [11, 12, 13, 17, 18, 21, 22, 23, 26, 28, 31, 33];
        let forme = patients(&groupe).unwrap();
        assert_eq!((forme.effectif, forme.reperes), (12, [100, 150, 200, 250, 300]));
        for repere in forme.reperes {
            let lu = i64::try_from(repere / 10).unwrap();
            assert!(!groupe.contains(&lu), "{lu} is somebody's own");
        }
        let mut un_de_plus = groupe;
        un_de_plus[3] += 1;
        assert_eq!(patients(&un_de_plus), Some(forme), "one patient more of one MK is not seen");
    }

    #[test]
    fn qui_a_moins_de_onze_patients_n_est_pas_du_groupe() {
        assert_eq!(patients(&[11; 10]), None, "ten MKs");
        let mut avec_un_petit = vec![20; 10];
        avec_un_petit.push(3);
        assert_eq!(patients(&avec_un_petit), None, "the eleventh has three patients");
        avec_un_petit.push(20);
        assert_eq!(patients(&avec_un_petit).map(|forme| forme.effectif), Some(11));
    }

    #[test]
    fn un_taux_est_a_cinq_pour_cent_pres_une_moyenne_a_une_demi_seance() {
        let membres: Vec<Comptes> = (0..12_i64)
            .map(|rang| {
                let mut comptes = mk(20);
                comptes.ajouter(Mesure::EpisodesOrientes, "", rang % 4, rang % 4);
                comptes.ajouter(Mesure::EpisodesParSeances, "5", 13, 0);
                comptes.ajouter(Mesure::EpisodesParSeances, "8", 7, 0);
                comptes
            })
            .collect();
        let lues = formes(&membres);
        let reperes = |indicateur| lues.iter().find(|(lu, _)| *lu == indicateur).unwrap().1.reperes;
        assert!(reperes(Indicateur::TauxOrientation).iter().all(|lu| lu % 50 == 0));
        assert_eq!(reperes(Indicateur::SeancesParEpisode), [60; 5], "6.05 séances are 6");
        assert!(lues.iter().all(|(lu, _)| *lu != Indicateur::BilansTransmis), "no bilan, no share");
    }
}
