//! A form with its proof: the fields as typed, and the file told by its content; what is wrong with it takes no field away.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::envoi::{Envoi, interrompu, lire_la_partie};
use crate::echec::Failure;
use crate::gabarits::Erreurs;
use crate::saisie::{Champs, Formulaire};
use crate::serveur::App;

/// The field of the file.
pub const FICHIER: &str = "fichier";

/// What was typed, and the file that goes with it. A program that sends the fields alone sends no file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accompagnee {
    /// The fields.
    pub champs: Champs,
    fichier: Option<Result<Envoi, String>>,
}

impl Accompagnee {
    /// The file, when one was chosen and may be kept; what is wrong with it is said beside its field.
    pub fn fichier(&self, erreurs: &mut Erreurs) -> Option<Envoi> {
        self.fichier.clone().and_then(|lu| erreurs.noter(FICHIER, lu))
    }
}

impl FromRequest<App> for Accompagnee {
    type Rejection = Response;

    async fn from_request(requete: Request, app: &App) -> Result<Self, Response> {
        let media = requete.headers().get(CONTENT_TYPE).and_then(|valeur| valeur.to_str().ok());
        if !media.is_some_and(|media| media.starts_with("multipart/form-data")) {
            let Formulaire(champs) = Formulaire::<Champs>::from_request(requete, app).await?;
            return Ok(Self { champs, fichier: None });
        }
        let parties = Multipart::from_request(requete, app).await.map_err(|_| illisible())?;
        lire(parties, app.ecoute.pieces.taille_maximale()).await
    }
}

/// The file is the last field of its form: too heavy, it stops the reading once all was typed.
async fn lire(mut parties: Multipart, maximum: usize) -> Result<Accompagnee, Response> {
    let (mut champs, mut fichier) = (Vec::new(), None);
    loop {
        let partie = match parties.next_field().await {
            Ok(Some(partie)) => partie,
            Ok(None) => break,
            Err(cause) if champs.is_empty() => return Err(cause.into_response()),
            Err(cause) => {
                fichier = Some(Err(interrompu(&cause)));
                break;
            }
        };
        let nom = partie.name().unwrap_or_default().to_owned();
        if nom == FICHIER {
            match lire_la_partie(partie, maximum).await {
                Ok(lu) => fichier = lu.map(Ok),
                Err(dit) => {
                    fichier = Some(Err(dit));
                    break;
                }
            }
        } else {
            let octets = partie.bytes().await.map_err(IntoResponse::into_response)?;
            champs.push((nom, String::from_utf8_lossy(&octets).into_owned()));
        }
    }
    Ok(Accompagnee { champs: Champs::new(champs), fichier })
}

fn illisible() -> Response {
    Failure::Illisible("Le formulaire est incomplet ou illisible : rechargez la page.".to_owned())
        .into_response()
}
