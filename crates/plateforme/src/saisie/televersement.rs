//! A form with a file: its fields, and the file when one was chosen, all within the limit of a request.

use axum::extract::{FromRequest, Multipart, Request};
use axum::response::{IntoResponse, Response};

use super::Champs;
use crate::echec::Failure;

/// A file as the browser sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fichier {
    /// Its name, for people; never a path.
    pub nom: String,
    /// Its bytes.
    pub octets: Vec<u8>,
}

/// The fields of a form and its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Televersement {
    /// The fields.
    pub champs: Champs,
    /// The file; `None` when none was chosen.
    pub fichier: Option<Fichier>,
}

impl<S: Send + Sync> FromRequest<S> for Televersement {
    type Rejection = Response;

    async fn from_request(requete: Request, etat: &S) -> Result<Self, Response> {
        let mut parties = Multipart::from_request(requete, etat).await.map_err(|_| illisible())?;
        let (mut champs, mut fichier) = (Vec::new(), None);
        while let Some(partie) = parties.next_field().await.map_err(IntoResponse::into_response)? {
            let nom = partie.name().unwrap_or_default().to_owned();
            let fichier_nomme = partie.file_name().map(str::to_owned);
            let octets = partie.bytes().await.map_err(IntoResponse::into_response)?;
            match fichier_nomme {
                Some(_) if octets.is_empty() => {}
                Some(nom) => {
                    fichier = Some(Fichier { nom: nom.chars().take(120).collect(), octets: octets.to_vec() })
                }
                None => champs.push((nom, String::from_utf8_lossy(&octets).into_owned())),
            }
        }
        Ok(Self { champs: Champs::new(champs), fichier })
    }
}

fn illisible() -> Response {
    Failure::Illisible("Le formulaire est incomplet ou illisible : rechargez la page.".to_owned())
        .into_response()
}
