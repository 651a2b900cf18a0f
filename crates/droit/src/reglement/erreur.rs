//! Why the folder `reglement/` cannot be loaded: always the file, the key and what to correct.

/// A fault of the folder `reglement/`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReglementInvalide {
    /// The file is not the TOML expected.
    #[error("{fichier} : syntaxe TOML à corriger : {detail}")]
    Syntaxe {
        /// The file.
        fichier: String,
        /// What the parser says.
        detail: String,
    },
    /// A key that no rule reads.
    #[error("{fichier} : la clé « {cle} » n'est lue par aucune règle ; corrigez-la ou retirez-la")]
    CleInconnue {
        /// The file.
        fichier: String,
        /// The key.
        cle: String,
    },
    /// A department overrides what it may not.
    #[error("{fichier} : « {cle} » n'est pas précisable par un département ; retirez cette clé")]
    NonPrecisable {
        /// The file.
        fichier: String,
        /// The key.
        cle: String,
    },
    /// A parameter no national file gives.
    #[error("aucun fichier national ne donne le paramètre « {cle} » ; ajoutez-le")]
    ParametreManquant {
        /// The key.
        cle: String,
    },
    /// A value that cannot be understood.
    #[error("{fichier}, « {cle} » : {detail}")]
    Valeur {
        /// The file.
        fichier: String,
        /// The key.
        cle: String,
        /// What was expected.
        detail: String,
    },
    /// A source outside the register.
    #[error("{fichier}, « {cle} » : le texte « {texte} » n'est pas au registre textes.toml ; ajoutez-le")]
    TexteInconnu {
        /// The file.
        fichier: String,
        /// The key.
        cle: String,
        /// The identifier.
        texte: String,
    },
    /// The nomenclature of acts.
    #[error(transparent)]
    Nomenclature(#[from] super::ngap::NomenclatureInvalide),
}
