//! The masseurs-kinésithérapeutes of the territory, with their membership and the history of their declaration.

use droit::decision::{Code, Statut};
use jiff::ToSpan;
use jiff::civil::Date;

use super::hasard::{Hasard, repartir};
use super::lieux::{CPTS, Commune};
use super::matricule;
use super::noms::{self, Sexe};
use super::parcours::{Parcours, Sort};

/// A practitioner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Praticien {
    /// Number in the test range.
    pub rpps: String,
    /// Administrative sex.
    pub sexe: Sexe,
    /// Given name.
    pub prenom: &'static str,
    /// Family name.
    pub nom: String,
    /// How he exercises.
    pub statut: Statut,
    /// Rank of his CPTS.
    pub cpts: usize,
    /// Town of the practice.
    pub commune: Commune,
    /// Number and street of the practice.
    pub voie: String,
    /// Telephone of the practice.
    pub telephone: String,
    /// Address for messages, in a domain reserved for examples.
    pub courriel: String,
    /// First day of membership of the CPTS.
    pub adhere_du: Date,
    /// What became of his declaration.
    pub parcours: Parcours,
}

/// Weight of each CPTS in the number of practitioners, in the order of [`CPTS`].
const POIDS: [(usize, usize); 8] = [(0, 44), (1, 9), (2, 11), (3, 15), (4, 7), (5, 7), (6, 4), (7, 3)];

/// How many of four hundred met each fate.
const SORTS: [(Sort, usize); 7] = [
    (Sort::Validee, 330),
    (Sort::Retiree, 12),
    (Sort::Deposee, 11),
    (Sort::ACompleter, 7),
    (Sort::Refusee, 10),
    (Sort::Brouillon, 6),
    (Sort::NonVolontaire, 24),
];

/// The practitioners; the first one is that of the demo's account, authorised from the first days in Orléans.
pub fn engendrer(graine: u64, nombre: usize, ouverture: Date, aujourd_hui: Date) -> Vec<Praticien> {
    let mut hasard = Hasard::nouveau(graine, "praticiens");
    let mut sorts = repartir(&mut hasard, nombre, &SORTS);
    let mut cpts = repartir(&mut hasard, nombre, &POIDS);
    for (rang, (sort, place)) in sorts.iter_mut().zip(cpts.iter_mut()).enumerate() {
        match sort {
            _ if rang == 0 => (*sort, *place) = (Sort::Validee, 0),
            Sort::Refusee if hasard.chance(400) => *place = hasard.entre(6, 7),
            _ => {}
        }
    }
    sorts
        .into_iter()
        .zip(cpts)
        .enumerate()
        .map(|(rang, (sort, cpts))| {
            let premier = rang == 0;
            let depot =
                if premier { ouverture } else { depose_le(&mut hasard, sort, ouverture, aujourd_hui) };
            let parcours = Parcours::engendrer(&mut hasard, sort, depot, aujourd_hui);
            praticien(&mut hasard, rang, cpts, parcours)
        })
        .collect()
}

fn praticien(hasard: &mut Hasard, rang: usize, cpts: usize, mut parcours: Parcours) -> Praticien {
    let sexe = if hasard.chance(530) { Sexe::Feminin } else { Sexe::Masculin };
    let (prenom, nom) = (noms::prenom(hasard, sexe), noms::nom(hasard));
    let courriel = format!("mk{:03}@kine-demo.example", rang + 1);
    let commune = commune(hasard, cpts, &parcours);
    let statut = statut(hasard, &parcours, commune);
    if let Parcours::Refusee { motif, .. } = &mut parcours
        && statut != Statut::Remplacant
    {
        *motif = Code::LieuExerciceHorsDepartement;
    }
    Praticien {
        rpps: matricule::rpps(1000 + rang * 17),
        sexe,
        prenom,
        nom,
        statut,
        cpts,
        commune,
        voie: noms::voie(hasard),
        telephone: noms::telephone(hasard),
        courriel,
        adhere_du: parcours.depot().saturating_sub(i64::try_from(hasard.entre(40, 900)).unwrap_or(40).days()),
        parcours,
    }
}

/// Whoever was authorised practises in the Loiret; border CPTS lend the others their towns next door.
fn commune(hasard: &mut Hasard, cpts: usize, parcours: &Parcours) -> Commune {
    let communes = CPTS.get(cpts).map(|c| c.communes).unwrap_or_default();
    let frontaliere = communes.iter().any(|commune| commune.departement() != "45");
    let choix: Vec<(Commune, usize)> = communes
        .iter()
        .filter(|commune| match parcours {
            Parcours::Refusee { .. } => commune.departement() != "45" || !frontaliere,
            Parcours::NonVolontaire { .. } => true,
            _ => commune.departement() == "45",
        })
        .map(|commune| (*commune, commune.poids))
        .collect();
    hasard.selon_poids(&choix)
}

/// Replacements are refused or never ask; assistants wait for an answer the texts do not give.
fn statut(hasard: &mut Hasard, parcours: &Parcours, commune: Commune) -> Statut {
    let poids: [usize; 4] = match parcours {
        Parcours::Validee { .. } | Parcours::Retiree { .. } => [74, 26, 0, 0],
        Parcours::Refusee { .. } if commune.departement() == "45" => [0, 0, 0, 100],
        Parcours::Refusee { .. } => [80, 20, 0, 0],
        Parcours::Deposee { .. } | Parcours::ACompleter { .. } => [60, 22, 18, 0],
        Parcours::Brouillon { .. } | Parcours::NonVolontaire { .. } => [62, 22, 6, 10],
    };
    let statuts = [Statut::Titulaire, Statut::Collaborateur, Statut::Assistant, Statut::Remplacant];
    let choix: Vec<(usize, usize)> = poids.into_iter().enumerate().collect();
    statuts.get(hasard.selon_poids(&choix)).copied().unwrap_or(Statut::Titulaire)
}

/// Six in ten asked in the first two months, the others since; what is pending was deposited lately.
fn depose_le(hasard: &mut Hasard, sort: Sort, ouverture: Date, aujourd_hui: Date) -> Date {
    let duree = usize::try_from((aujourd_hui - ouverture).get_days()).unwrap_or_default();
    let apres = match sort {
        Sort::Validee | Sort::Retiree | Sort::Refusee if hasard.chance(600) => hasard.entre(0, 60),
        Sort::Validee | Sort::Retiree | Sort::Refusee => hasard.entre(61, duree.saturating_sub(60).max(61)),
        Sort::ACompleter => duree.saturating_sub(hasard.entre(9, 45)),
        Sort::Deposee | Sort::Brouillon => duree.saturating_sub(hasard.entre(0, 13)),
        Sort::NonVolontaire => hasard.entre(0, duree),
    };
    ouverture.saturating_add(i64::try_from(apres).unwrap_or_default().days()).min(aujourd_hui)
}
