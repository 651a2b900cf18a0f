//! `/declarations/{id}/pieces`: the files joined to a declaration, and the form that sends one more.

use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces::{self, Role};
use droit::declaration::{Declaration, EtatDeclaration};
use droit::piece::{self, EmpechementPiece, Piece};
use entrepot::Echec;
use maud::{Markup, html};

use super::vue::{self, Geste};
use super::{Jointe, de_la_declaration, recevoir};
use crate::connexion::{Connecte, Identite, Visiteur};
use crate::declaration::geste;
use crate::echec::Failure;
use crate::gabarits::{Erreurs, Lien, Page, carte, vide};
use crate::serveur::App;

async fn declaration(app: &App, identite: &Identite, id: &str) -> Result<Declaration, Failure> {
    let id = id.parse().map_err(|_| Failure::Introuvable)?;
    Ok(geste::charger(app, &identite.acteur, id).await?.declaration)
}

/// The page.
pub async fn voir(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let declaration = declaration(&app, &identite, &id).await?;
    let pieces = de_la_declaration(&app, declaration.id).await?;
    Ok(page(&app, &identite, &declaration, &pieces, &Erreurs::default()))
}

/// Keeps a file.
pub async fn deposer(
    State(app): State<App>,
    Connecte(identite): Connecte,
    Path(id): Path<String>,
    corps: Multipart,
) -> Result<Response, Failure> {
    let declaration = declaration(&app, &identite, &id).await?;
    acces::modifier_declaration(&identite.acteur, declaration.clone()).map_err(|_| Failure::Introuvable)?;
    let pieces = de_la_declaration(&app, declaration.id).await?;
    // Without its form the page would have no place for a fault: a closed file answers by itself.
    if !piece::attend_des_pieces(&declaration.etat) {
        return Err(Failure::Conflit(EmpechementPiece::Close.to_string()));
    }
    let mut erreurs = Erreurs::default();
    let lue = recevoir(&app, corps).await.and_then(|envoi| {
        let jointe = Jointe::accorder(&app, &identite, &declaration, pieces.len(), envoi);
        jointe.map_err(|cause| cause.to_string())
    });
    let Some(jointe) = erreurs.noter("fichier", lue) else {
        let page = page(&app, &identite, &declaration, &pieces, &erreurs);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    app.entrepot
        .ecrire(move |tx| {
            jointe.inscrire(tx);
            Ok::<(), Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/declarations/{}/pieces", declaration.id)).into_response())
}

fn page(
    app: &App,
    identite: &Identite,
    declaration: &Declaration,
    pieces: &[Piece],
    erreurs: &Erreurs,
) -> Markup {
    let visiteur = Visiteur::from(identite);
    let partie = identite.acteur.role() != Role::AgentArs;
    let geste = geste_de(declaration, identite);
    let dossier = format!("/declarations/{}", declaration.id);
    Page::new("Justificatifs", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new("Déclaration", dossier.clone())])
        .chapo(html! { "Les fichiers joints à cette déclaration. Ils sont chiffrés ; le praticien, sa CPTS et l’ARS de son département peuvent seuls les ouvrir." })
        .rendre(html! {
            div.pile-large {
                @if pieces.is_empty() {
                    (vide("Aucun fichier", "Aucun justificatif n’est joint à cette déclaration.", &html! {}))
                } @else { (vue::liste(app, pieces, app.reglement.fuseau(declaration.departement), geste)) }
                @if partie && piece::attend_des_pieces(&declaration.etat) { (carte("Joindre un fichier", &vue::formulaire(app, &format!("{dossier}/pieces"), "fichier", erreurs))) }
            }
        })
}

/// The files are taken back while the declaration is in the hands of those who declare.
fn geste_de(declaration: &Declaration, identite: &Identite) -> Geste {
    match (&declaration.etat, identite.acteur.role()) {
        (_, Role::AgentArs) => Geste::Ouvrir,
        (EtatDeclaration::Brouillon | EtatDeclaration::ACompleter { .. }, _) => Geste::Retirer,
        _ => Geste::Ouvrir,
    }
}
