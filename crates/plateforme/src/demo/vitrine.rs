//! The episodes open today with the demo's practitioner: one for each situation worth seeing.

use droit::decision::{Gravite, TypeDiagnostic};
use jiff::ToSpan;
use jiff::civil::Date;

use super::agenda::Activite;
use super::calendrier::Calendrier;
use super::episode::{Diagnostic, Drapeau, Episode, Seance};
use super::hasard::Hasard;
use super::patient::{Medecin, TRANCHES};
use super::territoire::Territoire;
use super::{lieux, patient, suivi};

/// What sets a situation apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trait {
    Simple,
    SansAmelioration,
    AvecDiagnostic,
    Partage,
    Alerte,
    SansMedecinTraitant,
}

/// Séances done, age of the episode in days (today is day one), what sets it apart.
const SITUATIONS: [(usize, i64, Trait); 11] = [
    (5, 24, Trait::Simple),
    (6, 30, Trait::Simple),
    (7, 33, Trait::Simple),
    (8, 40, Trait::SansAmelioration),
    (4, 61, Trait::Simple),
    (6, 82, Trait::Simple),
    (12, 70, Trait::AvecDiagnostic),
    (5, 28, Trait::Partage),
    (3, 12, Trait::Alerte),
    (2, 8, Trait::SansMedecinTraitant),
    (1, 4, Trait::Simple),
];

/// Adds these episodes and their patients.
pub fn ajouter(territoire: &mut Territoire) {
    let aujourd_hui = territoire.cadre.aujourd_hui;
    let mut hasard = Hasard::nouveau(territoire.cadre.graine, "vitrine");
    let calendrier = Calendrier::entre(territoire.premier_jour, territoire.cadre.hier());
    let activites = Activite::toutes(&territoire.praticiens, &calendrier);
    let Some(titulaire) = activites.iter().find(|activite| activite.praticien == 0).copied() else { return };
    for (nombre, age, particularite) in SITUATIONS {
        let ouvert_le = aujourd_hui.saturating_sub((age - 1).days());
        let premier = calendrier.rang(ouvert_le.saturating_add(1.day())).saturating_sub(1);
        if premier < titulaire.du || calendrier.len() < premier + nombre {
            continue;
        }
        let jours = etaler(premier, calendrier.len() - premier, nombre);
        let autre = activites
            .iter()
            .find(|a| a.praticien != 0 && a.cpts == titulaire.cpts && a.couvre(premier, a.au - 1));
        let relais =
            autre.filter(|_| particularite == Trait::Partage).map_or(0, |activite| activite.praticien);
        let seances = jours
            .iter()
            .enumerate()
            .map(|(rang, jour)| Seance {
                le: calendrier.jour(*jour),
                praticien: if rang < 2 { relais } else { 0 },
            })
            .collect();
        exposer(territoire, &mut hasard, particularite, seances);
    }
}

/// The days of the séances: the first on `premier`, the others evenly over what is left.
fn etaler(premier: usize, place: usize, nombre: usize) -> Vec<usize> {
    (0..nombre).map(|rang| premier + rang * place.max(nombre) / nombre).collect()
}

fn exposer(territoire: &mut Territoire, hasard: &mut Hasard, particularite: Trait, seances: Vec<Seance>) {
    let Some(premiere) = seances.first().copied() else { return };
    let rang = territoire.patients.len();
    let (tranche, _) = TRANCHES.get(hasard.entre(1, 4)).copied().unwrap_or(TRANCHES[2]);
    let jours = (premiere.le, territoire.cadre.aujourd_hui);
    let medecins: &[Medecin] = &territoire.medecins;
    let commune = lieux::autour(hasard, 0);
    let mut patient = patient::engendrer(hasard, (rang, tranche), jours, commune, medecins.len());
    patient.medecin = (particularite != Trait::SansMedecinTraitant).then_some(0);
    let (affection, cote) = suivi::affection(hasard, None);
    territoire.patients.push(patient);
    territoire.episodes.push(Episode {
        patient: rang,
        affection,
        cote,
        ouvert_par: premiere.praticien,
        ouvert_le: premiere.le,
        drapeau: (particularite == Trait::Alerte).then_some(Drapeau {
            code: "douleur-nocturne-ou-de-repos",
            gravite: Gravite::Alerte,
            motif: "Douleur calmée au repos, examen neurologique normal.",
        }),
        diagnostic: (particularite == Trait::AvecDiagnostic).then(|| preuve(premiere.le)),
        seances,
        amelioration: (particularite == Trait::SansAmelioration).then_some(false),
        orientation: None,
        evenement: None,
        cloture: None,
    });
}

fn preuve(ouvert_le: Date) -> Diagnostic {
    Diagnostic {
        type_diagnostic: TypeDiagnostic::CrMedical,
        date: ouvert_le.saturating_sub(20.days()),
        enregistre_le: ouvert_le,
    }
}
