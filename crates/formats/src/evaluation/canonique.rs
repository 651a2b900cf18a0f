//! The canonical text of a content: the same content gives the same bytes, hence the same fingerprint, everywhere.

use droit::evaluation::Contenu;
use sha2::{Digest, Sha256};

/// The text on file is not a content.
#[derive(Debug, thiserror::Error)]
#[error("le contenu du rapport est illisible ({0}) : restaurez la sauvegarde qui précède sa signature")]
pub struct Illisible(#[from] serde_json::Error);

/// The text: fields in the order of the type, lists in their order, no space.
///
/// # Errors
/// Never for a content that `droit` made; the writer underneath has an error all the same.
pub fn ecrire(contenu: &Contenu) -> Result<String, Illisible> {
    Ok(serde_json::to_string(contenu)?)
}

/// The content of a text.
///
/// # Errors
/// When the text is something else.
pub fn relire(texte: &str) -> Result<Contenu, Illisible> {
    Ok(serde_json::from_str(texte)?)
}

/// SHA-256 of the text, in hexadecimal.
pub fn empreinte(texte: &str) -> String {
    Sha256::digest(texte.as_bytes()).iter().map(|octet| format!("{octet:02x}")).collect()
}
