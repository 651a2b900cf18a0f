//! How many séances each patient has, drawn from the figures the Cnam published for direct access.
//!
//! One séance: 11.8 %; two to eight: 53.9 %; more than eight: 34.3 % (CPN of 10 February 2026). The shares hold both
//! per patient and per episode: a few patients have two episodes, whose kinds are chosen so that neither count moves.

use super::hasard::{Hasard, repartir};

/// The kinds of a patient's episodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suite {
    Une,
    Quelques,
    Beaucoup,
    DeuxCourtes,
    BeaucoupPuisUne,
    BeaucoupPuisQuelques,
    DeuxFoisBeaucoup,
}

/// Share of each kind in ten thousand patients, eight per cent of whom have two episodes.
///
/// With a, c the doubles "one + one", "many + one", b, d "a few + a few", "many + a few" and e "many + many", both
/// distributions agree when 2a + c = 11.8 %, b + d = 53.9 % + a and e = 34.3 % of the doubles; here a = 0.
const SUITES: [(Suite, usize); 7] = [
    (Suite::Une, 1180),
    (Suite::Quelques, 5230),
    (Suite::Beaucoup, 2790),
    (Suite::DeuxCourtes, 160),
    (Suite::BeaucoupPuisUne, 94),
    (Suite::BeaucoupPuisQuelques, 272),
    (Suite::DeuxFoisBeaucoup, 274),
];

/// More than eight: how many, with weights that give a mean near twelve.
const AU_DELA: [(usize, usize); 12] = [
    (9, 22),
    (10, 20),
    (11, 12),
    (12, 12),
    (13, 8),
    (14, 6),
    (15, 6),
    (16, 4),
    (18, 4),
    (20, 4),
    (25, 1),
    (30, 1),
];

/// Mean number of séances of a patient, in thousandths, as the tables above give it.
const MILLIEMES_PAR_PATIENT: usize = 7_504;

/// How many patients it takes to reach that many séances.
pub fn patients_pour(seances: usize) -> usize {
    (seances * 1000).div_ceil(MILLIEMES_PAR_PATIENT)
}

/// The sizes of the episodes of `patients` patients.
pub fn tirer(graine: u64, patients: usize) -> Vec<Vec<usize>> {
    let mut hasard = Hasard::nouveau(graine, "tailles");
    let suites = repartir(&mut hasard, patients, &SUITES);
    suites.into_iter().map(|suite| tailles(&mut hasard, suite)).collect()
}

fn tailles(hasard: &mut Hasard, suite: Suite) -> Vec<usize> {
    match suite {
        Suite::Une => vec![1],
        Suite::Quelques => vec![hasard.entre(2, 8)],
        Suite::Beaucoup => vec![hasard.selon_poids(&AU_DELA, 9)],
        Suite::DeuxCourtes => vec![hasard.entre(2, 4), hasard.entre(2, 4)],
        Suite::BeaucoupPuisUne => vec![hasard.selon_poids(&AU_DELA, 9), 1],
        Suite::BeaucoupPuisQuelques => vec![hasard.selon_poids(&AU_DELA, 9), hasard.entre(2, 8)],
        Suite::DeuxFoisBeaucoup => vec![hasard.selon_poids(&AU_DELA, 9), hasard.selon_poids(&AU_DELA, 9)],
    }
}
