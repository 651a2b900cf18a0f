//! What the directory was asked about a declaration, and asking it again now.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use droit::acces;
use entrepot::Echec;
use entrepot::annuaire::{Verification, VerificationGardee, garder};
use maud::{Markup, html};

use super::geste::charger;
use super::{Piece, aujourd_hui, identifiant};
use crate::annuaire_sante::{Annuaire as _, Muet, Reponse};
use crate::connexion::{AgentArs, Identite, Visiteur};
use crate::echec::Failure;
use crate::gabarits::{Lien, Page, Style, Ton, action, alerte, carte, lien_bouton, texte};
use crate::serveur::App;

/// Asks the directory again: by its interface when the site has a key, else by the current extraction.
pub async fn reverifier(
    State(app): State<App>,
    AgentArs(identite, _): AgentArs,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = identifiant(&id)?;
    let piece = charger(&app, &identite.acteur, id).await?;
    let instruisable = acces::instruire(&identite.acteur, piece.declaration.clone());
    let instruisable = instruisable.map_err(|_| Failure::Introuvable)?;
    let reponse = match interroger(&app, &piece).await? {
        Ok(reponse) => reponse,
        Err(Muet::Entrepot(echec)) => return Err(echec.into()),
        Err(muet) => return Ok(dire_le_silence(&identite, &piece, &muet)),
    };
    let maintenant = app.horloge.maintenant();
    let verification = Verification {
        id: app.alea.uuid(maintenant),
        avis: reponse.avis(piece.dossier.departement),
        activites: reponse.activites(),
        fait_le: maintenant,
        fait_par: identite.compte,
    };
    app.entrepot
        .ecrire(move |tx| {
            garder(tx, &instruisable, &verification);
            Ok::<_, Echec>(())
        })
        .await?;
    Ok(Redirect::to(&format!("/declarations/{id}")).into_response())
}

/// The network may be slow: asked on a thread that may wait.
async fn interroger(app: &App, piece: &Piece) -> Result<Result<Reponse, Muet>, Failure> {
    let (ici, rpps) = (app.clone(), piece.dossier.praticien.rpps.clone());
    let le = aujourd_hui(app, piece.dossier.departement)?;
    let demande = tokio::task::spawn_blocking(move || match &ici.annuaire {
        Some(api) => api.interroger(&rpps, le),
        None => ici.entrepot.interroger(&rpps, le),
    });
    demande.await.map_err(Failure::interne)
}

fn dire_le_silence(identite: &Identite, piece: &Piece, muet: &Muet) -> Response {
    let visiteur = Visiteur::from(identite);
    let adresse = format!("/declarations/{}", piece.declaration.id);
    let corps = alerte(
        Ton::Attention,
        "L’annuaire n’a pas pu être interrogé.",
        &html! {
            p { (muet) }
            p { "Les réponses précédentes restent au dossier." }
            p { (lien_bouton(Style::Principal, &adresse, "Revenir au dossier")) }
        },
    );
    let page = Page::new("Vérification à l’Annuaire Santé", &visiteur)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord"), Lien::new(piece.dossier.nom(), adresse)])
        .rendre(corps);
    (StatusCode::BAD_GATEWAY, page).into_response()
}

/// The answers kept, and the button to ask again for whom it is open.
pub fn encart(app: &App, identite: &Identite, piece: &Piece) -> Markup {
    let fuseau = app.reglement.fuseau(piece.dossier.departement);
    let agent = acces::instruire(&identite.acteur, piece.declaration.clone()).is_ok();
    if !agent && piece.verifications.is_empty() {
        return html! {};
    }
    carte(
        "Vérifications à l’Annuaire Santé",
        &html! {
            @if piece.verifications.is_empty() {
                p.champ-aide { "L’annuaire n’a pas encore été interrogé exprès pour ce dossier." }
            } @else {
                ul.puces { @for gardee in &piece.verifications { (reponse(gardee, fuseau)) } }
            }
            @if agent {
                (action(Style::Secondaire, &format!("/declarations/{}/reverifier", piece.declaration.id), libelle(app), ""))
            }
        },
    )
}

fn libelle(app: &App) -> &'static str {
    match app.annuaire {
        Some(_) => "Interroger l’annuaire maintenant",
        None => "Revérifier dans la dernière extraction",
    }
}

fn reponse(gardee: &VerificationGardee, fuseau: &str) -> Markup {
    html! {
        li {
            (gardee.avis)
            span.sous {
                "Vérifié le " (texte::instant(gardee.fait_le, fuseau)) " par " (gardee.par) " ; "
                (texte::compte(u64::from(gardee.activites), "activité connue", "activités connues")) "."
            }
        }
    }
}
