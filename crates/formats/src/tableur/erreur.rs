//! Why a file is not read, in French, with the line where it stops and what to do next.

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableurInvalide {
    /// Too many bytes.
    #[error("le fichier dépasse {} Mio : partagez-le en plusieurs", .limite / (1024 * 1024))]
    TropGros {
        /// The limit, in bytes.
        limite: usize,
    },
    /// An archive that swells beyond reason.
    #[error("une fois décompressé, le classeur dépasse {} Mio : il n’est pas lu", .limite / (1024 * 1024))]
    TropGonfle {
        /// The limit, in bytes.
        limite: u64,
    },
    /// Too many lines.
    #[error("le fichier dépasse {limite} lignes : partagez-le en plusieurs")]
    TropDeLignes {
        /// The limit.
        limite: u32,
    },
    /// Too many columns.
    #[error("ligne {ligne} : plus de {limite} colonnes ; supprimez celles qui ne servent pas")]
    TropDeColonnes {
        /// Line as the spreadsheet numbers it.
        ligne: u32,
        /// The limit.
        limite: u16,
    },
    /// A cell too long.
    #[error(
        "ligne {ligne} : une cellule dépasse {limite} signes ; raccourcissez-la, ou fermez le guillemet oublié"
    )]
    CelluleTropLongue {
        /// Line.
        ligne: u32,
        /// The limit.
        limite: usize,
    },
    /// A quote that is never closed: the file is truncated.
    #[error("ligne {ligne} : un guillemet n’est jamais refermé ; le fichier est tronqué ou mal exporté")]
    GuillemetOuvert {
        /// Line where it opens.
        ligne: u32,
    },
    /// Two encodings in one file.
    #[error(
        "ligne {ligne} : l’encodage change en cours de fichier ; enregistrez-le de nouveau en « CSV UTF-8 »"
    )]
    EncodageMelange {
        /// First line encoded otherwise.
        ligne: u32,
    },
    /// Neither a text nor a workbook.
    #[error(
        "ce fichier n’est ni un texte CSV ni un classeur XLSX : enregistrez la liste dans l’un de ces formats"
    )]
    NiTexteNiClasseur,
    /// A workbook of before 2007.
    #[error("ce classeur est au format Excel 97-2003 (.xls) : enregistrez-le en .xlsx ou en CSV")]
    AncienClasseur,
    /// A workbook of LibreOffice.
    #[error("ce classeur est au format OpenDocument (.ods) : enregistrez-le en .xlsx ou en CSV")]
    OpenDocument,
    /// A damaged or truncated workbook.
    #[error(
        "ce classeur est endommagé, tronqué ou protégé par un mot de passe : enregistrez-le de nouveau en .xlsx"
    )]
    ClasseurAbime,
    /// Nothing in it.
    #[error("le fichier ne contient aucune ligne")]
    Vide,
}
