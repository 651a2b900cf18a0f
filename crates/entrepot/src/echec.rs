//! What can go wrong in storage, told apart by what the caller can do about it.

/// A failure of the store. Cloned, because one failed commit answers every fact of its batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Echec {
    /// A guarded write found that the row had changed: reload, decide again, try again.
    #[error("La donnée a changé entre-temps : relisez-la puis recommencez.")]
    Conflit,
    /// A unique key is already taken.
    #[error("Cette donnée existe déjà ({contrainte}) : ouvrez celle qui est enregistrée.")]
    Doublon {
        /// What the engine says of the key.
        contrainte: String,
    },
    /// Another constraint of the schema refused the write.
    #[error(
        "La donnée est refusée par une contrainte de la base ({contrainte}) : corrigez-la puis recommencez."
    )]
    Contrainte {
        /// What the engine says of the constraint.
        contrainte: String,
    },
    /// Nothing more can be written; reads still work. HTTP 507 at the edge.
    #[error("Le disque est plein : rien n’a été enregistré. Libérez de la place, puis recommencez.")]
    DisquePlein,
    /// The base is held by someone else for too long.
    #[error("La base est occupée : réessayez dans quelques instants.")]
    Occupe,
    /// The base cannot be reached.
    #[error("La base de données est injoignable ({cause}) : vérifiez son adresse et qu’elle est démarrée.")]
    Connexion {
        /// What the driver says.
        cause: String,
    },
    /// The link was cut during the commit and nothing can tell its outcome.
    #[error(
        "La liaison avec la base a été coupée pendant l’enregistrement : vérifiez s’il a eu lieu avant de recommencer."
    )]
    Incertain,
    /// The store is closing.
    #[error("L’entrepôt est fermé : redémarrez le service.")]
    Ferme,
    /// A closure panicked; its writes were undone.
    #[error("Une erreur interne a interrompu l’opération : rien n’a été enregistré.")]
    Panique,
    /// A row was expected and is not there.
    #[error("La donnée demandée n’existe pas.")]
    Absent,
    /// A column is missing or does not hold what the code expects.
    #[error("La colonne « {colonne} » est illisible ({cause}) : la base ne correspond pas à cette version.")]
    Colonne {
        /// Name or position of the column.
        colonne: String,
        /// Why.
        cause: String,
    },
    /// The schema could not be brought up to date.
    #[error("La migration « {nom} » est impossible : {cause}")]
    Migration {
        /// Name of the migration.
        nom: String,
        /// Why, and what to do.
        cause: String,
    },
    /// The base was sealed with a key that is not given.
    #[error(
        "Cette base est chiffrée avec une autre clé maîtresse : fournissez-la, au besoin parmi les anciennes clés."
    )]
    CleAbsente,
    /// Anything else that the engine reports.
    #[error("Le moteur de base de données a refusé l’opération : {cause}")]
    Moteur {
        /// What the engine says.
        cause: String,
    },
}

impl Echec {
    pub(crate) fn moteur(cause: impl std::fmt::Display) -> Self {
        Self::Moteur { cause: cause.to_string() }
    }
}

impl From<rusqlite::Error> for Echec {
    fn from(erreur: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let cause = erreur.to_string();
        match erreur.sqlite_error() {
            Some(e) if e.code == Code::DiskFull => Self::DisquePlein,
            Some(e) if matches!(e.code, Code::DatabaseBusy | Code::DatabaseLocked) => Self::Occupe,
            Some(e) if is_unique_violation(e.extended_code) => Self::Doublon { contrainte: cause },
            Some(e) if e.code == Code::ConstraintViolation => Self::Contrainte { contrainte: cause },
            Some(e) if e.code == Code::CannotOpen => Self::Connexion { cause },
            _ => Self::Moteur { cause },
        }
    }
}

fn is_unique_violation(code: i32) -> bool {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};
    matches!(code, SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_ROWID | SQLITE_CONSTRAINT_UNIQUE)
}
