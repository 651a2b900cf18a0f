//! The real server: the built binary in a process of its own, on a free port.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::base::{Base, CLE};

/// The built binary.
pub const BINAIRE: &str = env!("CARGO_BIN_EXE_acces-direct");

/// A server under way; killed when dropped.
pub struct Serveur {
    enfant: Child,
    pub adresse: String,
    /// From the start of the process to its announcement.
    pub annonce: Duration,
}

impl Serveur {
    /// Serves a base.
    pub fn lancer(base: &Base) -> Self {
        Self::essayer(base).unwrap_or_else(|dit| panic!("the server did not start: {dit}"))
    }

    /// The same, with more settings in its environment.
    pub fn lancer_avec(base: &Base, environnement: &[(&str, String)]) -> Self {
        let mut commande = commande(&base.dossier, base.adresse.as_deref());
        commande.args(["servir", "--port", "0"]);
        commande.envs(environnement.iter().map(|(nom, valeur)| (nom, valeur.as_str())));
        Self::suivre(commande).unwrap_or_else(|dit| panic!("the server did not start: {dit}"))
    }

    /// The same; `Err` tells what the process said when it ended at once.
    pub fn essayer(base: &Base) -> Result<Self, String> {
        let mut commande = commande(&base.dossier, base.adresse.as_deref());
        commande.args(["servir", "--port", "0"]);
        Self::suivre(commande)
    }

    /// Waits for the address that the process announces, on its standard output when it is piped, else on the other.
    pub fn suivre(mut commande: Command) -> Result<Self, String> {
        let depart = Instant::now();
        let mut enfant = commande.spawn().map_err(|cause| cause.to_string())?;
        let mut dit = String::new();
        let parole: Box<dyn Read + Send> = match (enfant.stdout.take(), enfant.stderr.take()) {
            (Some(sortie), _) => Box::new(sortie),
            (None, Some(sortie)) => Box::new(sortie),
            (None, None) => return Err("neither output is piped".to_owned()),
        };
        let mut sortie = BufReader::new(parole);
        let adresse = loop {
            let debut = dit.len();
            if sortie.read_line(&mut dit).unwrap_or(0) == 0 {
                let _: std::io::Result<ExitStatus> = enfant.wait();
                return Err(dit);
            }
            if let Some((_, suite)) = dit.get(debut..).and_then(|ligne| ligne.split_once("http://")) {
                break suite.trim_end().trim_end_matches('/').to_owned();
            }
        };
        let annonce = depart.elapsed();
        // Somebody must read what the server goes on saying, or it would block on a full pipe.
        std::thread::spawn(move || std::io::copy(&mut sortie, &mut std::io::sink()));
        Ok(Self { enfant, adresse, annonce })
    }

    /// SIGKILL: the process has no time for anything.
    pub fn tuer(mut self) {
        self.enfant.kill().unwrap();
        self.enfant.wait().unwrap();
    }

    /// SIGTERM, then waits for the end.
    pub fn arreter(mut self) {
        let pid = self.enfant.id().to_string();
        let envoye = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(envoye.success());
        assert!(self.enfant.wait().unwrap().success(), "the server must end well");
    }

    /// A figure of `/proc/…/status`, in bytes: `VmRSS`, `VmHWM`.
    pub fn memoire(&self, ligne: &str) -> u64 {
        let statut = std::fs::read_to_string(format!("/proc/{}/status", self.enfant.id())).unwrap();
        let kilos =
            statut.lines().find_map(|l| l.strip_prefix(ligne)?.strip_prefix(':')?.trim().split(' ').next());
        kilos.unwrap().parse::<u64>().unwrap() * 1024
    }
}

impl Drop for Serveur {
    fn drop(&mut self) {
        // Already ended is well ended.
        let _: std::io::Result<()> = self.enfant.kill();
        let _: std::io::Result<ExitStatus> = self.enfant.wait();
    }
}

/// A verb of the binary on a base, its speech piped.
pub fn commande(dossier: &Path, adresse: Option<&str>) -> Command {
    let mut commande = Command::new(BINAIRE);
    commande
        .env_clear()
        .env("ACCES_DIRECT_DONNEES", dossier)
        .env("ACCES_DIRECT_CLE", CLE)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    if let Some(adresse) = adresse {
        commande.env("DATABASE_URL", adresse);
    }
    commande
}
