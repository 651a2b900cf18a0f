//! A file as a browser sends it: one part of a multipart body, told by its content.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use droit::piece::{NomFichier, TypePiece};
use sha2::{Digest, Sha256};

/// A file received, its type checked.
pub struct Envoi {
    /// Its type.
    pub type_piece: TypePiece,
    /// Its name, made safe.
    pub nom: NomFichier,
    /// Its bytes.
    pub contenu: Vec<u8>,
    /// SHA-256 of its bytes.
    pub empreinte: [u8; 32],
}

/// Reads the part named `fichier`; the error is for whoever sent it.
pub async fn lire(mut corps: Multipart, maximum: usize) -> Result<Envoi, String> {
    while let Some(partie) = corps.next_field().await.map_err(|cause| interrompu(&cause))? {
        if partie.name() != Some("fichier") {
            continue;
        }
        let brut = partie.file_name().unwrap_or_default().to_owned();
        let contenu = partie.bytes().await.map_err(|cause| interrompu(&cause))?.to_vec();
        if contenu.is_empty() {
            return Err("Choisissez un fichier.".to_owned());
        }
        if contenu.len() > maximum {
            return Err(format!("Ce fichier dépasse {} Mo : réduisez-le.", maximum / 1024 / 1024));
        }
        let type_piece = formats::piece::reconnaitre(&contenu).map_err(|refus| refus.to_string())?;
        let empreinte = Sha256::digest(&contenu).into();
        return Ok(Envoi { type_piece, nom: NomFichier::assainir(&brut, type_piece), contenu, empreinte });
    }
    Err("Choisissez un fichier.".to_owned())
}

fn interrompu(cause: &MultipartError) -> String {
    tracing::debug!(%cause, "a file could not be received");
    "Ce fichier n’a pas pu être reçu en entier : il est trop lourd, ou la connexion s’est coupée.".to_owned()
}
