//! The documents of an episode: what is written, what is validated, what is owed; every version stays readable.

use axum::Json;
use axum::extract::{Path, State};
use droit::document::Genre;
use entrepot::document::Fiche;
use maud::{Markup, html};
use serde::Serialize;
use utoipa::ToSchema;

use super::{appui, courbes, nom, socle::Socle};
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::{Failure, Problem};
use crate::episode::page::{fil_de, nom as nom_du_patient};
use crate::gabarits::{Page, Style, Ton, badge, lien_bouton, texte, vide};
use crate::serveur::App;

/// The page.
///
/// # Errors
/// When the episode is invisible or the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Markup, Failure> {
    let socle = Socle::consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let fuseau = socle.atelier(&app)?.fuseau;
    Ok(page(&app, &identite, &socle, &courbes::rendre(&socle.examens(None, &fuseau))))
}

/// Un document validé de l’épisode.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ligne {
    id: String,
    /// Le même pour toutes les versions d’un document.
    serie: String,
    version: u16,
    genre: &'static str,
    #[schema(format = DateTime)]
    valide_le: String,
    /// L’identifiant de la version qui le remplace.
    remplace_par: Option<String>,
    /// Écrit par le praticien du jeton : lui seul en reçoit les fichiers.
    de_ma_main: bool,
}

/// Liste les documents validés d’un épisode, les plus anciens d’abord.
#[utoipa::path(
    get,
    path = "/api/v1/episodes/{id}/documents",
    params(("id" = String, Path, description = "Identifiant de l’épisode")),
    responses((status = 200, body = [Ligne]), (status = 404, body = Problem))
)]
pub async fn en_json(
    State(app): State<App>,
    Mk(identite, _): Mk,
    Path(id): Path<String>,
) -> Result<Json<Vec<Ligne>>, Failure> {
    let socle = Socle::consulter(&app, &identite, crate::episode::identifiant(&id)?).await?;
    let une = |fiche: &Fiche| Ligne {
        id: fiche.reference.id().to_string(),
        serie: fiche.reference.serie().to_string(),
        version: fiche.reference.version(),
        genre: fiche.genre.code(),
        valide_le: fiche.valide_le.to_string(),
        remplace_par: fiche.remplace_par.map(|id| id.to_string()),
        de_ma_main: fiche.praticien == socle.mk(),
    };
    Ok(Json(socle.fiches.iter().map(une).collect()))
}

fn page(app: &App, identite: &Identite, socle: &Socle, courbes: &Markup) -> Markup {
    let visiteur = Visiteur::from(identite);
    let (id, qui) = (socle.dossier.episode.id, nom_du_patient(&socle.dossier.patient.identite));
    let chapo = html! { (qui) ", " (socle.dossier.episode.localisation.libelle()) };
    Page::new("Documents", &visiteur).fil(fil_de(id, &qui)).chapo(chapo).rendre(html! {
        (appui::medecin_a_completer(socle))
        (a_ecrire(app, socle))
        section.section {
            h2 { "Documents validés" }
            @if socle.fiches.is_empty() {
                (vide("Aucun document validé", "Un bilan et un compte rendu sont dus pour chaque épisode, même d’une séance.", &html! {}))
            } @else {
                ol.documents { @for fiche in socle.fiches.iter().rev() { (ligne(app, socle, fiche)) } }
            }
        }
        (courbes)
        p.source { a href="/mon-cabinet" { "Mon cabinet" } " : ce que vos documents impriment de votre lieu d’exercice." }
    })
}

/// One door per kind: a draft to go on with, or a new one.
fn a_ecrire(app: &App, socle: &Socle) -> Markup {
    let fuseau = app.reglement.fuseau(socle.dossier.episode.departement);
    let id = socle.dossier.episode.id;
    html! {
        section.section {
            h2 { "Écrire" }
            ul.a-ecrire {
                @for genre in [Genre::Bilan, Genre::CompteRendu, Genre::Orientation] {
                    li.carte {
                        h3 { (genre.titre()) }
                        @match socle.brouillon(genre) {
                            Some(brouillon) => {
                                p { (badge(Ton::Info, "Brouillon")) " enregistré le " (texte::instant(brouillon.enregistre_le, fuseau)) }
                                p { (lien_bouton(Style::Secondaire, &format!("/episodes/{id}/rediger/{}", genre.code()), "Reprendre le brouillon")) }
                            }
                            None => {
                                p { (pourquoi(socle, genre)) }
                                p { (lien_bouton(Style::Secondaire, &format!("/episodes/{id}/rediger/{}", genre.code()), verbe(socle, genre))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn pourquoi(socle: &Socle, genre: Genre) -> &'static str {
    let deja = socle.fiches.iter().any(|fiche| fiche.genre == genre);
    match (genre, deja) {
        (Genre::Bilan, false) => "Dû dès le premier jour : il part au patient et à son médecin traitant.",
        (Genre::Bilan, true) => "Un bilan de suivi compare aux mesures précédentes.",
        (Genre::CompteRendu, false) => "Dû à la fin des soins. Les séances et les objectifs y sont déjà.",
        (Genre::CompteRendu, true) => "Un compte rendu est au dossier ; corrigez-le s’il change.",
        _ => "Pour demander un diagnostic ou un avis à un médecin.",
    }
}

fn verbe(socle: &Socle, genre: Genre) -> &'static str {
    let deja = socle.fiches.iter().any(|fiche| fiche.genre == genre);
    match (genre, deja) {
        (Genre::Bilan, false) => "Écrire le bilan",
        (Genre::Bilan, true) => "Écrire un bilan de suivi",
        (Genre::CompteRendu, _) => "Écrire le compte rendu",
        _ => "Écrire la lettre",
    }
}

fn ligne(app: &App, socle: &Socle, fiche: &Fiche) -> Markup {
    let fuseau = app.reglement.fuseau(socle.dossier.episode.departement);
    let (id, document) = (socle.dossier.episode.id, fiche.reference.id());
    let mien = fiche.praticien == socle.mk();
    html! {
        li.document.carte {
            div {
                h3 {
                    @if mien { a href=(format!("/episodes/{id}/documents/{document}")) { (nom(fiche.genre)) } }
                    @else { (nom(fiche.genre)) }
                }
                p.source { "Validé le " (texte::instant(fiche.valide_le, fuseau)) " · version " (fiche.reference.version()) }
            }
            div.rang {
                @if !mien { (badge(Ton::Neutre, "Par un confrère")) }
                @if fiche.remplace_par.is_some() { (badge(Ton::Neutre, "Remplacé")) }
                @else if mien {
                    a.bouton.bouton-discret href=(format!("/episodes/{id}/documents/{document}/document.pdf")) {
                        "PDF" span.lecteur { " : " (nom(fiche.genre)) ", version " (fiche.reference.version()) }
                    }
                }
            }
        }
    }
}
