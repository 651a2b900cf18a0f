//! Power cuts, simulated: every acknowledged fact survives them, and the tests can tell when it would not.
//!
//! The real store writes through a VFS that logs every operation. The log is cut at random points; each cut leaves
//! four images of the disk, which are opened, checked and compared with what had been acknowledged before it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first failure"
)]

#[expect(dead_code, reason = "only the folder is needed: there is no power cut to simulate on a server")]
#[path = "../appui/mod.rs"]
mod appui;
mod rejeu;
mod vfs;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use appui::folder;
use entrepot::chiffre::CleMaitresse;
use entrepot::journal::{Entree, Verification, verifier_ici};
use entrepot::{Configuration, Disque, Echec, Emplacement, Entrepot, Synchronous, params};
use jiff::Timestamp;
use rejeu::{Contenu, Coupe, Hasard, Image, Rejeu};
use rusqlite::Connection;
use uuid::Uuid;
use vfs::{Operation, Registre};

const CLIENTS: i64 = 8;
const FAITS_PAR_CLIENT: i64 = 60;
/// The checkpointer works beside the writer: how many rounds it needs depends on the disk of the machine.
const TOURS_MAX: i64 = 40;
const COPIES_VOULUES: usize = 3;
/// Between two rounds, time for the checkpointer to copy the log, so that the next round starts it again.
const PAUSE: Duration = Duration::from_millis(20);

/// What was found in the images of one run.
#[derive(Debug, Default, PartialEq, Eq)]
struct Bilan {
    images: usize,
    /// An acknowledged fact is missing.
    perdues: usize,
    /// Unreadable, or not consistent with itself.
    corrompues: usize,
}

#[test]
fn no_acknowledged_fact_is_lost_in_a_thousand_cuts() {
    let bilan = run("full", Synchronous::Full, rejeu::Disque::Honnete, 260);
    assert!(bilan.images >= 1_000, "{bilan:?}");
    assert_eq!((bilan.perdues, bilan.corrompues), (0, 0), "{bilan:?}");
}

#[test]
fn control_without_a_sync_per_commit_acknowledged_facts_are_lost() {
    let bilan = run("normal", Synchronous::Normal, rejeu::Disque::Honnete, 100);
    assert!(bilan.perdues > 0, "the simulator does not see what NORMAL loses: {bilan:?}");
}

#[test]
fn control_without_any_sync_the_base_is_hurt() {
    let bilan = run("off", Synchronous::Off, rejeu::Disque::Honnete, 40);
    assert!(bilan.perdues + bilan.corrompues > bilan.images / 4, "{bilan:?}");
}

#[test]
fn control_a_disk_that_lies_is_seen() {
    let bilan = run("menteur", Synchronous::Full, rejeu::Disque::Menteur, 40);
    assert!(bilan.perdues + bilan.corrompues > bilan.images / 4, "{bilan:?}");
}

fn run(nom: &str, synchronous: Synchronous, disque: rejeu::Disque, coupes: usize) -> Bilan {
    let (operations, debut) = record(nom, synchronous);
    let mut hasard = Hasard::new(2026);
    let mut points: Vec<usize> = (0..coupes)
        .map(|_| debut + usize::try_from(hasard.next() % (operations.len() - debut) as u64).unwrap())
        .collect();
    points.sort_unstable();
    let dossier = images(nom);
    let mut bilan = Bilan::default();
    let mut rejeu = Rejeu::new(disque);
    let mut faits = 0;
    for point in points {
        while faits < point {
            rejeu.advance(&operations[faits]);
            faits += 1;
            if faits == debut {
                rejeu.settle();
            }
        }
        for coupe in Coupe::TOUTES {
            let image = rejeu.image(coupe, &mut hasard);
            judge(&dossier, &image, rejeu.acquittes(), &mut bilan);
        }
    }
    fs::remove_dir_all(&dossier).unwrap();
    eprintln!("{nom}: {bilan:?}, {} operations", operations.len());
    bilan
}

/// In memory if there is such a place: an image needs no disk, it is one.
fn images(nom: &str) -> PathBuf {
    let memoire = Path::new("/dev/shm");
    if !memoire.is_dir() {
        return folder(&format!("coupure-image-{nom}"));
    }
    let dossier = memoire.join(format!("acces-direct-coupure-{nom}-{}", std::process::id()));
    fs::create_dir_all(&dossier).unwrap();
    dossier
}

/// Runs the workload; gives the log and the rank at which the base was open.
fn record(nom: &str, synchronous: Synchronous) -> (Vec<Operation>, usize) {
    let vfs = format!("coupure-{nom}");
    let registre = vfs::register(&vfs);
    let chemin = folder(&format!("coupure-{nom}")).join("base.db");
    let mut configuration = Configuration::new(Emplacement::Sqlite(chemin), CleMaitresse::new([7; 32]));
    configuration.disque = Disque::Simule { vfs, synchronous };
    configuration.lecteurs = 1;
    let entrepot = Entrepot::ouvrir(configuration).unwrap();
    let debut = registre.len();
    for tour in 0..TOURS_MAX {
        std::thread::scope(|portee| {
            for client in 0..CLIENTS {
                let entrepot = &entrepot;
                portee.spawn(move || work(entrepot, registre, tour * CLIENTS + client));
            }
        });
        std::thread::sleep(PAUSE);
        if registre.inspect(|operations| checkpoints(&operations[debut..])) >= COPIES_VOULUES {
            break;
        }
    }
    drop(entrepot);
    let operations = registre.take();
    assert!(
        checkpoints(&operations[debut..]) >= COPIES_VOULUES,
        "the log must be copied and start again between the cuts"
    );
    (operations, debut)
}

/// How many times the log started again from its beginning.
fn checkpoints(operations: &[Operation]) -> usize {
    let debuts = operations.iter().filter(|operation| {
        matches!(operation, Operation::Ecriture { fichier: vfs::Fichier::Wal, place: 0, .. })
    });
    debuts.count()
}

fn work(entrepot: &Entrepot, registre: &Registre, client: i64) {
    for i in 0..FAITS_PAR_CLIENT {
        let fait = client * FAITS_PAR_CLIENT + i;
        let issue = entrepot.ecrire_ici(move |tx| {
            tx.enqueue_one(
                "INSERT INTO outbox (id, genre, cle, contenu, depose_le, echeance) VALUES ($1, 'essai', $2, $3, $4, 0)",
                params![Uuid::from_u128(u128::from(fait.unsigned_abs())), fait.to_string(), "x".repeat(600), fait],
            );
            tx.tracer(Entree::new(Timestamp::from_second(fait).unwrap(), "compte/1", "essai", fait.to_string()));
            Ok::<_, Echec>(())
        });
        issue.unwrap();
        registre.push(Operation::Acquittement { fait });
    }
}

fn judge(dossier: &Path, image: &Image, acquittes: &[i64], bilan: &mut Bilan) {
    bilan.images += 1;
    let chemin = lay(dossier, image);
    match facts(&chemin) {
        None => bilan.corrompues += 1,
        Some(faits) if acquittes.iter().any(|fait| faits.binary_search(fait).is_err()) => bilan.perdues += 1,
        Some(_) => {}
    }
}

fn lay(dossier: &Path, image: &Image) -> PathBuf {
    let chemin = dossier.join("base.db");
    put(&chemin, &image.base);
    put(&dossier.join("base.db-wal"), &image.wal);
    put(&dossier.join("base.db-journal"), &image.journal);
    put(&dossier.join("base.db-shm"), &None);
    chemin
}

fn put(chemin: &Path, contenu: &Contenu) {
    match contenu {
        Some(octets) => fs::write(chemin, octets).unwrap(),
        None if chemin.exists() => fs::remove_file(chemin).unwrap(),
        None => {}
    }
}

/// The facts of an image, in order; `None` when it is corrupt: for SQLite, for the journal, or because a fact is
/// there without its line.
fn facts(chemin: &Path) -> Option<Vec<i64>> {
    let conn = Connection::open(chemin).unwrap();
    let sain: String = conn.query_row("PRAGMA integrity_check", [], |l| l.get(0)).ok()?;
    if sain != "ok" {
        return None;
    }
    drop(conn);
    let mut configuration =
        Configuration::new(Emplacement::Sqlite(chemin.to_owned()), CleMaitresse::new([7; 32]));
    configuration.lecteurs = 1;
    let entrepot = Entrepot::ouvrir(configuration).ok()?;
    let Verification::Intacte(tete) = verifier_ici(&entrepot, &[]).ok()? else { return None };
    let faits: Vec<i64> = entrepot
        .lire_ici(|tx| {
            let lignes = tx.query("SELECT depose_le FROM outbox ORDER BY depose_le", &[])?;
            lignes.iter().map(|ligne| ligne.get("depose_le")).collect::<Result<_, Echec>>()
        })
        .ok()?;
    (i64::try_from(faits.len()) == Ok(tete.seq)).then_some(faits)
}
