//! Answers that other sites may read, and that a reader who has them already does not receive twice.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use sha2::{Digest, Sha256};

use crate::echec::Failure;
use crate::serveur::Partage;

/// What may be read again later.
pub(super) struct Document {
    /// Media type.
    pub(super) genre: &'static str,
    /// Name of the file, when it is meant to be saved.
    pub(super) fichier: Option<String>,
    /// Bytes.
    pub(super) corps: Vec<u8>,
    /// When it last changed, if that is known.
    pub(super) modifie: Option<Timestamp>,
    /// Who else may show it.
    pub(super) partage: Partage,
}

impl Document {
    /// The whole document, or the word that the reader has it already.
    pub(super) fn repondre(self, demande: &HeaderMap) -> Result<Response, Failure> {
        let etiquette = etiquette(&self.corps);
        let connu = deja_connu(demande, &etiquette);
        let mut reponse = match connu {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => ([(header::CONTENT_TYPE, self.genre)], self.corps).into_response(),
        };
        let entetes = reponse.headers_mut();
        entetes.insert(header::ETAG, HeaderValue::from_str(&etiquette).map_err(Failure::interne)?);
        if let Some(modifie) = self.modifie {
            let date = rfc2822::DateTimePrinter::new()
                .timestamp_to_rfc9110_string(&modifie)
                .map_err(Failure::interne)?;
            entetes.insert(header::LAST_MODIFIED, HeaderValue::from_str(&date).map_err(Failure::interne)?);
        }
        if let Some(nom) = self.fichier {
            let valeur = format!("attachment; filename=\"{nom}\"");
            entetes.insert(
                header::CONTENT_DISPOSITION,
                HeaderValue::from_str(&valeur).map_err(Failure::interne)?,
            );
        }
        reponse.extensions_mut().insert(self.partage);
        Ok(reponse)
    }
}

/// The name of these very bytes, the same on every node.
fn etiquette(corps: &[u8]) -> String {
    let empreinte: String =
        Sha256::digest(corps).iter().take(16).map(|octet| format!("{octet:02x}")).collect();
    format!("\"{empreinte}\"")
}

/// Weak comparison (RFC 9110, 13.1.2): compression on the way may have weakened the name. The date alone never spares an
/// answer, as two acts may share a second.
fn deja_connu(demande: &HeaderMap, etiquette: &str) -> bool {
    let connues = demande.get_all(header::IF_NONE_MATCH).iter().filter_map(|valeur| valeur.to_str().ok());
    connues
        .flat_map(|valeur| valeur.split(','))
        .map(|connue| connue.trim().trim_start_matches("W/"))
        .any(|connue| connue == "*" || connue == etiquette)
}
