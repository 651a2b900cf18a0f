//! What a folder remembers of the demo it holds: written last, so that its presence says that the demo is whole.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::comptes::Identifiant;

const NOM: &str = "demonstration.json";

/// The demo of a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fiche {
    /// The seed.
    pub graine: u64,
    /// The day of the demo.
    pub jour: jiff::civil::Date,
    /// How many practitioners.
    pub praticiens: usize,
    /// How many patients.
    pub patients: usize,
    /// How many séances.
    pub seances: usize,
    /// What opens its accounts.
    pub comptes: Vec<Identifiant>,
}

/// What `--identifiants` writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identifiants<'f> {
    /// Where the demo answers; absent when it does not serve.
    pub adresse: Option<String>,
    /// What opens its accounts.
    pub comptes: &'f [Identifiant],
}

impl Fiche {
    /// The demo of a folder, if it holds a whole one.
    pub fn lire(dossier: &Path) -> io::Result<Option<Self>> {
        match std::fs::read(dossier.join(NOM)) {
            Ok(octets) => Ok(Some(serde_json::from_slice(&octets)?)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(cause),
        }
    }

    /// Leaves it in the folder.
    pub fn ecrire(&self, dossier: &Path) -> io::Result<()> {
        ecrire_en_secret(&dossier.join(NOM), self)
    }
}

/// Writes a value as JSON in a file that only its owner reads.
pub fn ecrire_en_secret(chemin: &Path, valeur: &impl Serialize) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut fichier = options.open(chemin)?;
    serde_json::to_writer_pretty(&mut fichier, valeur)?;
    fichier.write_all(b"\n")
}
