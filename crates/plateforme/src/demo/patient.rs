//! The patients: people who do not exist, of the ages the Cnam published, with or without INS and médecin traitant.

use droit::identifiant::{
    Ins, MoisDeNaissance, NumeroRpps, SexeInscrit, ins_de_demonstration, rpps_de_demonstration,
};
use droit::patient::Sexe;
use jiff::ToSpan;
use jiff::civil::Date;

use super::hasard::{Hasard, repartir};
use super::lieux::Commune;
use super::noms;

/// A patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    /// Administrative sex.
    pub sexe: Sexe,
    /// Given name.
    pub prenom: &'static str,
    /// Birth name.
    pub nom: String,
    /// Birth date.
    pub ne_le: Date,
    /// INS of the test authority; `None` when the identity was not qualified.
    pub ins: Option<Ins>,
    /// Town.
    pub commune: Commune,
    /// Rank of the médecin traitant, when there is one.
    pub medecin: Option<usize>,
}

/// A doctor of the territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medecin {
    /// Number in the test range.
    pub rpps: NumeroRpps,
    /// Given name.
    pub prenom: &'static str,
    /// Family name.
    pub nom: String,
    /// Address for messages, in a domain reserved for examples.
    pub courriel: String,
}

/// An age band, both ages included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tranche {
    /// Youngest age.
    pub de: i64,
    /// Oldest age.
    pub a: i64,
}

/// Share in a thousand of each band: 15–34, 35–54 and 75 or more are published, the rest is shared out.
pub const TRANCHES: [(Tranche, usize); 5] = [
    (Tranche { de: 6, a: 14 }, 30),
    (Tranche { de: 15, a: 34 }, 209),
    (Tranche { de: 35, a: 54 }, 256),
    (Tranche { de: 55, a: 74 }, 326),
    (Tranche { de: 75, a: 94 }, 179),
];

/// The age bands of that many patients.
pub fn tranches(graine: u64, patients: usize) -> Vec<Tranche> {
    repartir(&mut Hasard::nouveau(graine, "ages"), patients, &TRANCHES)
}

/// A patient of a band, both on the day of the first séance and today.
pub fn engendrer(
    hasard: &mut Hasard,
    (rang, tranche): (usize, Tranche),
    (premiere, aujourd_hui): (Date, Date),
    commune: Commune,
    medecins: usize,
) -> Patient {
    let sexe = hasard.plutot(Sexe::Masculin, Sexe::Feminin, 570);
    let ne_le = ne_le(hasard, tranche, premiere, aujourd_hui);
    Patient {
        sexe,
        prenom: noms::prenom(hasard, sexe),
        nom: noms::nom(hasard),
        ne_le,
        ins: hasard.chance(920).then(|| ins(sexe, ne_le, rang)),
        commune,
        medecin: (medecins > 0 && hasard.chance(880)).then(|| hasard.sous(medecins)),
    }
}

/// Two ranks never have the same number.
fn ins(sexe: Sexe, ne_le: Date, rang: usize) -> Ins {
    let sexe = match sexe {
        Sexe::Feminin => SexeInscrit::Feminin,
        Sexe::Masculin | Sexe::Indetermine => SexeInscrit::Masculin,
    };
    let naissance = MoisDeNaissance { annee: ne_le.year(), mois: ne_le.month() };
    ins_de_demonstration(sexe, naissance, u32::try_from(rang).unwrap_or_default())
}

fn ne_le(hasard: &mut Hasard, tranche: Tranche, premiere: Date, aujourd_hui: Date) -> Date {
    let plus_tot = aujourd_hui.saturating_sub((tranche.a + 1).years()).saturating_add(1.day());
    let plus_tard = premiere.saturating_sub(tranche.de.years());
    let jours = usize::try_from((plus_tard - plus_tot).get_days()).unwrap_or_default();
    plus_tot.saturating_add(i64::try_from(hasard.entre(0, jours)).unwrap_or_default().days())
}

/// The doctors, numbered after the practitioners in the test range.
pub fn medecins(graine: u64, nombre: u32) -> Vec<Medecin> {
    let mut hasard = Hasard::nouveau(graine, "medecins");
    (0..nombre)
        .map(|rang| {
            let sexe = hasard.plutot(Sexe::Masculin, Sexe::Feminin, 500);
            Medecin {
                rpps: rpps_de_demonstration(500_000 + rang * 13),
                prenom: noms::prenom(&mut hasard, sexe),
                nom: noms::nom(&mut hasard),
                courriel: format!("medecin{:03}@sante-demo.example", rang + 1),
            }
        })
        .collect()
}
