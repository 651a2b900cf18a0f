//! A PostgreSQL cluster of its own, that a test may restart without warning.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A cluster, stopped and deleted when dropped.
pub struct Grappe {
    dossier: PathBuf,
    pub adresse: String,
}

impl Grappe {
    /// Starts one. A socket path is short: the folder is not under the build's own.
    pub fn demarrer() -> Self {
        let dossier = std::env::temp_dir().join(format!("ad-panne-{}", std::process::id()));
        let adresse = script("demarrer", &dossier);
        Self { adresse: adresse.trim().to_owned(), dossier }
    }

    /// Every server process is stopped at once, as at a crash, and the cluster recovers from its log.
    pub fn redemarrer(&self) {
        script("redemarrer", &self.dossier);
    }
}

impl Drop for Grappe {
    fn drop(&mut self) {
        script("arreter", &self.dossier);
    }
}

fn script(verbe: &str, dossier: &Path) -> String {
    let chemin = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres-de-test");
    let sortie = Command::new(chemin).arg(verbe).arg(dossier).output().unwrap();
    assert!(sortie.status.success(), "{verbe}: {}", String::from_utf8_lossy(&sortie.stderr));
    String::from_utf8(sortie.stdout).unwrap()
}
