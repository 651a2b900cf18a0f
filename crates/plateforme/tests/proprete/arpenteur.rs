//! Walks the repository: its text files, and the graph of its packages as cargo sees it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Folders that hold nothing written by hand.
const IGNORES: [&str; 4] = ["target", "node_modules", ".git", "captures"];

/// A text file of the repository, its path relative to the root and written with `/`.
pub struct Fichier {
    pub chemin: String,
    pub texte: String,
}

impl Fichier {
    pub fn nouveau(chemin: &str, texte: &str) -> Self {
        Self { chemin: chemin.to_owned(), texte: texte.to_owned() }
    }

    /// The file's lines, numbered from 1 and located: `path:12`.
    pub fn lignes(&self) -> impl Iterator<Item = (String, &str)> {
        self.texte.lines().enumerate().map(|(rang, ligne)| (format!("{}:{}", self.chemin, rang + 1), ligne))
    }
}

pub fn racine() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every text file whose name ends with one of `suffixes`.
pub fn fichiers(suffixes: &[&str]) -> Vec<Fichier> {
    let racine = racine();
    let mut chemins = Vec::new();
    descendre(&racine, &mut chemins);
    chemins.sort();
    let mut trouves = Vec::new();
    for chemin in chemins {
        let relatif = chemin.strip_prefix(&racine).unwrap().to_string_lossy().replace('\\', "/");
        if suffixes.iter().any(|suffixe| relatif.ends_with(suffixe)) {
            let texte = fs::read_to_string(&chemin).unwrap_or_else(|erreur| panic!("{relatif} : {erreur}"));
            trouves.push(Fichier { chemin: relatif, texte });
        }
    }
    assert!(!trouves.is_empty(), "aucun fichier {suffixes:?} : le parcours du dépôt est cassé");
    trouves
}

fn descendre(dossier: &Path, chemins: &mut Vec<PathBuf>) {
    for entree in fs::read_dir(dossier).unwrap() {
        let entree = entree.unwrap();
        let nom = entree.file_name();
        if entree.file_type().unwrap().is_dir() {
            if !IGNORES.iter().any(|ignore| nom == *ignore) {
                descendre(&entree.path(), chemins);
            }
        } else {
            chemins.push(entree.path());
        }
    }
}

pub fn sources_rust() -> Vec<Fichier> {
    fichiers(&[".rs"])
}

/// `cargo metadata`, with the resolved graph.
pub fn metadonnees() -> Value {
    let sortie = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(racine())
        .output()
        .unwrap();
    assert!(sortie.status.success(), "{}", String::from_utf8_lossy(&sortie.stderr));
    serde_json::from_slice(&sortie.stdout).unwrap()
}

/// Fails with every fault, one per line.
pub fn aucune(fautes: &[String]) {
    assert!(fautes.is_empty(), "{} faute(s) :\n{}", fautes.len(), fautes.join("\n"));
}
