//! `POST /api/v1/declarations/{id}/pieces`: a program joins the file that proves what a declaration says.

use axum::Json;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use droit::acces;
use droit::piece::{Analyse, EmpechementPiece, FichePiece, attend_des_pieces};
use entrepot::Echec;
use serde::Serialize;
use utoipa::ToSchema;

use crate::connexion::Connecte;
use crate::declaration::geste;
use crate::echec::{Failure, Problem};
use crate::piece::{FICHIER, Jointe, de_la_declaration, recevoir};
use crate::serveur::App;

/// A file joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PieceJointe {
    /// Its key.
    pub piece: String,
    /// Its name, made safe.
    pub nom: String,
    /// Its bytes, counted.
    pub taille: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub empreinte: String,
}

impl From<&FichePiece> for PieceJointe {
    fn from(piece: &FichePiece) -> Self {
        let empreinte = piece.empreinte.iter().map(|octet| format!("{octet:02x}")).collect();
        Self { piece: piece.id.to_string(), nom: piece.nom.to_string(), taille: piece.taille, empreinte }
    }
}

/// The part of the form that holds the file.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the form in the OpenAPI document; the form itself is read part by part"
)]
pub struct FichierEnvoye {
    /// A PDF or an image, told by its content.
    #[schema(value_type = String, format = Binary)]
    fichier: Vec<u8>,
}

/// Joint un fichier à une déclaration : PDF ou image. Le même fichier envoyé deux fois n’est joint qu’une fois.
#[utoipa::path(
    post,
    path = "/api/v1/declarations/{id}/pieces",
    tag = "declarations",
    params(("id" = String, Path, description = "Identifiant de la déclaration")),
    request_body(content = FichierEnvoye, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "Le fichier est joint.", body = PieceJointe),
        (status = 200, description = "Ce fichier était déjà joint.", body = PieceJointe),
        (status = 404, description = "Déclaration absente, ou hors de votre territoire.", body = Problem),
        (status = 409, description = "La déclaration n’attend plus de fichier.", body = Problem),
        (status = 422, description = "Le fichier ne peut pas être gardé ; la raison est dite.", body = Problem),
    )
)]
pub async fn joindre(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    corps: Multipart,
) -> Result<Response, Failure> {
    let id = id.parse().map_err(|_| Failure::Introuvable)?;
    let declaration = geste::charger(&app, &identite.acteur, id).await?.declaration;
    acces::modifier_declaration(&identite.acteur, declaration.clone()).map_err(|_| Failure::Introuvable)?;
    if !attend_des_pieces(&declaration.etat) {
        return Err(Failure::Conflit(EmpechementPiece::Close.to_string()));
    }
    let envoi = recevoir(&app, corps).await.map_err(|cause| Failure::champ(FICHIER, cause))?;
    let deja = de_la_declaration(&app, id).await?;
    let gardee = |piece: &FichePiece| !matches!(piece.analyse, Analyse::Infectee { .. });
    if let Some(meme) = deja.iter().find(|piece| piece.empreinte == envoi.empreinte && gardee(piece)) {
        return Ok(Json(PieceJointe::from(&**meme)).into_response());
    }
    let jointe = Jointe::accorder(&app, &identite, &declaration, deja.len(), envoi);
    let jointe = jointe.map_err(|cause| Failure::champ(FICHIER, cause.to_string()))?;
    let dite = PieceJointe::from(jointe.fiche());
    app.entrepot
        .ecrire(move |tx| {
            jointe.inscrire(tx);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok((StatusCode::CREATED, Json(dite)).into_response())
}
