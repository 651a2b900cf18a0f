//! Why a certificate cannot be written, read or believed, each with what to do next.

use super::CleId;

/// A mention that a certificate cannot carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "une mention du certificat ne convient pas : les noms tiennent en 120 octets et le droit ne commence pas après l’émission"
)]
pub struct ChampTropLong;

/// A text that is not a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JetonInvalide {
    /// Not the shape of one.
    #[error(
        "ce texte n’est pas celui d’un certificat : copiez tout le texte lu dans le code, de « AD1. » à la fin"
    )]
    Forme,
    /// A later version of the format.
    #[error("ce certificat est d’une version que ce programme ne connaît pas : mettez-le à jour")]
    Version,
    /// Its content cannot be understood.
    #[error("le contenu de ce certificat est incomplet ou altéré : relisez le code")]
    Contenu,
}

/// A certificate not to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureInvalide {
    /// The key is not in the file.
    #[error(
        "la clé {0} qui a signé ce certificat n’est pas dans vos clés publiques : téléchargez-les à nouveau"
    )]
    CleInconnue(CleId),
    /// The signature is not of this key and this content.
    #[error("la signature est fausse : ce certificat a été altéré ou fabriqué, ne vous y fiez pas")]
    Fausse,
}
