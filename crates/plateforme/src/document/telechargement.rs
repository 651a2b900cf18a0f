//! The files of a document: its PDF, its CDA, its archive; what was written at its validation, byte for byte.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use entrepot::document::{Fiche, Partie, partie};

use super::composition::envoi_au_praticien;
use super::nom;
use super::page::{Ouvert, ouvrir};
use crate::connexion::Mk;
use crate::echec::Failure;
use crate::serveur::App;

/// A file of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forme {
    Pdf,
    Cda,
    Xdm,
}

impl Forme {
    fn du_nom(nom: &str) -> Option<Self> {
        match nom {
            "document.pdf" => Some(Self::Pdf),
            "document.xml" => Some(Self::Cda),
            formats::xdm::NOM => Some(Self::Xdm),
            _ => None,
        }
    }

    fn partie(self) -> Partie {
        match self {
            Self::Pdf => Partie::Pdf,
            Self::Cda | Self::Xdm => Partie::Cda,
        }
    }

    fn genre(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Cda => "application/xml",
            Self::Xdm => "application/zip",
        }
    }

    /// A browser shows a PDF; it keeps the others.
    fn disposition(self, fiche: &Fiche) -> String {
        let souche = format!("{}-v{}", fiche.genre.code(), fiche.reference.version());
        match self {
            Self::Pdf => format!("inline; filename=\"{souche}.pdf\""),
            Self::Cda => format!("attachment; filename=\"{souche}.xml\""),
            Self::Xdm => format!("attachment; filename=\"{}\"", formats::xdm::NOM),
        }
    }
}

/// The file.
///
/// # Errors
/// When there is none, or the document is not one's own.
pub async fn telecharger(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path((id, document, forme)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let forme = Forme::du_nom(&forme).ok_or(Failure::Introuvable)?;
    let Ouvert { fiche, document, atelier, .. } = ouvrir(&app, &identite, (&id, &document)).await?;
    let (cle, trousseau) = (fiche.reference.id(), app.entrepot.trousseau().clone());
    let octets = app
        .entrepot
        .lire(move |tx| partie(tx, &trousseau, cle, forme.partie()))
        .await?
        .ok_or(Failure::Introuvable)?;
    let octets = match forme {
        Forme::Xdm => atelier
            .archiver(&document, octets, envoi_au_praticien(&document))
            .map_err(|cause| Failure::Conflit(format!("{} : {cause}", nom(fiche.genre))))?,
        Forme::Pdf | Forme::Cda => octets,
    };
    let entetes = [
        (header::CONTENT_TYPE, forme.genre().to_owned()),
        (header::CONTENT_DISPOSITION, forme.disposition(&fiche)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((entetes, octets).into_response())
}
