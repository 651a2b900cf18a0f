//! The proofs joined to a declaration: sent, listed, opened by those who may see them, searched for viruses by the worker.

mod accompagnee;
mod contenu;
mod envoi;
mod jointe;
pub mod page;
pub mod veille;
pub mod vue;

pub use accompagnee::{Accompagnee, FICHIER};
pub use contenu::{ouvrir, retirer};
pub use envoi::Envoi;
pub use jointe::Jointe;

use axum::extract::Multipart;

use droit::declaration::{Declarant, EtatDeclaration};
use droit::identifiant::{DeclarationId, PieceId};
use droit::piece::{Analyse, Antivirus, ObjetPiece, Piece};
use entrepot::Echec;

use crate::connexion::Identite;
use crate::declaration::aujourd_hui;
use crate::echec::Failure;
use crate::gabarits::Ton;
use crate::serveur::App;

/// A proof with the state of the declaration it is joined to.
async fn charger(app: &App, id: &str) -> Result<(Piece, Option<EtatDeclaration>), Failure> {
    let id: PieceId = id.parse().map_err(|_| Failure::Introuvable)?;
    let trousseau = app.entrepot.trousseau().clone();
    let lue = app.entrepot.lire(move |tx| {
        let Some(piece) = entrepot::piece::charger(tx, &trousseau, id)? else { return Ok(None) };
        let etat = match piece.objet {
            ObjetPiece::Declaration(id, _) => entrepot::declaration::charger(tx, id)?.map(|d| d.etat.clone()),
            ObjetPiece::Adhesion => None,
        };
        Ok::<_, Echec>(Some((piece, etat)))
    });
    lue.await?.ok_or(Failure::Introuvable)
}

/// The proofs of a declaration.
pub async fn de_la_declaration(app: &App, id: DeclarationId) -> Result<Vec<Piece>, Failure> {
    let trousseau = app.entrepot.trousseau().clone();
    Ok(app.entrepot.lire(move |tx| entrepot::piece::de_la_declaration(tx, &trousseau, id)).await?)
}

/// Reads the file of a form; the error is for whoever sent it.
///
/// # Errors
/// When there is no file, or it is too heavy, or not what may be kept.
pub async fn recevoir(app: &App, corps: Multipart) -> Result<Envoi, String> {
    envoi::lire(corps, app.ecoute.pieces.taille_maximale()).await
}

/// Who acts on a proof, and when.
fn auteur(app: &App, identite: &Identite, piece: &Piece) -> Result<Declarant, Failure> {
    let aujourd_hui = match piece.objet {
        ObjetPiece::Declaration(_, departement) => aujourd_hui(app, departement)?,
        ObjetPiece::Adhesion => app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?,
    };
    Ok(Declarant { compte: identite.compte, aujourd_hui, maintenant: app.horloge.maintenant() })
}

/// Where the search for viruses stands, on screen.
pub fn analyse(piece: &Piece, antivirus: Antivirus) -> (Ton, String) {
    match (&piece.analyse, antivirus) {
        (Analyse::Saine { .. }, _) => (Ton::Succes, "Aucun virus trouvé".to_owned()),
        (Analyse::Infectee { signature, .. }, _) => {
            (Ton::Erreur, format!("Virus trouvé ({signature}) : contenu effacé"))
        }
        (Analyse::EnAttente, Antivirus::Configure) => {
            (Ton::Attention, "Analyse antivirus en attente".to_owned())
        }
        (Analyse::EnAttente, Antivirus::Absent) => {
            (Ton::Neutre, "Non analysé : aucun antivirus n’est configuré".to_owned())
        }
    }
}
