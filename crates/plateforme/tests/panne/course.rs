//! The race for the last séance through the API, each racer with his own token: one is granted, the others are told why.

use std::sync::Barrier;
use std::thread;

use crate::attelage::base::Base;
use crate::attelage::client::{Client, Reponse};
use crate::attelage::oracle;
use crate::attelage::serveur::Serveur;
use crate::attelage::terrain::{Couverture, Lot, PLAFOND, Suivi, jeton_de, ouvrir_episodes, peupler};
use crate::kines::{aujourd_hui, chemin, corps};
use crate::{reglage, serveur_postgres};

/// Racers, and races by default.
const COURSES: [(u32, u32); 4] = [(2, 80), (4, 80), (16, 40), (64, 10)];
const COUREURS: u32 = 64;

#[test]
fn la_course_a_la_derniere_seance_sur_sqlite() {
    courir(&Base::sqlite("panne-course"));
}

#[test]
fn la_course_a_la_derniere_seance_sur_postgresql() {
    let base = Base::postgres(&serveur_postgres(), "panne-course-pg");
    courir(&base);
    base.effacer();
}

fn courir(base: &Base) {
    let courses = COURSES.map(|(coureurs, defaut)| (coureurs, reglage("ACCES_DIRECT_COURSES", defaut)));
    let nombre: u32 = courses.iter().map(|(_, nombre)| nombre).sum();
    let entrepot = base.ouvrir();
    peupler(&entrepot, COUREURS);
    let lot = Lot {
        numeros: 0..nombre,
        suivi: Suivi::Tous(0..COUREURS),
        couvert: Couverture::Plafonnee,
        deja: PLAFOND - 1,
    };
    ouvrir_episodes(&entrepot, &lot);
    drop(entrepot);
    let serveur = Serveur::lancer(base);
    let mut premiere = 0;
    for (coureurs, nombre) in courses {
        lancer(&serveur.adresse, coureurs, premiere..premiere + nombre);
        premiere += nombre;
    }
    serveur.arreter();
    let etat = oracle::verifier(base);
    assert_eq!(etat.seances, i64::from(nombre) * PLAFOND, "every episode is at its cap, none is over");
    assert_eq!((etat.tracees, etat.cles), (i64::from(nombre), i64::from(nombre)));
    eprintln!("{}: {nombre} races of 2 to 64 racers, one winner each, every loser told why", base.moteur());
}

/// The racers line up at each start, then all ask again under the same keys.
fn lancer(adresse: &str, coureurs: u32, courses: std::ops::Range<u32>) {
    let ligne = Barrier::new(coureurs as usize);
    let arrivees: Vec<Vec<Reponse>> = thread::scope(|fils| {
        let coureur = |rang| {
            let (ligne, courses) = (&ligne, courses.clone());
            fils.spawn(move || courir_seul(adresse, rang, courses, ligne))
        };
        let partis: Vec<_> = (0..coureurs).map(coureur).collect();
        partis.into_iter().map(|fil| fil.join().unwrap()).collect()
    });
    for (course, i) in courses.zip(0..) {
        let gagnants = arrivees.iter().filter(|siennes| siennes[i].statut == 201).count();
        assert_eq!(gagnants, 1, "race {course} of {coureurs}: one séance was left");
        arrivees.iter().map(|siennes| &siennes[i]).filter(|r| r.statut != 201).for_each(refus_clair);
    }
}

fn courir_seul(adresse: &str, rang: u32, courses: std::ops::Range<u32>, ligne: &Barrier) -> Vec<Reponse> {
    let (jeton, le) = (jeton_de(rang), corps(aujourd_hui()));
    let mut client = Client::new(adresse).unwrap();
    let mut arrivees = Vec::new();
    for course in courses {
        let (chemin, cle) = (chemin(course), format!("course-{course}"));
        ligne.wait();
        let reponse = client.poster(&chemin, &jeton, &cle, &le).unwrap();
        let encore = client.poster(&chemin, &jeton, &cle, &le).unwrap();
        assert_eq!(encore, reponse, "asked twice under the same key, answered twice the same");
        arrivees.push(reponse);
    }
    arrivees
}

/// The loser receives the whole decision: refused, because the cap is reached.
fn refus_clair(reponse: &Reponse) {
    assert_eq!(reponse.statut, 409, "{}", reponse.corps);
    let corps: serde_json::Value = serde_json::from_str(&reponse.corps).unwrap();
    let decision = corps.get("decision").unwrap_or(&corps);
    assert_eq!(decision["issue"], "refusee", "{corps}");
    let constats = decision["constats"].as_array().unwrap();
    let plafond = constats.iter().find(|constat| constat["code"] == "plafond-de-seances-atteint").unwrap();
    assert_eq!(plafond["etat"], "viole");
}
