//! A file as a browser sends it: one part of a multipart body, told by its content.

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use droit::piece::{NomFichier, TypePiece};
use sha2::{Digest, Sha256};

/// A file received, its type checked.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        if partie.name() == Some("fichier") {
            return lire_la_partie(partie, maximum).await?.ok_or_else(|| "Choisissez un fichier.".to_owned());
        }
    }
    Err("Choisissez un fichier.".to_owned())
}

/// The file of a part, told by its content; `None` when none was chosen.
pub(super) async fn lire_la_partie(partie: Field<'_>, maximum: usize) -> Result<Option<Envoi>, String> {
    let brut = partie.file_name().unwrap_or_default().to_owned();
    let contenu = partie.bytes().await.map_err(|cause| interrompu(&cause))?.to_vec();
    if contenu.is_empty() {
        return if brut.is_empty() {
            Ok(None)
        } else {
            Err("Ce fichier est vide : choisissez-en un autre.".to_owned())
        };
    }
    if contenu.len() > maximum {
        return Err(format!("Ce fichier dépasse {} Mo : réduisez-le.", maximum / 1024 / 1024));
    }
    let type_piece = formats::piece::reconnaitre(&contenu).map_err(|refus| refus.to_string())?;
    let empreinte = Sha256::digest(&contenu).into();
    Ok(Some(Envoi { type_piece, nom: NomFichier::assainir(&brut, type_piece), contenu, empreinte }))
}

pub(super) fn interrompu(cause: &MultipartError) -> String {
    tracing::debug!(%cause, "a file could not be received");
    "Ce fichier n’a pas pu être reçu en entier : il est trop lourd, ou la connexion s’est coupée.".to_owned()
}
