//! `/pieces/{id}`: the content of a proof, for those who may see it, as a file to save and never as a page; its removal.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::{self, Role};
use droit::piece::{ObjetPiece, Piece};
use entrepot::Echec;

use super::{auteur, charger};
use crate::connexion::Connecte;
use crate::echec::Failure;
use crate::serveur::App;

/// A reader that shows the file all the same runs nothing of it, and gives it no access to the site.
const ISOLEMENT: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// The content. Each opening leaves a line in the journal.
pub async fn ouvrir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (piece, _) = charger(&app, &id).await?;
    acces::voir_piece(&identite.acteur, &piece).map_err(|_| Failure::Introuvable)?;
    if !piece.ouvrable(app.ecoute.pieces.etat_de_l_antivirus()) {
        return Err(Failure::Conflit(
            "ce fichier ne peut pas être ouvert : son analyse antivirus n’est pas terminée, ou un virus y a été trouvé"
                .to_owned(),
        ));
    }
    let (trousseau, lue) = (app.entrepot.trousseau().clone(), piece.clone());
    let contenu = app.entrepot.lire(move |tx| entrepot::piece::contenu(tx, &trousseau, &lue)).await?;
    let (acteur, maintenant, cle) =
        (format!("compte/{}", identite.compte), app.horloge.maintenant(), piece.id);
    app.entrepot
        .ecrire(move |tx| {
            entrepot::piece::tracer_la_lecture(tx, cle, &acteur, maintenant);
            Ok::<(), Echec>(())
        })
        .await?;
    let entetes = [
        (header::CONTENT_TYPE, piece.type_piece.media().to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&piece)),
        (header::CONTENT_SECURITY_POLICY, ISOLEMENT.to_owned()),
    ];
    Ok((entetes, contenu).into_response())
}

/// « attachment » with the name twice: in ASCII for old readers, in UTF-8 for the others (RFC 6266).
fn disposition(piece: &Piece) -> String {
    let exact = crate::pourcent::valeur(piece.nom.as_str());
    format!("attachment; filename=\"{}\"; filename*=UTF-8''{exact}", piece.nom.ascii())
}

/// Removes it, before it is filed.
pub async fn retirer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (piece, etat) = charger(&app, &id).await?;
    let auteur = auteur(&app, &identite, &piece)?;
    let (objet, membre) = (piece.objet, piece.praticien);
    let sienne = acces::modifier_piece(&identite.acteur, piece).map_err(|_| Failure::Introuvable)?;
    let fait = Piece::retirer(&sienne, etat.as_ref(), &auteur)
        .map_err(|cause| Failure::Conflit(cause.to_string()))?;
    app.entrepot
        .ecrire(move |tx| {
            entrepot::piece::retirer(tx, &fait);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(match objet {
        ObjetPiece::Declaration(id, _) => Redirect::to(&format!("/declarations/{id}/pieces")),
        ObjetPiece::Adhesion if identite.acteur.role() == Role::Mk => Redirect::to("/mes-adhesions"),
        ObjetPiece::Adhesion => Redirect::to(&format!("/membres/{membre}")),
    }
    .into_response())
}
