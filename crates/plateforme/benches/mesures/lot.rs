//! A batch of decisions through the command line: lines per second, and a memory that the number of lines leaves alone.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::attelage::serveur::BINAIRE;
use crate::decision::{QUESTION, debit_en_memoire};
use crate::rapport::{Cible, Serie, Unite, dire, titre};

const LIGNES: usize = 100_000;
/// The small batch whose memory the large one may not exceed.
const PETIT: usize = 5_000;
const PAIRES: usize = 6;

pub fn mesurer() {
    titre("Lot de 100 000 décisions : acces-direct decider");
    let dossier = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (petit, grand) = (ecrire(&dossier, PETIT), ecrire(&dossier, LIGNES));
    let mut debits = Vec::new();
    let (mut rapports, mut memoires, mut croissance) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PAIRES {
        let en_memoire = debit_en_memoire();
        let (_, pic_petit) = decider(&petit);
        let (duree, pic) = decider(&grand);
        let debit = LIGNES as f64 / duree.as_secs_f64();
        debits.push(debit);
        rapports.push(debit / en_memoire);
        memoires.push(pic as f64);
        croissance.push(pic as f64 / pic_petit as f64);
    }
    verifier(&grand);
    dire("lignes décidées", &Serie::new(debits), Unite::ParSeconde, Cible::Aucune);
    dire("  rapport à un fil en mémoire", &Serie::new(rapports), Unite::Fois, Cible::Aucune);
    dire("mémoire au plus haut", &Serie::new(memoires), Unite::Octets, Cible::Aucune);
    dire("  rapport à un lot vingt fois plus court", &Serie::new(croissance), Unite::Fois, Cible::Aucune);
    std::fs::remove_file(petit).unwrap();
    std::fs::remove_file(grand).unwrap();
}

fn ecrire(dossier: &Path, lignes: usize) -> PathBuf {
    let chemin = dossier.join(format!("lot-{lignes}-{}.jsonl", std::process::id()));
    let mut sortie = std::io::BufWriter::new(std::fs::File::create(&chemin).unwrap());
    for n in 0..lignes {
        let le = format!("\"le\": \"2026-03-{:02}\"", 6 + n % 20);
        writeln!(sortie, "{}", QUESTION.replace("\"le\": \"2026-03-09\"", &le)).unwrap();
    }
    sortie.flush().unwrap();
    chemin
}

fn commande(fichier: &Path) -> Command {
    let mut commande = Command::new(BINAIRE);
    commande.arg("decider").arg(fichier).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    commande
}

/// How long, and the peak of memory as last seen: it only grows.
fn decider(fichier: &Path) -> (Duration, u64) {
    let depart = Instant::now();
    let mut enfant = commande(fichier).spawn().unwrap();
    let statut = format!("/proc/{}/status", enfant.id());
    let mut pic = 0;
    loop {
        if let Some(issue) = enfant.try_wait().unwrap() {
            assert!(issue.success());
            return (depart.elapsed(), pic);
        }
        pic = plus_haut(&statut).unwrap_or(pic);
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn plus_haut(statut: &str) -> Option<u64> {
    let texte = std::fs::read_to_string(statut).ok()?;
    let valeur = texte.lines().find_map(|ligne| ligne.strip_prefix("VmHWM:"))?;
    valeur.trim().split(' ').next()?.parse::<u64>().ok().map(|kilos| kilos * 1024)
}

/// One answer a line, each of them a decision.
fn verifier(fichier: &Path) {
    let sortie = commande(fichier).stdout(Stdio::piped()).output().unwrap().stdout;
    let decidees =
        sortie.split(|octet| *octet == b'\n').filter(|l| l.starts_with(b"{\"issue\":\"accordee\"")).count();
    assert_eq!(decidees, LIGNES, "every line has its decision");
}
