//! How fast an extraction is imported and in how much memory, beside a plain read of the same file:
//! `cargo bench -p plateforme --bench annuaire_sante -- 2200000` (rows; 200,000 without a number).

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints its figures and stops where it fails"
)]

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use entrepot::annuaire::{Bascule, Disparitions};
use entrepot::chiffre::CleMaitresse;
use entrepot::{Configuration, Emplacement, Entrepot};
use formats::annuaire_sante::{Extraction, ExtractionFictive};
use jiff::civil::{Date, date};
use plateforme::annuaire_sante::{Demande, Rejets, importer};
use uuid::Uuid;

const TAMPON: usize = 256 * 1024;

fn main() {
    let lignes = std::env::args().find_map(|mot| mot.parse().ok()).unwrap_or(200_000);
    let dossier =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("banc-annuaire-{}", std::process::id()));
    fs::create_dir_all(&dossier).unwrap();
    let fichier = dossier.join("extraction.txt");
    ecrire(&fichier, lignes, "L");
    let octets = fs::metadata(&fichier).unwrap().len();
    println!("{lignes} lignes, {} Mo", octets / 1_000_000);

    let (simple, _) = mesurer("lecture simple du fichier", lignes, || lire_simplement(&fichier));
    let (lecture, _) = mesurer("lecture des lignes typées", lignes, || lire(&fichier));
    let configuration =
        Configuration::new(Emplacement::Sqlite(dossier.join("base.db")), CleMaitresse::new([7; 32]));
    let entrepot = Entrepot::ouvrir(configuration).unwrap();
    let (premier, _) =
        mesurer("premier import", lignes, || importer_dans(&entrepot, &fichier, date(2026, 10, 1)));
    ecrire(&fichier, lignes, "S");
    let (suivant, _) = mesurer("import suivant, un MK sur quatre modifié", lignes, || {
        importer_dans(&entrepot, &fichier, date(2026, 11, 1))
    });
    let rapport = |duree: Duration| duree.as_secs_f64() / simple.as_secs_f64();
    println!(
        "rapport à la lecture simple : typée {:.1}, premier import {:.1}, suivant {:.1}",
        rapport(lecture),
        rapport(premier),
        rapport(suivant)
    );
    drop(entrepot);
    fs::remove_dir_all(dossier).unwrap();
}

/// The fictitious file; the second activity of one MK in four takes this mode instead of its own.
fn ecrire(fichier: &Path, lignes: u32, second_mode: &str) {
    let mut sortie = BufWriter::new(File::create(fichier).unwrap());
    for ligne in ExtractionFictive::de(lignes) {
        let ligne = if second_mode == "S" { ligne } else { ligne.replace("|S|", "|L|") };
        writeln!(sortie, "{ligne}").unwrap();
    }
    sortie.flush().unwrap();
}

fn lire_simplement(fichier: &Path) -> u64 {
    let mut lecture = BufReader::with_capacity(TAMPON, File::open(fichier).unwrap());
    let (mut ligne, mut lues) = (Vec::new(), 0);
    while lecture.read_until(b'\n', &mut ligne).unwrap() > 0 {
        ligne.clear();
        lues += 1;
    }
    lues
}

fn lire(fichier: &Path) -> u64 {
    let lecture = BufReader::with_capacity(TAMPON, File::open(fichier).unwrap());
    Extraction::ouvrir(lecture).unwrap().map(|lue| u64::from(lue.is_ok())).sum()
}

fn importer_dans(entrepot: &Entrepot, fichier: &Path, extrait_le: Date) -> u64 {
    let demande = Demande {
        cle: Uuid::from_u128(7),
        fichier: "banc.txt".to_owned(),
        extrait_le,
        maintenant: "2026-11-21T20:00:00Z".parse().unwrap(),
        disparitions: Disparitions::Suspectes,
    };
    let mut rejets = Rejets::vers(std::io::sink());
    match importer(entrepot, &demande, File::open(fichier).unwrap(), &mut rejets).unwrap().bascule {
        Bascule::Faite(import, bilan) => {
            println!(
                "  {} MK, {} nouveaux ou modifiés, {:?}",
                import.mks, bilan.actualises, bilan.changements
            );
            import.lignes.lues
        }
        Bascule::DejaFaite(_) => 0,
    }
}

/// Time, rows per second, and the peak of memory during the measure.
fn mesurer(quoi: &str, lignes: u32, faire: impl FnOnce() -> u64) -> (Duration, u64) {
    let avant = Pointe::remettre();
    let depart = Instant::now();
    let lues = faire();
    let duree = depart.elapsed();
    let pointe = Pointe::lire();
    assert!(lues >= u64::from(lignes), "{quoi} : {lues} lignes seulement");
    let vitesse = f64::from(lignes) / duree.as_secs_f64();
    println!(
        "{quoi} : {:.2} s, {vitesse:.0} lignes/s, pointe {} Mo (au départ {} Mo)",
        duree.as_secs_f64(),
        pointe.0 / 1_000,
        avant.0 / 1_000
    );
    (duree, pointe.0)
}

/// The peak of resident memory, in kilobytes; Linux only, zero elsewhere.
struct Pointe(u64);

impl Pointe {
    /// Starts again from the present memory.
    fn remettre() -> Self {
        if Path::new("/proc/self/clear_refs").exists() {
            fs::write("/proc/self/clear_refs", "5").unwrap();
        }
        Self::lire()
    }

    fn lire() -> Self {
        let etat = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ligne = etat.lines().find(|ligne| ligne.starts_with("VmHWM:")).unwrap_or_default();
        Self(ligne.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or_default())
    }
}
