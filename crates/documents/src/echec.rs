//! Why a document cannot be typeset.

/// A document that could not be made. Never the fault of what was typed: any text can be typeset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Echec {
    /// The template refuses its data.
    #[error("Le document n’a pas pu être mis en page ({0}) : réessayez, puis prévenez l’exploitant du site.")]
    MiseEnPage(String),
    /// The page is there, but does not meet the standards of archiving and accessibility.
    #[error(
        "Le document n’a pas pu être écrit en PDF ({0}) : réessayez, puis prévenez l’exploitant du site."
    )]
    Ecriture(String),
    /// The text of the code does not fit in a QR code.
    #[error(
        "Le lien de vérification est trop long pour un code QR : raccourcissez l’adresse publique du site."
    )]
    Lien,
}
