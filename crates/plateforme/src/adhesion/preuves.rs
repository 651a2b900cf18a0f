//! The proofs of a membership: files that the MK or his CPTS keeps, seen by both and by nobody else.

use std::sync::Arc;

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::{CptsId, PieceId, PraticienId};
use droit::piece::{Analyse, FichePiece, ObjetPiece, Piece, PieceDeposee};
use entrepot::Echec;
use maud::{Markup, html};

use super::Appartenance;
use super::mienne::{self, FUSEAU};
use crate::connexion::{Identite, Mk};
use crate::echec::Failure;
use crate::gabarits::{self, Erreurs};
use crate::piece::vue;
use crate::serveur::App;

/// The card: the files, and the form that adds one.
pub fn carte(app: &App, appartenance: &Appartenance, adresse: &str, erreurs: &Erreurs) -> Markup {
    let pieces = &appartenance.pieces;
    let cle = champ(appartenance.cpts.id);
    html! {
        section.pile {
            h3 { "Preuves" }
            @if pieces.is_empty() {
                p.source { "Aucun fichier. Gardez ici un reçu, une attestation ou une convention : le praticien et la CPTS peuvent seuls l’ouvrir." }
            } @else { (vue::liste(app, pieces, FUSEAU, vue::Geste::Retirer)) }
            details.annuaire-plus open[!erreurs.est_vide() || pieces.is_empty()] {
                summary { "Ajouter une preuve" }
                (gabarits::carte("Joindre un fichier", &vue::formulaire(app, adresse, &cle, erreurs)))
            }
        }
    }
}

/// The field of a file among those of a page that has a form for each CPTS.
pub fn champ(cpts: CptsId) -> String {
    format!("fichier-{cpts}")
}

/// The MK keeps a file.
pub async fn deposer_le_mien(
    State(app): State<App>,
    Mk(identite, praticien): Mk,
    Path(cpts): Path<String>,
    corps: Multipart,
) -> Result<Response, Failure> {
    let appartenance = mienne::charger(&app, praticien, &cpts).await?;
    let mut erreurs = Erreurs::default();
    let lue = lire(&app, &identite, praticien, &appartenance, corps).await;
    let id = appartenance.cpts.id;
    let Some(preuve) = erreurs.noter(&champ(id), lue) else {
        let page = mienne::rendre(&app, &identite, praticien, Some((id, &erreurs))).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    garder(&app, preuve).await?;
    Ok(Redirect::to("/mes-adhesions").into_response())
}

/// A proof that may be kept, with its bytes.
pub struct Preuve(PieceDeposee, Arc<Vec<u8>>);

/// Reads the file sent for this membership; the error is for whoever sent it.
pub async fn lire(
    app: &App,
    identite: &Identite,
    praticien: PraticienId,
    appartenance: &Appartenance,
    corps: Multipart,
) -> Result<Preuve, String> {
    let envoi = crate::piece::recevoir(app, corps).await?;
    let maintenant = app.horloge.maintenant();
    let fiche = FichePiece {
        id: PieceId::new(app.alea.uuid(maintenant).as_u128()),
        praticien,
        cpts: appartenance.cpts.id,
        objet: ObjetPiece::Adhesion,
        type_piece: envoi.type_piece,
        nom: envoi.nom,
        taille: envoi.contenu.len() as u64,
        empreinte: envoi.empreinte,
        analyse: Analyse::EnAttente,
        depose_par: identite.compte,
        depose_le: maintenant,
    };
    let accordee = Piece::deposer(fiche, None, appartenance.pieces.len());
    accordee.map(|piece| Preuve(piece, Arc::new(envoi.contenu))).map_err(|cause| cause.to_string())
}

/// Keeps it, sealed.
///
/// # Errors
/// When the base fails.
pub async fn garder(app: &App, Preuve(accordee, contenu): Preuve) -> Result<(), Failure> {
    let trousseau = app.entrepot.trousseau().clone();
    app.entrepot
        .ecrire(move |tx| {
            entrepot::piece::deposer(tx, &trousseau, &accordee, &contenu);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(())
}
