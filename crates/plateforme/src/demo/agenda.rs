//! Who was active when, and on which working days the séances of an episode fall.

use jiff::civil::Date;

use super::calendrier::Calendrier;
use super::episode::Seance;
use super::hasard::Hasard;
use super::praticien::Praticien;

/// The stretch of the calendar during which a practitioner was authorised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activite {
    /// Rank of the practitioner.
    pub praticien: usize,
    /// Rank of his CPTS.
    pub cpts: usize,
    /// Rank of the first working day.
    pub du: usize,
    /// Rank after the last working day.
    pub au: usize,
}

/// Acts of direct access by practitioner and year: 150,536 acts by 587 practitioners in 2024.
pub const ACTES_PAR_AN: usize = 256;

/// Working days in a year of the calendar, near enough: the calibration counts calendar days.
const JOURS_PAR_AN: f64 = 365.25;

impl Activite {
    /// The activity of every practitioner who was ever authorised, inside the calendar.
    pub fn toutes(praticiens: &[Praticien], calendrier: &Calendrier) -> Vec<Self> {
        praticiens
            .iter()
            .enumerate()
            .filter_map(|(rang, praticien)| {
                let (du, au) = praticien.parcours.autorisation()?;
                let au = au.map_or(calendrier.len(), |dernier| calendrier.rang(dernier));
                let du = calendrier.rang(du);
                (du < au).then_some(Self { praticien: rang, cpts: praticien.cpts, du, au })
            })
            .collect()
    }

    /// Years of activity, in days of the year.
    pub fn annees(&self, calendrier: &Calendrier) -> f64 {
        let (premier, dernier) = (calendrier.jour(self.du), calendrier.jour(self.au.saturating_sub(1)));
        f64::from((dernier - premier).get_days() + 1) / JOURS_PAR_AN
    }

    /// Was he authorised on every day between these ranks.
    pub fn couvre(&self, du: usize, au: usize) -> bool {
        self.du <= du && au < self.au
    }

    /// `nombre` working days between two ranks, in order, two a week on average; closer when time is short.
    pub fn jours(&self, hasard: &mut Hasard, nombre: usize) -> Option<Vec<usize>> {
        let place = self.au.checked_sub(self.du)?;
        let mut pas: Vec<usize> = (1..nombre).map(|_| hasard.entre(1, 4)).collect();
        if pas.iter().sum::<usize>() >= place {
            pas.fill(1);
        }
        let duree: usize = pas.iter().sum();
        let mut jour = self.du + hasard.sous(place.checked_sub(duree)?.max(1));
        let mut jours = Vec::with_capacity(nombre);
        jours.push(jour);
        for ecart in pas {
            jour += ecart;
            jours.push(jour);
        }
        (jour < self.au).then_some(jours)
    }
}

/// The séances on those days; now and then a colleague of the same CPTS takes over half of them.
pub fn seances(
    hasard: &mut Hasard,
    (activite, toutes): (&Activite, &[Activite]),
    (jours, calendrier): (&[usize], &Calendrier),
) -> Vec<Seance> {
    let collegue = collegue(hasard, activite, toutes, jours);
    jours
        .iter()
        .enumerate()
        .map(|(rang, jour)| {
            let relais = collegue.filter(|_| rang > 1 && hasard.chance(500));
            Seance { le: calendrier.jour(*jour), praticien: relais.unwrap_or(activite.praticien) }
        })
        .collect()
}

fn collegue(hasard: &mut Hasard, activite: &Activite, toutes: &[Activite], jours: &[usize]) -> Option<usize> {
    if jours.len() < 4 || !hasard.chance(60) {
        return None;
    }
    let (du, au) = (*jours.first()?, *jours.last()?);
    (0..8).find_map(|_| {
        let autre = toutes.get(hasard.sous(toutes.len()))?;
        let possible =
            autre.cpts == activite.cpts && autre.praticien != activite.praticien && autre.couvre(du, au);
        possible.then_some(autre.praticien)
    })
}

/// The first day of the calendar a demo of that length shows.
pub fn premier_jour(ouverture: Date, aujourd_hui: Date, jours: i64) -> Date {
    aujourd_hui.saturating_sub(jiff::Span::new().days(jours)).max(ouverture)
}
