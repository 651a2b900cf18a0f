//! Copies of a live base, and their return into an empty place.
//!
//! SQLite: the engine's own online copy into one file, while reading and writing go on. PostgreSQL: `pg_dump`, the
//! server's own tool, whose archives other tools can read. Either way a manifest beside the file holds its SHA-256
//! and the head of the journal, and identities stay sealed: the master key is never in a copy, keep it apart.

mod fichier;
mod manifeste;
mod serveur;

pub use manifeste::Manifeste;

use std::io;
use std::path::{Path, PathBuf};

use crate::{Echec, Emplacement, Entrepot};

/// Why a copy or its return failed; nothing is left half done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EchecSauvegarde {
    /// There is already something there.
    #[error("« {0} » existe déjà : choisissez un autre nom, rien n’a été remplacé.")]
    DejaLa(PathBuf),
    /// The destination of a restoration holds data.
    #[error("La base de destination n’est pas vide : restaurez dans une base neuve, rien n’a été remplacé.")]
    DestinationNonVide,
    /// The copy is not what its manifest says.
    #[error("La sauvegarde « {0} » est altérée ou incomplète : prenez-en une autre.")]
    Alteree(PathBuf),
    /// The manifest is absent or unreadable.
    #[error(
        "Le manifeste « {0} » est absent ou illisible : il accompagne la sauvegarde, replacez-le à côté d’elle."
    )]
    Manifeste(PathBuf),
    /// The copy is of the other engine.
    #[error("Cette sauvegarde vient de {0} : restaurez-la sur le même moteur.")]
    AutreMoteur(&'static str),
    /// PostgreSQL's own tool is absent or failed.
    #[error(
        "« {outil} » a échoué ({cause}) : installez les outils clients de PostgreSQL de la version du serveur."
    )]
    Outil {
        /// Which.
        outil: &'static str,
        /// What it said.
        cause: String,
    },
    /// The file system refused.
    #[error("Lecture ou écriture impossible sur « {chemin} » : {cause}")]
    Fichier {
        /// Where.
        chemin: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The store refused.
    #[error(transparent)]
    Entrepot(#[from] Echec),
}

impl EchecSauvegarde {
    fn at(chemin: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let chemin = chemin.to_owned();
        move |cause| Self::Fichier { chemin, cause }
    }
}

/// Copies a live base into a new file, beside its manifest. Blocks this thread.
///
/// # Errors
/// When the file exists, or the copy fails or does not prove sound; no file is then left.
pub fn sauvegarder(entrepot: &Entrepot, destination: &Path) -> Result<Manifeste, EchecSauvegarde> {
    if destination.exists() {
        return Err(EchecSauvegarde::DejaLa(destination.to_owned()));
    }
    let tete = entrepot.lire_ici(crate::journal::tete)?;
    match entrepot.emplacement() {
        Emplacement::Sqlite(source) => fichier::copy(source, destination)?,
        Emplacement::Postgres(adresse) => serveur::dump(entrepot, adresse, destination)?,
    }
    Manifeste::write(destination, entrepot.emplacement(), tete)
}

/// Puts a copy back into an empty place. Blocks this thread.
///
/// # Errors
/// When the copy is not what its manifest says, or the destination is not empty; nothing is then changed.
pub fn restaurer(source: &Path, destination: &Emplacement) -> Result<Manifeste, EchecSauvegarde> {
    let manifeste = Manifeste::check(source, destination)?;
    match destination {
        Emplacement::Sqlite(chemin) => fichier::restore(source, chemin)?,
        Emplacement::Postgres(adresse) => serveur::restore(adresse, source)?,
    }
    Ok(manifeste)
}
