//! The copy of a SQLite file: the engine's own online backup, proven sound before it bears its name.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::EchecSauvegarde;
use crate::Echec;
use crate::sql::sqlite::reserve;

/// Copies while others read and write: one step, hence one consistent state.
pub(super) fn copy(source: &Path, destination: &Path) -> Result<(), EchecSauvegarde> {
    let partiel = partial(destination);
    let issue = copy_into(source, &partiel).and_then(|()| settle(&partiel, destination));
    if issue.is_err() {
        forget(&partiel);
    }
    issue
}

fn copy_into(source: &Path, partiel: &Path) -> Result<(), EchecSauvegarde> {
    forget(partiel);
    let depuis =
        Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(Echec::from)?;
    reserve(partiel)?;
    let mut vers = Connection::open(partiel).map_err(Echec::from)?;
    Backup::new(&depuis, &mut vers).and_then(|copie| copie.step(-1)).map_err(Echec::from)?;
    // One file, without a log beside it.
    vers.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(())).map_err(Echec::from)?;
    check(&vers, partiel)
}

/// Puts a copy back where there is nothing.
pub(super) fn restore(source: &Path, destination: &Path) -> Result<(), EchecSauvegarde> {
    let occupe = |chemin: &Path| fs::metadata(chemin).is_ok_and(|m| m.len() > 0);
    if occupe(destination) || occupe(&beside(destination, "-wal")) {
        return Err(EchecSauvegarde::DestinationNonVide);
    }
    let partiel = partial(destination);
    let issue = restore_into(source, &partiel).and_then(|()| settle(&partiel, destination));
    if issue.is_err() {
        forget(&partiel);
    }
    issue
}

fn restore_into(source: &Path, partiel: &Path) -> Result<(), EchecSauvegarde> {
    fs::copy(source, partiel).map_err(EchecSauvegarde::at(partiel))?;
    let conn =
        Connection::open_with_flags(partiel, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(Echec::from)?;
    check(&conn, partiel)
}

fn check(conn: &Connection, chemin: &Path) -> Result<(), EchecSauvegarde> {
    let etat: String = conn.query_row("PRAGMA integrity_check", [], |l| l.get(0)).map_err(Echec::from)?;
    if etat == "ok" { Ok(()) } else { Err(EchecSauvegarde::Alteree(chemin.to_owned())) }
}

/// Gives its name to a file that is on the disk.
fn settle(partiel: &Path, destination: &Path) -> Result<(), EchecSauvegarde> {
    let dossier = destination.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(partiel)
        .and_then(|fichier| fichier.sync_all())
        .and_then(|()| fs::rename(partiel, destination))
        .and_then(|()| File::open(dossier))
        .and_then(|dossier| dossier.sync_all())
        .map_err(EchecSauvegarde::at(destination))
}

fn forget(partiel: &Path) {
    for chemin in
        [partiel.to_owned(), beside(partiel, "-journal"), beside(partiel, "-wal"), beside(partiel, "-shm")]
    {
        if chemin.exists()
            && let Err(e) = fs::remove_file(&chemin)
        {
            tracing::warn!(chemin = %chemin.display(), erreur = %e, "a partial copy could not be removed");
        }
    }
}

fn partial(chemin: &Path) -> PathBuf {
    beside(chemin, ".partiel")
}

fn beside(chemin: &Path, suffixe: &str) -> PathBuf {
    let mut nom = chemin.as_os_str().to_owned();
    nom.push(suffixe);
    PathBuf::from(nom)
}
