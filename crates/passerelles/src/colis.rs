//! A parcel of files for one addressee, and what he drops back.

use crate::{Echec, Recepisse};

/// A file with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fichier {
    /// Its name, without folder.
    pub nom: String,
    /// Its bytes.
    pub contenu: Vec<u8>,
}

/// Files that go together, the last one telling that all are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colis {
    /// Stable identifier, the same at every attempt.
    pub id: String,
    /// What it is, in one line, for a mail.
    pub objet: String,
    /// What it is, in a few sentences, for a mail.
    pub texte: String,
    /// The files, in the order in which they are left.
    pub fichiers: Vec<Fichier>,
}

/// A file that the addressee dropped in `accuses`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccuseDepose {
    /// Its name.
    pub nom: String,
    /// Its first bytes: enough for an acknowledgement, and one more than it may hold.
    pub contenu: Vec<u8>,
}

/// What becomes of an acknowledgement once read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Recorded.
    Traite,
    /// Not understood: its author must look.
    Rejete,
}

impl Sort {
    /// The folder where it ends.
    pub fn dossier(self) -> &'static str {
        match self {
            Self::Traite => "traites",
            Self::Rejete => "rejetes",
        }
    }
}

/// The most bytes read of an acknowledgement.
pub const ACCUSE_MAXIMUM: usize = 8 * 1024 + 1;
/// The most acknowledgements taken at once.
pub const ACCUSES_MAXIMUM: usize = 200;

/// A way out for files: a drop folder, SFTP, a mail with attachments.
pub trait Livreur: Send + Sync {
    /// Leaves the files; must be safe to call again with the same parcel.
    fn livrer(&self, colis: &Colis) -> Result<Recepisse, Echec>;

    /// The acknowledgements that wait, if the way has a way back.
    fn accuses(&self) -> Result<Vec<AccuseDepose>, Echec> {
        Ok(Vec::new())
    }

    /// Puts an acknowledgement away; one that is no longer there is already put away.
    fn ranger(&self, _nom: &str, _sort: Sort) -> Result<(), Echec> {
        Ok(())
    }
}
