//! Lists the `migrations/` folder so that the binary carries every file of it, in the order of their numbers.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Asked when it runs: the program may have been compiled for another copy of the tree that shares its target folder.
    let paquet = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?);
    let dossier = paquet.join("migrations");
    println!("cargo::rerun-if-changed=migrations");
    let mut fichiers = sql_files(&dossier)?;
    fichiers.sort();
    let mut source = String::from("pub(super) const MIGRATIONS: &[(&str, &str)] = &[\n");
    for fichier in fichiers {
        let nom = fichier.file_stem().and_then(|n| n.to_str()).ok_or("migration name is not UTF-8")?;
        writeln!(source, "    ({nom:?}, include_str!({:?})),", fichier.display().to_string())?;
    }
    source.push_str("];\n");
    let sortie = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    fs::write(sortie.join("migrations.rs"), source)?;
    Ok(())
}

fn sql_files(dossier: &Path) -> io::Result<Vec<PathBuf>> {
    let mut trouves = Vec::new();
    for entree in fs::read_dir(dossier)? {
        let chemin = entree?.path();
        if chemin.extension().is_some_and(|e| e == "sql") {
            trouves.push(chemin);
        }
    }
    Ok(trouves)
}
