//! « Documents dus »: every bilan and report that an MK still owes, the latest ones first.

use axum::extract::State;
use axum::http::Uri;
use droit::document::Du;
use entrepot::journal::Entree;
use entrepot::{Echec, Tx};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::nom;
use crate::connexion::{Mk, Visiteur};
use crate::echec::Failure;
use crate::episode::dus::{DuDe, charger};
use crate::episode::page::nom as nom_du_patient;
use crate::gabarits::{Lien, Page, Style, Tableau, Ton, badge, lien_bouton, pagination, texte, vide};
use crate::saisie::Parametres;
use crate::serveur::App;

/// Documents on a page.
const PAR_PAGE: usize = 25;

/// Which page.
#[derive(Debug, Default, Deserialize)]
pub struct Place {
    #[serde(default)]
    page: usize,
}

/// The page.
///
/// # Errors
/// When the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    ici: Uri,
    Parametres(place): Parametres<Place>,
) -> Result<Markup, Failure> {
    let jour = app.horloge.aujourd_hui("Europe/Paris").map_err(Failure::interne)?;
    let dus = charger(&app, mk, jour).await?;
    let pages = dus.len().div_ceil(PAR_PAGE).max(1);
    let page = place.page.clamp(1, pages);
    let visibles: Vec<&DuDe> = dus.iter().skip((page - 1) * PAR_PAGE).take(PAR_PAGE).collect();
    tracer(&app, mk, &visibles).await?;
    let visiteur = Visiteur::from(&identite);
    let rang = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let chapo = html! { "Le bilan est dû dès la première séance, le compte rendu à la clôture, même pour une séance. Aucun texte ne fixe de délai : au-delà de sept jours, la page le dit en retard." };
    Ok(Page::new("Documents dus", &visiteur)
        .ici(&ici)
        .fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(chapo)
        .rendre(html! {
            p.liste-compte role="status" { (texte::compte(dus.len() as u64, "document dû", "documents dus")) "." }
            @if visibles.is_empty() {
                (vide("Rien n’est dû", "Chaque épisode a son bilan, et chaque épisode clos son compte rendu.", &html! {}))
            } @else { (tableau(&visibles, jour)) }
            (pagination(rang(page), rang(pages), |n| format!("/documents-dus?page={n}")))
        }))
}

fn tableau(visibles: &[&DuDe], jour: Date) -> Markup {
    let ligne = |du: &&DuDe| {
        let Du { depuis, genre, .. } = du.du;
        let adresse = format!("/episodes/{}/rediger/{}", du.ligne.episode, genre.code());
        let depuis = if depuis == jour { "aujourd’hui".to_owned() } else { texte::jour_court(depuis) };
        vec![
            html! { a href=(format!("/episodes/{}", du.ligne.episode)) { (nom_du_patient(&du.ligne.identite)) } },
            html! { (nom(genre)) },
            html! { (depuis) },
            html! { (badge(ton(&du.du), &du.du.to_string())) },
            html! { (lien_bouton(Style::Discret, &adresse, "Écrire")) },
        ]
    };
    Tableau::new("Documents dus", &["Patient", "Document", "Dû depuis", "État", "Action"])
        .lignes(visibles.iter().map(ligne))
        .rendre()
}

fn ton(du: &Du) -> Ton {
    if du.retard.is_some() { Ton::Attention } else { Ton::Info }
}

async fn tracer(app: &App, mk: droit::identifiant::PraticienId, visibles: &[&DuDe]) -> Result<(), Failure> {
    if visibles.is_empty() {
        return Ok(());
    }
    let qui = format!("praticien/{mk}");
    let mut entree = Entree::new(app.horloge.maintenant(), qui.clone(), "patient.consulter", qui);
    let vus: Vec<String> = visibles.iter().map(|du| du.ligne.episode.to_string()).collect();
    entree.details = serde_json::json!({ "documents-dus": vus }).to_string();
    let ecriture = app.entrepot.ecrire(move |tx: &mut Tx| {
        tx.tracer(entree.clone());
        Ok::<(), Echec>(())
    });
    ecriture.await.map_err(Failure::from)
}
