//! What a copy is: its engine, its size, its SHA-256, and where the journal stood.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::EchecSauvegarde;
use crate::Emplacement;
use crate::journal::Ancre;

const TAMPON: usize = 1 << 16;

/// The manifest of a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifeste {
    moteur: Engine,
    octets: u64,
    sha256: String,
    /// Lines of the journal when the copy began; the copy may hold a few more.
    journal_lignes: i64,
    /// Hash of the last of them: the verification of a restored journal starts from it.
    journal_empreinte: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Engine {
    Sqlite,
    Postgresql,
}

impl Engine {
    fn of(emplacement: &Emplacement) -> Self {
        match emplacement {
            Emplacement::Sqlite(_) => Self::Sqlite,
            Emplacement::Postgres(_) => Self::Postgresql,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgresql => "PostgreSQL",
        }
    }
}

impl Manifeste {
    /// The size of the copy.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.octets
    }

    /// The SHA-256 of the copy, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Lines of the journal in the copy, at least.
    #[must_use]
    pub fn journal_lignes(&self) -> i64 {
        self.journal_lignes
    }

    pub(super) fn write(
        copie: &Path,
        emplacement: &Emplacement,
        tete: Ancre,
    ) -> Result<Self, EchecSauvegarde> {
        let (octets, sha256) = measure(copie)?;
        let manifeste = Self {
            moteur: Engine::of(emplacement),
            octets,
            sha256,
            journal_lignes: tete.seq,
            journal_empreinte: hex(&tete.empreinte),
        };
        let chemin = path(copie);
        let texte = serde_json::to_string_pretty(&manifeste)
            .map_err(|_| EchecSauvegarde::Manifeste(chemin.clone()))?;
        let mut fichier = File::create(&chemin).map_err(EchecSauvegarde::at(&chemin))?;
        fichier
            .write_all(texte.as_bytes())
            .and_then(|()| fichier.sync_all())
            .map_err(EchecSauvegarde::at(&chemin))?;
        Ok(manifeste)
    }

    /// Reads the manifest beside a copy and checks the copy against it.
    pub(super) fn check(copie: &Path, destination: &Emplacement) -> Result<Self, EchecSauvegarde> {
        let chemin = path(copie);
        let texte = fs::read_to_string(&chemin).map_err(|_| EchecSauvegarde::Manifeste(chemin.clone()))?;
        let manifeste: Self =
            serde_json::from_str(&texte).map_err(|_| EchecSauvegarde::Manifeste(chemin.clone()))?;
        if manifeste.moteur != Engine::of(destination) {
            return Err(EchecSauvegarde::AutreMoteur(manifeste.moteur.name()));
        }
        if measure(copie)? != (manifeste.octets, manifeste.sha256.clone()) {
            return Err(EchecSauvegarde::Alteree(copie.to_owned()));
        }
        Ok(manifeste)
    }
}

/// The manifest of `base.sauvegarde` is `base.sauvegarde.manifeste.json`.
fn path(copie: &Path) -> PathBuf {
    let mut nom = copie.as_os_str().to_owned();
    nom.push(".manifeste.json");
    PathBuf::from(nom)
}

fn measure(chemin: &Path) -> Result<(u64, String), EchecSauvegarde> {
    let mut fichier = File::open(chemin).map_err(EchecSauvegarde::at(chemin))?;
    let mut hacheur = Sha256::new();
    let mut tampon = vec![0; TAMPON];
    let mut octets = 0;
    loop {
        let lus = fichier.read(&mut tampon).map_err(EchecSauvegarde::at(chemin))?;
        let Some(bloc) = tampon.get(..lus).filter(|bloc| !bloc.is_empty()) else { break };
        hacheur.update(bloc);
        octets += lus as u64;
    }
    Ok((octets, hex(&hacheur.finalize())))
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
