//! Why a row is rejected, and why a whole file is.

use droit::identifiant::RppsInvalide;

/// A row that cannot be read; the others can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejet {
    /// Its line, the header being the first.
    pub ligne: u64,
    /// Why.
    pub raison: Raison,
}

/// Why a row is rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Raison {
    /// Longer than any row may be.
    #[error("la ligne dépasse {0} octets")]
    TropLongue(usize),
    /// More or fewer fields than the header has.
    #[error("la ligne compte {trouvees} colonnes au lieu de {attendues}")]
    Colonnes {
        /// Fields of the header.
        attendues: usize,
        /// Fields of the row.
        trouvees: usize,
    },
    /// Not identified by an RPPS number.
    #[error("le professionnel n’est pas identifié par un numéro RPPS")]
    SansRpps,
    /// The number is wrong.
    #[error("{0}")]
    Rpps(RppsInvalide),
    /// A field that must be filled.
    #[error("la colonne « {0} » est vide")]
    Vide(&'static str),
    /// Not an address.
    #[error("la colonne « Adresse BAL » ne contient pas une adresse")]
    Adresse,
    /// A field longer than it may be.
    #[error("la colonne « {0} » dépasse {1} caractères")]
    ChampTropLong(&'static str, usize),
}

/// The file cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum Inexploitable {
    /// Nothing in it.
    #[error("le fichier est vide : téléchargez de nouveau l’extraction")]
    FichierVide,
    /// UTF-16, by its mark.
    #[error("le fichier est en UTF-16 : enregistrez-le en UTF-8, ou reprenez l’extraction d’origine")]
    Utf16,
    /// The header is longer than any row may be.
    #[error("la première ligne dépasse {0} octets : ce n’est pas l’en-tête de l’extraction attendue")]
    EnteteTropLong(usize),
    /// A column that is read is not there.
    #[error(
        "la colonne « {colonne} » manque dans l’en-tête : vérifiez que le fichier est {fichier}, séparé par des « | »"
    )]
    ColonneAbsente {
        /// Its name.
        colonne: &'static str,
        /// The extraction that has it.
        fichier: &'static str,
    },
    /// A column that is read is there twice.
    #[error("la colonne « {0} » est écrite deux fois dans l’en-tête : reprenez l’extraction d’origine")]
    ColonneDouble(&'static str),
    /// Two encodings in one file.
    #[error(
        "la ligne {ligne} n’est pas encodée comme les précédentes ({encodage}) : le fichier mêle deux encodages, \
         reprenez l’extraction d’origine"
    )]
    EncodageMele {
        /// The line that differs.
        ligne: u64,
        /// The encoding of those before.
        encodage: super::Encodage,
    },
    /// The last row is cut.
    #[error("le fichier s’arrête au milieu de la ligne {ligne} : téléchargez de nouveau l’extraction")]
    Tronque {
        /// The line that is cut.
        ligne: u64,
    },
    /// The file could not be read to its end.
    #[error("le fichier ne peut plus être lu après la ligne {ligne} : {cause}")]
    Lecture {
        /// The last line read.
        ligne: u64,
        /// What the system says.
        cause: std::io::Error,
    },
}
