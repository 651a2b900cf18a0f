//! Time, rows per second, peak of memory, and what somebody else waits for the writer.

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use entrepot::{Echec, Entrepot, params};

/// Between two writes of the probe.
const PAUSE: Duration = Duration::from_millis(2);
/// A write that changes nothing but takes its turn and its commit.
const SONDE: &str = "UPDATE annuaire_chantier SET rang = 1 WHERE rang = 2";

/// One measure.
pub struct Releve {
    quoi: &'static str,
    lignes: u64,
    duree: Duration,
    pointe: u64,
    depart: u64,
}

impl Releve {
    /// Prints it, beside another of the same run.
    pub fn dire(&self, simple: Option<&Self>) {
        let secondes = self.duree.as_secs_f64();
        let rapport = simple
            .map(|simple| format!(", {:.1} fois la lecture nue", secondes / simple.duree.as_secs_f64()));
        println!(
            "{} : {secondes:.2} s, {:.0} lignes/s, pointe {} Mo (au départ {} Mo){}",
            self.quoi,
            f64::from(u32::try_from(self.lignes).unwrap()) / secondes,
            self.pointe / 1_000,
            self.depart / 1_000,
            rapport.unwrap_or_default()
        );
    }
}

/// Measures something that says how many rows it read.
pub fn mesurer(quoi: &'static str, faire: impl FnOnce() -> u64) -> Releve {
    let depart = remettre_la_pointe();
    let debut = Instant::now();
    let lignes = faire();
    let duree = debut.elapsed();
    assert!(lignes > 0, "{quoi} : rien n’a été lu");
    Releve { quoi, lignes, duree, pointe: pointe(), depart }
}

/// What the writes of another wait, from the queue to the durable commit.
pub struct Attentes(Vec<Duration>);

impl fmt::Display for Attentes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |part: usize| self.0[(self.0.len() - 1) * part / 100].as_secs_f64() * 1e3;
        write!(
            f,
            "médiane {:.1} ms, p99 {:.1} ms, la plus longue {:.1} ms ({} écritures)",
            ms(50),
            ms(99),
            ms(100),
            self.0.len()
        )
    }
}

/// Writes beside what is done, all along.
pub fn sonder(entrepot: &Entrepot, faire: impl FnOnce()) -> Attentes {
    let fini = AtomicBool::new(false);
    thread::scope(|portee| {
        let sonde = portee.spawn(|| {
            let mut attentes = Vec::new();
            while !fini.load(Ordering::Relaxed) || attentes.is_empty() {
                let debut = Instant::now();
                let ecrite = entrepot.ecrire_ici(|tx| {
                    tx.enqueue(SONDE, params![]);
                    Ok::<_, Echec>(())
                });
                ecrite.unwrap();
                attentes.push(debut.elapsed());
                thread::sleep(PAUSE);
            }
            attentes.sort();
            attentes
        });
        faire();
        fini.store(true, Ordering::Relaxed);
        Attentes(sonde.join().unwrap())
    })
}

/// Starts the peak of resident memory again from the present; Linux only, zero elsewhere.
fn remettre_la_pointe() -> u64 {
    if Path::new("/proc/self/clear_refs").exists() {
        fs::write("/proc/self/clear_refs", "5").unwrap();
    }
    pointe()
}

/// The peak of resident memory, in kilobytes.
fn pointe() -> u64 {
    let etat = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ligne = etat.lines().find(|ligne| ligne.starts_with("VmHWM:")).unwrap_or_default();
    ligne.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or_default()
}
