//! How fast an extraction is imported, in how much memory, and how long others wait for the writer meanwhile, beside a
//! bare CSV read of the same file: `cargo bench -p plateforme --bench annuaire_sante -- 2200000` (rows; 200,000 without
//! a number). On SQLite, and on PostgreSQL too
//! when the address of an empty base follows.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench prints its figures and stops where it fails"
)]

mod extraction;
mod mesure;

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use entrepot::annuaire::{Bascule, Disparitions};
use entrepot::chiffre::CleMaitresse;
use entrepot::{Configuration, Emplacement, Entrepot};
use extraction::{Encodage, Version, ecrire};
use formats::annuaire_sante::Extraction;
use jiff::civil::{Date, date};
use mesure::{Releve, mesurer, sonder};
use plateforme::annuaire_sante::{Demande, Rejets, importer};
use uuid::Uuid;

const TAMPON: usize = 256 * 1024;

fn main() {
    let lignes = std::env::args().find_map(|mot| mot.parse().ok()).unwrap_or(200_000);
    let dossier =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("banc-annuaire-{}", std::process::id()));
    fs::create_dir_all(&dossier).unwrap();
    let (octobre, novembre) = (dossier.join("octobre.txt"), dossier.join("novembre.txt"));
    ecrire(&octobre, lignes, Encodage::Utf8, Version::Premiere);
    ecrire(&novembre, lignes, Encodage::Windows1252, Version::Seconde);
    println!("{lignes} lignes, {} Mo", fs::metadata(&octobre).unwrap().len() / 1_000_000);

    let simple = mesurer("lecture CSV nue", || lire_en_csv(&octobre));
    simple.dire(None);
    mesurer("lecture des lignes typées, UTF-8", || lire(&octobre)).dire(Some(&simple));
    mesurer("lecture des lignes typées, Windows-1252", || lire(&novembre)).dire(Some(&simple));

    println!("SQLite");
    tout_importer(&dossier.join("base.db"), None, &simple, &octobre, &novembre);
    match std::env::args().find(|mot| mot.starts_with("postgres")) {
        Some(serveur) => {
            println!("PostgreSQL (sa mémoire n’est pas comptée)");
            tout_importer(&dossier, Some(serveur), &simple, &octobre, &novembre);
        }
        None => println!("PostgreSQL : ajoutez son adresse pour le mesurer"),
    }
    fs::remove_dir_all(dossier).unwrap();
}

fn tout_importer(base: &Path, serveur: Option<String>, simple: &Releve, octobre: &Path, novembre: &Path) {
    let emplacement = serveur.map_or_else(|| Emplacement::Sqlite(base.to_owned()), Emplacement::Postgres);
    let entrepot = Entrepot::ouvrir(Configuration::new(emplacement, CleMaitresse::new([7; 32]))).unwrap();
    for (quoi, fichier, jour) in [
        ("premier import", octobre, date(2026, 10, 1)),
        ("le même fichier", octobre, date(2026, 10, 1)),
        ("import suivant, un MK sur quatre modifié", novembre, date(2026, 11, 1)),
    ] {
        let attentes = sonder(&entrepot, || {
            mesurer(quoi, || importer_dans(&entrepot, fichier, jour)).dire(Some(simple));
        });
        println!("  attente de l’écrivain pour les autres : {attentes}");
    }
}

fn lire_en_csv(fichier: &Path) -> u64 {
    let mut lecteur = csv::ReaderBuilder::new()
        .delimiter(b'|')
        .quoting(false)
        .flexible(true)
        .buffer_capacity(TAMPON)
        .from_path(fichier)
        .unwrap();
    let (mut ligne, mut lues) = (csv::ByteRecord::new(), 0);
    while lecteur.read_byte_record(&mut ligne).unwrap() {
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
    let rapport = importer(entrepot, &demande, File::open(fichier).unwrap(), &mut rejets, &mut |_| ());
    match rapport.unwrap().bascule {
        Bascule::Faite(import, bilan) => {
            let (mks, rejets) = (import.mks, import.lignes.rejetees);
            println!("  {mks} MK, {} nouveaux ou modifiés, {rejets} rejets", bilan.actualises);
            import.lignes.lues
        }
        Bascule::DejaFaite(import) => import.lignes.lues,
    }
}
