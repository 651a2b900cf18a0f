//! Facts of many departments, as rows: what an act would write, without the acts.

use std::collections::HashMap;

use droit::identifiant::CodeDepartement;
use droit::reglement::Reglement;
use entrepot::{Echec, Entrepot, Value, params};
use jiff::Span;
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::hasard::Hasard;
use crate::soins;

const PRATICIENS: u64 = 400;
const CPTS: u64 = 9;
/// Episodes opened each month in a department.
const EPISODES_PAR_MOIS: u64 = 730;
const DEBUT: Date = date(2024, 10, 1);
/// Episodes written in one transaction.
const LOT: usize = 500;

const REGIONS: [&str; 9] = [
    "rachis-lombaire",
    "rachis-cervical",
    "rachis-dorsal",
    "epaule-bras",
    "coude-avant-bras",
    "poignet-main",
    "hanche-cuisse",
    "genou-jambe",
    "cheville-pied",
];
const MOTIFS: [&str; 3] = ["sans-amelioration", "plafond-atteint", "drapeau-rouge"];
const DESTINATIONS: [&str; 3] = ["medecin-traitant", "soins-non-programmes", "urgences"];

const CREER_CPTS: &str = "INSERT INTO cpts (id, nom, recherche, siege, version) VALUES ($1, $2, $2, $3, 1)";
const SITUER_CPTS: &str = "INSERT INTO cpts_departement (departement, cpts) VALUES ($1, $2)";
const PATIENT: &str =
    "INSERT INTO patient (id, par_traits, identite, version, inscrit_le) VALUES ($1, $2, $2, 1, 0)";
const EPISODE: &str = "INSERT INTO episode (id, patient, region, cote, departement, structure, cpts, ouvert_par, ouvert_le,
        echeance, faites, etat, clos_le, issue, version, medecin_traitant, couvert_du)
    VALUES ($1, $2, $3, 'sans-objet', $4, $5, $6, $7, $8, $9, $10, 'clos', $9, 'objectifs-atteints', 1, $11, $12)";
const PARTICIPANT: &str =
    "INSERT INTO participant (praticien, episode, depuis, ordre) VALUES ($1, $2, $3, 1)";
const SEANCE: &str =
    "INSERT INTO seance (id, episode, praticien, faite_le, saisie_le, compte, lettre, coefficient)
    VALUES ($1, $2, $3, $4, 0, 'diagnostic', $5, $6)";
const ORIENTATION: &str = "INSERT INTO orientation (id, episode, praticien, le, motif, destination, urgence)
    VALUES ($1, $2, $3, $4, $5, $6, 'programmee')";

fn parmi<T: Copy>(choix: &[T], hasard: &mut Hasard) -> T {
    let rang = hasard.sous(choix.len() as u64);
    *choix.get(usize::try_from(rang).unwrap()).unwrap()
}

type Ligne = (&'static str, Vec<Value>);

/// The departments, and where the facts have come to.
pub struct Nation {
    departements: Vec<CodeDepartement>,
    hasard: Hasard,
    mois: Date,
    cles: u128,
    /// The patient who comes back next, in each department.
    habitues: HashMap<CodeDepartement, Uuid>,
}

impl Nation {
    /// The departments and their CPTS, without any fact.
    pub fn fonder(entrepot: &Entrepot, reglement: &Reglement, nombre: usize) -> Self {
        let departements: Vec<CodeDepartement> = reglement.departements_designes().take(nombre).collect();
        let siens = departements.clone();
        entrepot
            .ecrire_ici(move |tx| {
                for (departement, rang) in
                    siens.iter().flat_map(|code| (0..CPTS).map(move |rang| (*code, rang)))
                {
                    let id = cpts(&siens, departement, rang);
                    tx.enqueue(CREER_CPTS, params![id, format!("CPTS {rang} {departement}"), departement]);
                    tx.enqueue(SITUER_CPTS, params![departement, id]);
                }
                Ok::<(), Echec>(())
            })
            .unwrap();
        Self { departements, hasard: Hasard(45), mois: DEBUT, cles: 1 << 64, habitues: HashMap::new() }
    }

    /// Writes what happened until that day; how many episodes and séances.
    pub fn soigner_jusqu_au(&mut self, entrepot: &Entrepot, jour: Date) -> (usize, usize) {
        let (mut episodes, mut seances) = (0, 0);
        while self.mois < jour {
            let (debut, fin) = (self.mois, self.mois.checked_add(Span::new().months(1)).unwrap());
            for departement in self.departements.clone() {
                let siens: Vec<Vec<Ligne>> =
                    (0..EPISODES_PAR_MOIS).map(|_| self.episode(departement, (debut, jour))).collect();
                episodes += siens.len();
                seances += siens.iter().flatten().filter(|(sql, _)| *sql == SEANCE).count();
                siens.chunks(LOT).for_each(|lot| ecrire(entrepot, lot));
            }
            self.mois = fin;
        }
        (episodes, seances)
    }

    fn cle(&mut self) -> Uuid {
        self.cles += 1;
        Uuid::from_u128(self.cles)
    }

    /// An episode opened in the month that begins there, cut where the facts end.
    fn episode(&mut self, departement: CodeDepartement, (debut, fin): (Date, Date)) -> Vec<Ligne> {
        let mut lignes = Vec::new();
        let patient = self.patient(departement, &mut lignes);
        let (id, rang) = (self.cle(), self.hasard.sous(PRATICIENS));
        let code = self.departements.iter().position(|autre| *autre == departement).unwrap() as u64;
        let praticien = Uuid::from_u128(u128::from(1_000_000 + code * PRATICIENS + rang));
        let (structure, cpts) = match rang % 20 {
            17 => ("MSP", None),
            18 => ("CDS", None),
            19 => ("ESMS", None),
            _ => ("CPTS", Some(cpts(&self.departements, departement, rang % CPTS))),
        };
        let jour = |n: u64| debut.checked_add(Span::new().days(i64::try_from(n).unwrap())).unwrap();
        let ouvert = self.hasard.sous(28);
        let voulues = soins::seances(&mut self.hasard);
        let jours: Vec<Date> =
            (0..voulues).map(|n| jour(ouvert + n * 4)).take_while(|le| *le < fin).collect();
        let clos = jour(ouvert + voulues * 4 + 5);
        let region = parmi(&REGIONS, &mut self.hasard);
        let medecin = i64::from(self.hasard.sous(100) > 9);
        let diagnostic = (voulues > 8).then(|| jour(ouvert));
        let faites = i64::try_from(jours.len()).unwrap();
        let ouvert_le = jour(ouvert);
        lignes.push((
            EPISODE,
            params![
                id,
                patient,
                region,
                departement,
                structure,
                cpts,
                praticien,
                ouvert_le,
                clos,
                faites,
                medecin,
                diagnostic
            ]
            .to_vec(),
        ));
        lignes.push((PARTICIPANT, params![praticien, id, ouvert_le].to_vec()));
        let acte = parmi(&soins::ACTES, &mut self.hasard);
        for le in &jours {
            let cle = self.cle();
            lignes.push((SEANCE, params![cle, id, praticien, *le, acte.0, acte.1].to_vec()));
        }
        if let (Some(le), true) = (jours.last(), self.hasard.sous(100) < 12) {
            let (motif, destination) =
                (parmi(&MOTIFS, &mut self.hasard), parmi(&DESTINATIONS, &mut self.hasard));
            let cle = self.cle();
            lignes.push((ORIENTATION, params![cle, id, praticien, *le, motif, destination].to_vec()));
        }
        lignes
    }

    /// One patient in eight comes back for the next episode.
    fn patient(&mut self, departement: CodeDepartement, lignes: &mut Vec<Ligne>) -> Uuid {
        if let Some(habitue) = self.habitues.remove(&departement) {
            return habitue;
        }
        let patient = self.cle();
        lignes.push((PATIENT, params![patient, patient.as_bytes().to_vec()].to_vec()));
        if self.hasard.sous(8) == 0 {
            self.habitues.insert(departement, patient);
        }
        patient
    }
}

fn cpts(departements: &[CodeDepartement], departement: CodeDepartement, rang: u64) -> Uuid {
    let place = departements.iter().position(|autre| *autre == departement).unwrap() as u64;
    Uuid::from_u128(u128::from(1 + place * CPTS + rang))
}

fn ecrire(entrepot: &Entrepot, episodes: &[Vec<Ligne>]) {
    let lot: Vec<Ligne> = episodes.iter().flatten().cloned().collect();
    entrepot
        .ecrire_ici(move |tx| {
            lot.iter().for_each(|(sql, valeurs)| tx.enqueue(sql, valeurs.clone()));
            Ok::<(), Echec>(())
        })
        .unwrap();
}
