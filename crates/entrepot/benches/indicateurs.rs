//! Reading every indicator of a department and of the country, on the sums of a synthetic nation, on both engines.
//!
//! `cargo bench -p entrepot --bench indicateurs`; PostgreSQL too when `ACCES_DIRECT_TEST_PG` gives a server. The nation
//! has 100,000 MKs, 101 departments, five years and ten million séances (`ACCES_DIRECT_SEANCES` sets another number).
//! Its sums are made by the same functions as the product's, and kept for the country, one region and one department of
//! it: what is read of one perimeter never touches the rows of another. Each reading follows a write.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "a bench prints its figures and stops at a failure"
)]

#[path = "commun/hasard.rs"]
mod hasard;
#[path = "commun/schema.rs"]
mod schema;
#[path = "commun/soins.rs"]
mod soins;

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use droit::decision::TypeStructure;
use droit::identifiant::{CodeDepartement, CptsId};
use droit::indicateur::{
    ActeReleve, Champ, OrientationRelevee, Perimetre, Periode, Releve, SeanceRelevee, Situation, Tranche,
    Variante, mouvement, presences_du_praticien,
};
use droit::reglement::Reglement;
use entrepot::chiffre::CleMaitresse;
use entrepot::indicateur::{self, Demande};
use entrepot::{Configuration, Echec, Emplacement, Entrepot, Value, params};
use jiff::Span;
use jiff::civil::{Date, date};
use uuid::Uuid;

use hasard::Hasard;

const PRATICIENS: u64 = 100_000;
const SEANCES: u64 = 10_000_000;
/// Mean séances of an episode.
const PAR_EPISODE: u64 = 7;
const DEBUT: Date = date(2024, 8, 28);
const JOURS: u64 = 1_700;
const LECTURES: usize = 25;
const GARDES: [&str; 3] = ["departement/45", "region/Centre-Val de Loire", "pays"];

const REGIONS: [&str; 14] = [
    "tete-machoire",
    "equilibre",
    "rachis-cervical",
    "rachis-dorsal",
    "rachis-lombaire",
    "thorax",
    "abdomen-perinee",
    "epaule-bras",
    "coude-avant-bras",
    "poignet-main",
    "hanche-cuisse",
    "genou-jambe",
    "cheville-pied",
    "marche-autonomie",
];

const AJOUTER: &str = "INSERT INTO indicateur_compteur
        (perimetre, variante, tranche, mesure, modalite, structure, precedent, n, sujets)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const TOUCHER: &str = "UPDATE indicateur_compteur SET n = n + 1
    WHERE mesure = 'seances' AND perimetre = $1 AND variante = 'calendaire' AND tranche = $2 AND n > 0";
const PRATICIEN: &str =
    "INSERT INTO praticien (id, rpps, nom, prenom, recherche, statut, version, inscrit_le)
    VALUES ($1, $2, 'Essai', 'Camille', 'essai', 'titulaire', 1, 0)";
const CPTS: &str = "INSERT INTO cpts (id, nom, recherche, version) VALUES ($1, 'CPTS', 'cpts', 1)";
const DECLARATION: &str = "INSERT INTO declaration
        (id, praticien, departement, cpts, origine, justificatif, depose_le, etat, etat_le, version)
    VALUES ($1, $1, $2, $3, 'cpts', 'attestation', '2025-09-01', 'validee', '2025-10-01', 3)";
const AUTORISATION: &str = "INSERT INTO autorisation (declaration, praticien, departement, cpts, du)
    VALUES ($1, $1, $2, $3, '2025-10-01')";

static DEPARTEMENTS: LazyLock<Vec<CodeDepartement>> = LazyLock::new(|| CodeDepartement::tous().collect());

type Cle = (String, String, String, i64, String, String, i64);

/// The sums of the nation.
struct Nation {
    sommes: HashMap<Cle, (i64, i64)>,
    episodes: u64,
    seances: u64,
}

impl Nation {
    /// On every processor: each MK is counted whole by one of them, and sums add up.
    fn engendrer(voulues: u64) -> Self {
        let fils = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
        let part = |fil| Self::part(fil, fils, voulues / fils);
        let parts: Vec<Self> = std::thread::scope(|portee| {
            let fils: Vec<_> = (0..fils).map(|fil| portee.spawn(move || part(fil))).collect();
            fils.into_iter().map(|fil| fil.join().unwrap()).collect()
        });
        parts.into_iter().reduce(Self::reunir).unwrap()
    }

    fn part(fil: u64, fils: u64, voulues: u64) -> Self {
        let reglement = Reglement::embarque().unwrap();
        let mut hasard = Hasard(45 + fil);
        let mut nation = Self { sommes: HashMap::new(), episodes: 0, seances: 0 };
        let mut presences: HashMap<u128, BTreeSet<(Situation, Tranche)>> = HashMap::new();
        while nation.seances < voulues {
            let par = hasard.sous(PRATICIENS / fils) * fils + fil;
            let n = if hasard.sous(100) < 87 { 1 } else { 2 };
            let siens: Vec<(Situation, Releve)> = (0..n).map(|_| episode(&mut hasard, par)).collect();
            for (situation, releve) in &siens {
                nation.seances += releve.seances.len() as u64;
                nation.episodes += 1;
                for seance in &releve.seances {
                    presences.entry(seance.par).or_default().insert((*situation, Tranche::du(seance.le)));
                }
            }
            let apres: Vec<(Situation, &Releve)> = siens.iter().map(|(s, r)| (*s, r)).collect();
            nation.ajouter(&mouvement(&[], &apres, reglement));
        }
        for siennes in presences.values() {
            nation.ajouter(&presences_du_praticien(siennes, 1, reglement));
        }
        nation
    }

    fn reunir(mut self, autre: Self) -> Self {
        for (cle, (n, sujets)) in autre.sommes {
            let somme = self.sommes.entry(cle).or_default();
            somme.0 += n;
            somme.1 += sujets;
        }
        Self { episodes: self.episodes + autre.episodes, seances: self.seances + autre.seances, ..self }
    }

    fn ajouter(&mut self, mouvement: &droit::indicateur::Mouvement) {
        for (perimetre, structure, cellule, ecart) in mouvement.iter() {
            let garde = GARDES.contains(&perimetre);
            if garde {
                let cle = (
                    perimetre.to_owned(),
                    cellule.variante.code().to_owned(),
                    cellule.mesure.code().to_owned(),
                    cellule.tranche.numero(),
                    cellule.modalite.clone(),
                    structure.to_owned(),
                    cellule.precedent.numero(),
                );
                let somme = self.sommes.entry(cle).or_default();
                somme.0 += ecart.n;
                somme.1 += ecart.sujets;
            }
        }
    }
}

/// An episode of this MK, who practises in one department and one CPTS.
fn episode(hasard: &mut Hasard, par: u64) -> (Situation, Releve) {
    let departement = DEPARTEMENTS[par as usize % DEPARTEMENTS.len()];
    let jour = |n: u64| DEBUT.checked_add(Span::new().days(n as i64)).unwrap();
    let ouvert = hasard.sous(JOURS - 100);
    let n = soins::seances(hasard);
    let acte = soins::ACTES[hasard.sous(6) as usize];
    let cpts = par % 8;
    let par = u128::from(par);
    let seances = (0..n).map(|rang| SeanceRelevee {
        le: jour(ouvert + rang * 4),
        par,
        acte: Some(ActeReleve(acte.0.to_owned(), acte.1)),
    });
    let orientee = hasard.sous(100) < 12;
    let releve = Releve {
        departement: departement.as_str().to_owned(),
        cpts: Some(u128::from(cpts)),
        structure: "CPTS".to_owned(),
        ouvert_par: par,
        ouvert_le: jour(ouvert),
        clos_le: (hasard.sous(10) > 0).then(|| jour(ouvert + n * 4 + 5)),
        region: REGIONS[hasard.sous(14) as usize].to_owned(),
        diagnostic: n > 8,
        medecin_traitant: Some(hasard.sous(100) > 9),
        seances: seances.collect(),
        orientations: orientee
            .then(|| OrientationRelevee {
                le: jour(ouvert + n * 2),
                par,
                motif: "sans-amelioration".to_owned(),
                destination: "medecin-traitant".to_owned(),
            })
            .into_iter()
            .collect(),
        evenements: Vec::new(),
        documents: Vec::new(),
    };
    let situation =
        Situation { departement, cpts: Some(CptsId::new(u128::from(cpts))), structure: TypeStructure::Cpts };
    (situation, releve.range())
}

fn main() {
    let voulues =
        std::env::var_os("ACCES_DIRECT_SEANCES").and_then(|n| n.to_str()?.parse().ok()).unwrap_or(SEANCES);
    let debut = Instant::now();
    let nation = Nation::engendrer(voulues);
    println!(
        "{} séances, {} épisodes, {} sommes gardées, {:.1} µs par épisode compté",
        nation.seances,
        nation.episodes,
        nation.sommes.len(),
        debut.elapsed().as_secs_f64() * 1e6 / nation.episodes as f64,
    );
    println!("(moyenne visée : {PAR_EPISODE} séances par épisode)\n");
    println!("moteur      périmètre           période        médiane      pire");
    let dossier = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("banc-indicateurs");
    if dossier.exists() {
        std::fs::remove_dir_all(&dossier).unwrap();
    }
    std::fs::create_dir_all(&dossier).unwrap();
    mesurer("sqlite", &nation, Emplacement::Sqlite(dossier.join("nation.db")));
    std::fs::remove_dir_all(&dossier).unwrap();
    let Some(serveur) = std::env::var_os("ACCES_DIRECT_TEST_PG").and_then(|v| v.into_string().ok()) else {
        return println!("postgresql  (ACCES_DIRECT_TEST_PG est absent)");
    };
    schema::a_part(&serveur, "banc_indicateurs", |emplacement| mesurer("postgresql", &nation, emplacement));
}

fn mesurer(moteur: &str, nation: &Nation, emplacement: Emplacement) {
    let entrepot = Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap();
    remplir(&entrepot, nation);
    for perimetre in [
        Perimetre::Departement("45".parse().unwrap()),
        Perimetre::Region("Centre-Val de Loire".to_owned()),
        Perimetre::Pays,
    ] {
        for periode in [Periode::Annee(2026), Periode::AnneeExperience(2)] {
            let mut durees: Vec<Duration> =
                (0..LECTURES).map(|_| lire(&entrepot, perimetre.clone(), periode)).collect();
            durees.sort_unstable();
            let (mediane, pire) = (durees[LECTURES / 2], durees[LECTURES - 1]);
            println!(
                "{moteur:<11} {:<19} {:<12} {:>7.1} ms {:>7.1} ms",
                perimetre.to_string(),
                periode.to_string(),
                mediane.as_secs_f64() * 1e3,
                pire.as_secs_f64() * 1e3
            );
        }
    }
}

/// One write to the sums, then every indicator under the three variants; the time of the reading.
fn lire(entrepot: &Entrepot, perimetre: Perimetre, periode: Periode) -> Duration {
    let cle = perimetre.cle().unwrap();
    let touchees = entrepot
        .ecrire_ici(move |tx| {
            tx.execute(TOUCHER, &params![cle.as_str(), Tranche::du(date(2026, 6, 3)).numero()])
        })
        .unwrap();
    assert!(touchees > 0, "the write changes a sum that is read");
    let champ = Champ::tout(perimetre);
    let tranches = periode.tranches(&champ.perimetre, Reglement::embarque().unwrap()).unwrap();
    let debut = Instant::now();
    let lus = entrepot
        .lire_ici(move |tx| {
            let mut nombre = 0;
            for variante in Variante::TOUS {
                let demande = Demande { champ: champ.clone(), tranches, variante: *variante };
                nombre += indicateur::comptes(tx, &demande)?.iter().count();
            }
            let participation = indicateur::participation(tx, &champ, periode)?;
            Ok::<_, Echec>((nombre, participation.autorises))
        })
        .unwrap();
    let duree = debut.elapsed();
    assert!(lus.0 > 100 && lus.1 > 0, "{lus:?}");
    duree
}

fn remplir(entrepot: &Entrepot, nation: &Nation) {
    let lignes: Vec<Vec<Value>> = nation
        .sommes
        .iter()
        .map(|((perimetre, variante, mesure, tranche, modalite, structure, precedent), (n, sujets))| {
            params![
                perimetre.as_str(),
                variante.as_str(),
                *tranche,
                mesure.as_str(),
                modalite.as_str(),
                structure.as_str(),
                *precedent,
                *n,
                *sujets
            ]
            .to_vec()
        })
        .collect();
    for lot in lignes.chunks(5_000) {
        let lot = lot.to_vec();
        entrepot
            .ecrire_ici(move |tx| {
                lot.iter().for_each(|valeurs| tx.enqueue(AJOUTER, valeurs.clone()));
                Ok::<(), Echec>(())
            })
            .unwrap();
    }
    let departements: Vec<CodeDepartement> = CodeDepartement::tous().collect();
    let cpts = Uuid::from_u128(1);
    entrepot
        .ecrire_ici(move |tx| {
            tx.enqueue(CPTS, params![cpts]);
            Ok::<(), Echec>(())
        })
        .unwrap();
    for lot in (0..PRATICIENS).collect::<Vec<_>>().chunks(2_000) {
        let (lot, departements) = (lot.to_vec(), departements.clone());
        entrepot
            .ecrire_ici(move |tx| {
                for rang in &lot {
                    let id = Uuid::from_u128(1_000_000 + u128::from(*rang));
                    let departement = departements[*rang as usize % departements.len()];
                    tx.enqueue(PRATICIEN, params![id, format!("997{rang:08}")]);
                    tx.enqueue(DECLARATION, params![id, departement, cpts]);
                    tx.enqueue(AUTORISATION, params![id, departement, cpts]);
                }
                Ok::<(), Echec>(())
            })
            .unwrap();
    }
}
