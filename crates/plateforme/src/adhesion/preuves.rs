//! The proofs of a membership: files that the MK or his CPTS keeps, seen by both and by nobody else.

use std::sync::Arc;

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::identifiant::{CptsId, PieceId, PraticienId};
use droit::piece::{Analyse, FichePiece, ObjetPiece, Piece};
use entrepot::Echec;
use maud::{Markup, html};

use super::Appartenance;
use super::mienne::{self, FUSEAU};
use crate::connexion::{Coordination, Identite, Mk};
use crate::echec::Failure;
use crate::gabarits::{self, Erreurs};
use crate::piece::{Envoi, vue};
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
fn champ(cpts: CptsId) -> String {
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
    let id = appartenance.cpts.id;
    let mut erreurs = Erreurs::default();
    let lu = crate::piece::recevoir(&app, corps).await;
    let Some(envoi) = erreurs.noter(&champ(id), lu) else {
        let page = mienne::rendre(&app, &identite, praticien, Some((id, &erreurs))).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    garder(&app, &identite, (praticien, id), envoi, appartenance.pieces.len()).await?;
    Ok(Redirect::to("/mes-adhesions").into_response())
}

/// His CPTS keeps a file.
pub async fn deposer_pour_un_membre(
    State(app): State<App>,
    Coordination(identite, cpts): Coordination,
    Path(id): Path<String>,
    corps: Multipart,
) -> Result<Response, Failure> {
    let membre: PraticienId = id.parse().map_err(|_| Failure::Introuvable)?;
    let appartenance = mienne::charger(&app, membre, &cpts.to_string()).await?;
    let envoi =
        crate::piece::recevoir(&app, corps).await.map_err(|cause| Failure::champ("fichier", cause))?;
    garder(&app, &identite, (membre, cpts), envoi, appartenance.pieces.len()).await?;
    Ok(Redirect::to(&format!("/membres/{membre}")).into_response())
}

async fn garder(
    app: &App,
    identite: &Identite,
    (praticien, cpts): (PraticienId, CptsId),
    envoi: Envoi,
    deja: usize,
) -> Result<(), Failure> {
    let maintenant = app.horloge.maintenant();
    let fiche = FichePiece {
        id: PieceId::new(app.alea.uuid(maintenant).as_u128()),
        praticien,
        cpts,
        objet: ObjetPiece::Adhesion,
        type_piece: envoi.type_piece,
        nom: envoi.nom,
        taille: envoi.contenu.len() as u64,
        empreinte: envoi.empreinte,
        analyse: Analyse::EnAttente,
        depose_par: identite.compte,
        depose_le: maintenant,
    };
    let accordee = Piece::deposer(fiche, None, deja).map_err(|cause| Failure::Conflit(cause.to_string()))?;
    let (trousseau, contenu) = (app.entrepot.trousseau().clone(), Arc::new(envoi.contenu));
    app.entrepot
        .ecrire(move |tx| {
            entrepot::piece::deposer(tx, &trousseau, &accordee, &contenu);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(())
}
