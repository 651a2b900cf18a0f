//! The race for the last séance: never more than the cap, never a wrong refusal, a clear decision for every loser.
//!
//! `ACCES_DIRECT_COURSES` sets how many races are run per number of racers.

use std::sync::Barrier;
use std::thread;

use droit::decision::{Code, Etat};
use droit::episode::{Accorde, Cote, Refus, Region, SeanceAccordee, SeanceSaisie};
use droit::identifiant::EpisodeId;
use droit::reglement::{DroitApplicable, Portee, Valeur};
use entrepot::{Arret, Echec, Entrepot, Tx, episode, params};
use jiff::civil::{Date, date};

use crate::appui::{self, Base};
use crate::on_each_engine;
use crate::terrain::*;

on_each_engine!(
    course_a_2,
    course_a_4,
    course_a_16,
    course_a_64,
    course_sur_deux_noeuds,
    course_entre_deux_episodes_du_patient,
    compter_puis_inserer_depasse_le_plafond,
);

const JOUR: Date = date(2026, 2, 2);
const PLAFOND: usize = 8;
const DEJA: usize = 7;

/// How a racer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arrivee {
    Accordee,
    RefusClair,
    Autre,
}

/// Exactly what was left is granted, everyone else is told why.
fn oracle(arrivees: &[Arrivee], deja: usize) -> Result<(), String> {
    let compte = |voulue| arrivees.iter().filter(|a| **a == voulue).count();
    let accordees = compte(Arrivee::Accordee);
    let attendues = (PLAFOND - deja).min(arrivees.len());
    if accordees != attendues || compte(Arrivee::Autre) > 0 {
        return Err(format!(
            "{accordees} granted where {attendues} were left, {} unclear",
            compte(Arrivee::Autre)
        ));
    }
    Ok(())
}

fn course_a_2(base: &Base) {
    courir(base, 2);
}

fn course_a_4(base: &Base) {
    courir(base, 4);
}

fn course_a_16(base: &Base) {
    courir(base, 16);
}

fn course_a_64(base: &Base) {
    courir(base, 64);
}

fn courses(defaut: u128) -> u128 {
    std::env::var_os("ACCES_DIRECT_COURSES").and_then(|n| n.to_str()?.parse().ok()).unwrap_or(defaut)
}

/// Two servers on one base: the guard is in the base, not in the writer of one of them.
fn course_sur_deux_noeuds(base: &Base) {
    courir_sur(&[base.open(), base.open()], 16, courses(100));
}

fn courir(base: &Base, coureurs: u32) {
    courir_sur(&[base.open()], coureurs, courses(if coureurs > 16 { 40 } else { 200 }));
}

fn courir_sur(noeuds: &[Entrepot], coureurs: u32, nombre: u128) {
    let entrepot = &noeuds[0];
    peupler(entrepot, 1);
    for course in 1..=nombre {
        preparer(entrepot, course, coureurs);
    }
    let noeud = |rang: u32| &noeuds[rang as usize % noeuds.len()];
    let depart = std::time::Instant::now();
    for (course, arrivees) in lancer(coureurs, nombre, |course, rang| une_seance(noeud(rang), course, rang)) {
        oracle(&arrivees, DEJA).unwrap_or_else(|faute| panic!("race {course} of {coureurs}: {faute}"));
        let lu = charger(entrepot, course);
        assert_eq!((lu.sans_diagnostic(), lu.excedent()), (8, 0));
    }
    eprintln!("{coureurs} racers: {nombre} races in {:?}", depart.elapsed());
}

/// Where the cap is per patient, two of his episodes race for the same slots.
fn course_entre_deux_episodes_du_patient(base: &Base) {
    let entrepot = base.open();
    peupler(&entrepot, 1);
    let nombre = courses(30);
    let droit = droit_par_patient();
    for course in 1..=nombre {
        preparer(&entrepot, course, 4);
        let mut autre = ouverture(course + 1_000_000, JOUR, Region::GenouJambe, Cote::Droit);
        autre.patient = droit::identifiant::PatientId::new(1_000_000 + course);
        ouvrir(&entrepot, mk(0), &autre).unwrap();
        ecrire(&entrepot, move |tx| {
            for rang in 1..4u32 {
                let valeurs = params![mk(rang), autre.id, JOUR, i64::from(rang) + 1];
                tx.enqueue_one(
                    "INSERT INTO participant (praticien, episode, depuis, ordre) VALUES ($1, $2, $3, $4)",
                    valeurs,
                );
            }
        })
        .unwrap();
    }
    let courir = |course: u128, rang: u32| {
        let episode = if rang.is_multiple_of(2) { course } else { course + 1_000_000 };
        arrivee(seance_sous(&entrepot, &droit, episode, mk(rang), (course << 16) + u128::from(rang)))
    };
    for (course, arrivees) in lancer(4, nombre, courir) {
        oracle(&arrivees, DEJA).unwrap_or_else(|faute| panic!("race {course}: {faute}"));
    }
}

fn droit_par_patient() -> DroitApplicable<'static> {
    let mut droit = droit(JOUR);
    let portee = Valeur { connue: Some(Portee::Patient), ..droit.portee.clone() };
    droit.portee = Box::leak(Box::new(portee));
    droit
}

fn seance_sous(
    entrepot: &Entrepot,
    droit: &DroitApplicable<'static>,
    id: u128,
    par: droit::identifiant::PraticienId,
    cle: u128,
) -> Result<Accorde<SeanceAccordee>, Arret<Refus<'static>>> {
    let trousseau = entrepot.trousseau().clone();
    let cles = trousseau.clone();
    let saisie =
        SeanceSaisie { id: droit::identifiant::SeanceId::new(cle), le: JOUR, acte: None, note: None };
    entrepot.reprendre_ici(
        move |tx| {
            let lu = episode::charger(tx, &cles, EpisodeId::new(id))?.ok_or(Echec::Absent)?;
            let ailleurs = episode::seances_hors_episode(tx, lu.patient, lu.id)?;
            Ok((lu, ailleurs))
        },
        |(lu, ailleurs)| {
            let mut cx = contexte(par, JOUR, droit, Some("vu avec le patient"));
            cx.patient.seances_hors_episode = Some(ailleurs);
            lu.enregistrer_seance(saisie.clone(), &cx)
        },
        move |tx, fait| episode::inscrire_seance(tx, &trousseau, fait),
    )
}

/// The same threads run every race, side by side at each start.
fn lancer(
    coureurs: u32,
    courses: u128,
    courir: impl Fn(u128, u32) -> Arrivee + Sync,
) -> Vec<(u128, Vec<Arrivee>)> {
    let ligne = Barrier::new(coureurs as usize);
    let par_coureur: Vec<Vec<Arrivee>> = thread::scope(|fils| {
        let coureur = |rang| {
            let (ligne, courir) = (&ligne, &courir);
            fils.spawn(move || {
                let un_depart = |course| {
                    ligne.wait();
                    courir(course, rang)
                };
                (1..=courses).map(un_depart).collect()
            })
        };
        let partis: Vec<_> = (0..coureurs).map(coureur).collect();
        partis.into_iter().map(|fil| fil.join().unwrap()).collect()
    });
    (1..=courses).zip(0..).map(|(course, i)| (course, par_coureur.iter().map(|c| c[i]).collect())).collect()
}

fn une_seance(entrepot: &Entrepot, course: u128, rang: u32) -> Arrivee {
    arrivee(seance(entrepot, course, mk(rang), (course << 16) + u128::from(rang), JOUR, JOUR))
}

fn arrivee(issue: Result<Accorde<SeanceAccordee>, Arret<Refus<'static>>>) -> Arrivee {
    match issue {
        Ok(_) => Arrivee::Accordee,
        Err(Arret::Refus(Refus::Refusee(decision))) => {
            match decision.constat(Code::PlafondDeSeancesAtteint).map(|c| c.etat) {
                Some(Etat::Viole) => Arrivee::RefusClair,
                _ => Arrivee::Autre,
            }
        }
        Err(_) => Arrivee::Autre,
    }
}

/// An episode with seven séances, followed by every racer. Written as rows: only the race is under test.
fn preparer(entrepot: &Entrepot, course: u128, coureurs: u32) {
    let mut demande = ouverture(course, JOUR, Region::GenouJambe, Cote::Gauche);
    demande.patient = nouveau_patient(entrepot, course);
    ouvrir(entrepot, mk(0), &demande).unwrap();
    ecrire(entrepot, move |tx| {
        let episode = demande.id;
        for rang in 1..coureurs {
            tx.enqueue_one(
                "INSERT INTO participant (praticien, episode, depuis, ordre) VALUES ($1, $2, $3, $4)",
                params![mk(rang), episode, JOUR, i64::from(rang) + 1],
            );
        }
        for rang in 1..=7i64 {
            tx.enqueue_one(
                "INSERT INTO seance (id, episode, praticien, faite_le, saisie_le, compte, rang)
                 VALUES ($1, $2, $3, $4, $5, 'place', $6)",
                params![cle_de_seance(course, rang), episode, mk(0), JOUR, instant(JOUR), rang],
            );
        }
        tx.enqueue_one("UPDATE episode SET placees = 7, faites = 7 WHERE id = $1", params![episode]);
    })
    .unwrap();
}

fn cle_de_seance(course: u128, rang: i64) -> droit::identifiant::SeanceId {
    droit::identifiant::SeanceId::new((course << 64) + u128::try_from(rang).unwrap())
}

/// The negative control: what everybody writes first must fail the same oracle, or the race proves nothing.
fn compter_puis_inserer_depasse_le_plafond(base: &Base) {
    let entrepot = base.open();
    entrepot
        .ecrire_ici(|tx| tx.execute("CREATE TABLE naive (course BIGINT NOT NULL)", &[]).map(|_| ()))
        .unwrap_or_else(|echec: Echec| panic!("{echec}"));
    let naive = |course: u128, _| compter_puis_inserer(&entrepot, i64::try_from(course).unwrap());
    let fautes = lancer(16, 30, naive).iter().filter(|(_, a)| oracle(a, 0).is_err()).count();
    assert!(fautes > 0, "counting then inserting never went over: the racers do not race");
}

fn compter_puis_inserer(entrepot: &Entrepot, course: i64) -> Arrivee {
    let faites: Result<i64, Echec> = entrepot.lire_ici(move |tx: &mut Tx| {
        tx.query_one("SELECT count(*) AS n FROM naive WHERE course = $1", &params![course])?.get("n")
    });
    if faites.unwrap() >= 8 {
        return Arrivee::RefusClair;
    }
    ecrire(entrepot, move |tx| {
        tx.enqueue_one("INSERT INTO naive (course) VALUES ($1)", params![course]);
    })
    .unwrap();
    Arrivee::Accordee
}
