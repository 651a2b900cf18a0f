//! The masseurs-kinésithérapeutes of the territory, with their membership and the history of their declaration.

use droit::decision::Statut;
use droit::declaration::Adhesion;
use droit::identifiant::{CptsId, NumeroRpps, rpps_de_demonstration};
use droit::patient::Sexe;
use jiff::ToSpan;
use jiff::civil::Date;

use super::adhesion;
use super::hasard::{Hasard, repartir};
use super::lieux::{CPTS, Commune};
use super::noms;
use super::parcours::{Parcours, Sort};

/// A practitioner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Praticien {
    /// Number in the test range.
    pub rpps: NumeroRpps,
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
    /// His memberships of it, the first one from that day.
    pub adhesions: Vec<Adhesion>,
    /// What became of his declaration.
    pub parcours: Parcours,
}

impl Praticien {
    /// The identifier of his CPTS among those of all.
    pub fn cpts_parmi(&self, cpts: &[CptsId]) -> Option<CptsId> {
        cpts.get(self.cpts).copied()
    }
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

/// The CPTS whose fiche the ARS has not taken into account yet: none of its members is declared.
pub const CPTS_EN_ATTENTE: usize = 7;

/// How many members of the first CPTS wait to be declared, enough for a list of thirty.
pub const RECRUES: usize = 34;

/// The practitioners; the first one is that of the demo's account, authorised from the first days in Orléans. Those who
/// wait to be declared come last.
pub fn engendrer(graine: u64, nombre: usize, ouverture: Date, aujourd_hui: Date) -> Vec<Praticien> {
    let mut hasard = Hasard::nouveau(graine, "praticiens");
    let mut sorts = repartir(&mut hasard, nombre, &SORTS);
    let mut cpts = repartir(&mut hasard, nombre, &POIDS);
    for (rang, (sort, place)) in sorts.iter_mut().zip(cpts.iter_mut()).enumerate() {
        match sort {
            _ if rang == 0 => (*sort, *place) = (Sort::Validee, 0),
            _ if *place == CPTS_EN_ATTENTE => *sort = Sort::NonVolontaire,
            _ => {}
        }
    }
    let declares = sorts.into_iter().zip(cpts).enumerate().map(|(rang, (sort, cpts))| {
        let premier = rang == 0;
        let depot = if premier { ouverture } else { depose_le(&mut hasard, sort, ouverture, aujourd_hui) };
        let parcours = Parcours::engendrer(&mut hasard, sort, depot, aujourd_hui);
        praticien(&mut hasard, (rang, cpts), parcours, aujourd_hui)
    });
    let mut praticiens: Vec<Praticien> = declares.collect();
    praticiens.extend(recrues(graine, nombre, aujourd_hui));
    praticiens
}

/// Members of the first CPTS who joined lately, may be declared, and are not.
fn recrues(graine: u64, premier: usize, hier: Date) -> impl Iterator<Item = Praticien> {
    let mut hasard = Hasard::nouveau(graine, "recrues");
    (premier..premier + RECRUES).map(move |rang| {
        let le = hier.saturating_sub(i64::try_from(hasard.entre(1, 60)).unwrap_or(1).days());
        let statut = hasard.plutot(Statut::Titulaire, Statut::Collaborateur, 260);
        let recrue = praticien(&mut hasard, (rang, 0), Parcours::NonVolontaire { le }, hier);
        Praticien { statut, ..recrue }
    })
}

fn praticien(hasard: &mut Hasard, (rang, cpts): (usize, usize), parcours: Parcours, hier: Date) -> Praticien {
    let sexe = hasard.plutot(Sexe::Masculin, Sexe::Feminin, 530);
    let (prenom, nom) = (noms::prenom(hasard, sexe), noms::nom(hasard));
    let courriel = format!("mk{:03}@kine-demo.example", rang + 1);
    let commune = commune(hasard, cpts, &parcours);
    let statut = statut(hasard, &parcours);
    let (voie, telephone) = (noms::voie(hasard), noms::telephone(hasard));
    let anciennete = i64::try_from(hasard.entre(40, 900)).unwrap_or(40);
    let adhere_du = parcours.depot().saturating_sub(anciennete.days());
    Praticien {
        rpps: rpps_de_demonstration(1000 + u32::try_from(rang).unwrap_or_default() * 17),
        sexe,
        prenom,
        nom,
        statut,
        cpts,
        commune,
        voie,
        telephone,
        courriel,
        adhere_du,
        adhesions: adhesion::periodes(rang, &parcours, adhere_du, hier),
        parcours,
    }
}

/// Whoever was declared practises in the Loiret; border CPTS lend the others their towns next door.
fn commune(hasard: &mut Hasard, cpts: usize, parcours: &Parcours) -> Commune {
    let ailleurs_permis = matches!(parcours, Parcours::NonVolontaire { .. });
    let communes = CPTS.get(cpts).map(|c| c.communes).unwrap_or_default();
    let choix: Vec<(Commune, usize)> = communes
        .iter()
        .filter(|commune| ailleurs_permis || commune.departement() == "45")
        .map(|commune| (*commune, commune.poids))
        .collect();
    hasard.selon_poids(&choix, Commune::default())
}

/// Replacements cannot be declared; assistants wait for an answer the texts do not give.
fn statut(hasard: &mut Hasard, parcours: &Parcours) -> Statut {
    let poids = match parcours {
        Parcours::Validee { .. } | Parcours::Retiree { .. } | Parcours::Refusee { .. } => [74, 26, 0, 0],
        Parcours::Deposee { .. } | Parcours::ACompleter { .. } => [60, 22, 18, 0],
        Parcours::Brouillon { .. } => [70, 24, 6, 0],
        Parcours::NonVolontaire { .. } => [36, 14, 10, 40],
    };
    let statuts = [Statut::Titulaire, Statut::Collaborateur, Statut::Assistant, Statut::Remplacant];
    let choix: Vec<(Statut, usize)> = statuts.into_iter().zip(poids).collect();
    hasard.selon_poids(&choix, Statut::Titulaire)
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
