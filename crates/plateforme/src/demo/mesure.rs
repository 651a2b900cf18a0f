//! The figures of a territory, in thousandths, to be set beside the published ones.

use std::collections::HashMap;

use super::agenda::Activite;
use super::calendrier::Calendrier;
use super::territoire::Territoire;

/// One, two to eight, more than eight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Repartition {
    /// Share with one séance, in percent.
    pub une: f64,
    /// Share with two to eight.
    pub deux_a_huit: f64,
    /// Share with more.
    pub plus_de_huit: f64,
}

impl Repartition {
    fn de(nombres: impl Iterator<Item = usize>) -> Self {
        let mut comptes = [0.0; 3];
        for nombre in nombres {
            let place = match nombre {
                0 => continue,
                1 => 0,
                2..=8 => 1,
                _ => 2,
            };
            comptes.iter_mut().skip(place).take(1).for_each(|compte| *compte += 1.0);
        }
        let [une, deux_a_huit, plus_de_huit] =
            comptes.map(|compte| 100.0 * compte / comptes.iter().sum::<f64>());
        Self { une, deux_a_huit, plus_de_huit }
    }
}

/// The figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Mesure {
    /// Number of séances.
    pub seances: usize,
    /// Séances per practitioner and year of authorisation.
    pub actes_par_an: f64,
    /// Shares per episode.
    pub par_episode: Repartition,
    /// Shares per patient.
    pub par_patient: Repartition,
    /// Share of patients of 15–34, 35–54 and 75 or more today, in percent.
    pub ages: [f64; 3],
}

impl Mesure {
    /// Measures a territory.
    pub fn de(territoire: &Territoire) -> Self {
        let calendrier = Calendrier::entre(territoire.premier_jour, territoire.cadre.hier());
        let activites = Activite::toutes(&territoire.praticiens, &calendrier);
        let annees: f64 = activites.iter().map(|activite| activite.annees(&calendrier)).sum();
        let mut par_patient: HashMap<usize, usize> = HashMap::new();
        for episode in &territoire.episodes {
            *par_patient.entry(episode.patient).or_default() += episode.seances.len();
        }
        let seances = par_patient.values().sum();
        Self {
            seances,
            actes_par_an: seances as f64 / annees,
            par_episode: Repartition::de(territoire.episodes.iter().map(|episode| episode.seances.len())),
            par_patient: Repartition::de(par_patient.into_values()),
            ages: ages(territoire),
        }
    }
}

fn ages(territoire: &Territoire) -> [f64; 3] {
    let ages: Vec<i16> = territoire
        .patients
        .iter()
        .map(|patient| {
            let (ne, jour) = (patient.ne_le, territoire.cadre.aujourd_hui);
            jour.year() - ne.year() - i16::from((jour.month(), jour.day()) < (ne.month(), ne.day()))
        })
        .collect();
    let part = |bas: i16, haut: i16| {
        let dedans = ages.iter().filter(|age| (bas..=haut).contains(age)).count();
        100.0 * dedans as f64 / ages.len() as f64
    };
    [part(15, 34), part(35, 54), part(75, i16::MAX)]
}
