//! The work list: what is ready to bill, what is not and why, what has left.

use axum::extract::State;
use axum::http::Uri;
use droit::identifiant::{EpisodeId, PraticienId};
use entrepot::episode::{Curseur, Etat as EtatEpisode, LigneTableau, tableau};
use entrepot::journal::Entree;
use entrepot::{Echec, Tx, facturation};
use maud::{Markup, html};
use serde::Deserialize;

use super::etat::{Etat, Reponse};
use super::page::total;
use crate::connexion::{Identite, Mk, Visiteur};
use crate::echec::Failure;
use crate::episode::page::nom;
use crate::gabarits::{Lien, Page, Style, Tableau, Ton, badge, lien_bouton, pagination, texte, vide};
use crate::saisie::Parametres;
use crate::serveur::App;

/// Episodes on a page: each one is checked as the page is made.
const PAR_PAGE: usize = 15;
/// Episodes of one export.
const EXPORT_MAX: usize = 200;
/// More episodes than an MK has: a bound, not a page.
const LIMITE: u16 = 2_000;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub struct Filtre {
    #[serde(default)]
    etat: String,
    #[serde(default)]
    page: usize,
}

impl Filtre {
    fn facturees(&self) -> Depart {
        if self.etat == "facturees" { Depart::Parti } else { Depart::AFaire }
    }
}

/// Has the bill left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depart {
    AFaire,
    Parti,
}

/// The page.
///
/// # Errors
/// When the base fails.
pub async fn voir(
    State(app): State<App>,
    Mk(identite, mk): Mk,
    ici: Uri,
    Parametres(filtre): Parametres<Filtre>,
) -> Result<Markup, Failure> {
    let depart = filtre.facturees();
    let lignes = choisir(&app, mk, depart).await?;
    let pages = lignes.len().div_ceil(PAR_PAGE).max(1);
    let page = filtre.page.clamp(1, pages);
    let visibles: Vec<EpisodeId> =
        lignes.iter().skip((page - 1) * PAR_PAGE).take(PAR_PAGE).map(|ligne| ligne.episode).collect();
    let lus = lire(&app, &identite, mk, visibles).await?;
    let visiteur = Visiteur::from(&identite);
    let adresse = |n: u32| format!("/facturation?etat={}&page={n}", filtre.etat);
    let rang = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Page::new("Facturation", &visiteur).ici(&ici).fil([Lien::new("Tableau de bord", "/tableau-de-bord")])
        .chapo(html! { "Ce qui est prêt à facturer dans votre logiciel, et ce qui manque encore. Rien n’est envoyé d’ici." })
        .rendre(html! {
            div.liste-tete {
                (onglets(depart))
                div.rang {
                    (lien_bouton(Style::Discret, "/facturation/lignes.csv", "Tout ce qui est prêt, en CSV"))
                    (lien_bouton(Style::Discret, "/facturation/lignes.xlsx", "En XLSX"))
                }
            }
            p.liste-compte role="status" { (texte::compte(lignes.len() as u64, "épisode", "épisodes")) "." }
            @if lus.is_empty() { (rien(depart)) } @else { (tableau_des_episodes(&lus)) }
            (pagination(rang(page), rang(pages), adresse))
            p.source { a href="/mon-cabinet" { "Mon cabinet" } " : numéro d’Assurance Maladie de chaque lieu." }
        }))
}

fn onglets(depart: Depart) -> Markup {
    let ici = |autre| (depart == autre).then_some("page");
    html! {
        nav.onglets aria-label="Facturation" {
            a href="/facturation" aria-current=[ici(Depart::AFaire)] { "À facturer" }
            a href="/facturation?etat=facturees" aria-current=[ici(Depart::Parti)] { "Facturés" }
        }
    }
}

fn rien(depart: Depart) -> Markup {
    match depart {
        Depart::AFaire => {
            vide("Rien à facturer", "Les épisodes où vous avez fait une séance apparaissent ici.", &html! {})
        }
        Depart::Parti => vide(
            "Aucun épisode noté comme facturé",
            "Notez-le sur la page de facturation d’un épisode.",
            &html! {},
        ),
    }
}

fn tableau_des_episodes(lus: &[(Etat, Reponse)]) -> Markup {
    let ligne = |(etat, reponse): &(Etat, Reponse)| {
        let dossier = &etat.socle.dossier;
        let bloquants = reponse.facturation.points.iter().filter(|point| point.bloque()).count() as u64;
        let verdict = match bloquants {
            0 => badge(Ton::Succes, "Prêt"),
            n => badge(Ton::Attention, &texte::compte(n, "point à régler", "points à régler")),
        };
        let derniere = dossier.episode.derniere_le().map(texte::jour_court).unwrap_or_default();
        vec![
            html! { a href=(format!("/episodes/{}/facturation", dossier.episode.id)) { (nom(&dossier.patient.identite)) } },
            html! { (dossier.episode.localisation.libelle()) },
            html! { (derniere) },
            html! { (texte::compte(reponse.facturation.lignes.len() as u64, "acte", "actes")) },
            html! { (total(reponse.facturation.total)) },
            verdict,
        ]
    };
    Tableau::new("Épisodes", &["Patient", "Région", "Dernière séance", "Actes", "Total", "État"])
        .lignes(lus.iter().map(ligne))
        .rendre()
}

/// The episodes in which something was done, the most recent care first.
async fn choisir(app: &App, mk: PraticienId, depart: Depart) -> Result<Vec<LigneTableau>, Failure> {
    let trousseau = app.entrepot.trousseau().clone();
    let (mut lignes, dites) = app
        .entrepot
        .lire(move |tx| {
            let mut lignes = tableau(tx, &trousseau, mk, EtatEpisode::Ouvert, &Curseur::default(), LIMITE)?;
            lignes.extend(tableau(tx, &trousseau, mk, EtatEpisode::Clos, &Curseur::default(), LIMITE)?);
            Ok::<_, Echec>((lignes, facturation::du_praticien(tx, mk)?))
        })
        .await?;
    lignes.retain(|ligne| {
        let parti = dites.get(&ligne.episode).is_some_and(|dite| dite.facturee_le.is_some());
        ligne.faites > 0 && parti == (depart == Depart::Parti)
    });
    lignes.sort_by_key(|ligne| std::cmp::Reverse(ligne.derniere_le));
    Ok(lignes)
}

/// The episodes that are ready and have not left, for an export.
///
/// # Errors
/// When the base fails.
pub async fn prets(app: &App, identite: &Identite, mk: PraticienId) -> Result<Vec<(Etat, Reponse)>, Failure> {
    let lignes = choisir(app, mk, Depart::AFaire).await?;
    let cles = lignes.iter().take(EXPORT_MAX).map(|ligne| ligne.episode).collect();
    let mut lus = lire(app, identite, mk, cles).await?;
    lus.retain(|(_, reponse)| reponse.facturation.prete());
    Ok(lus)
}

/// Reads these episodes, and says in the journal whose names were shown.
async fn lire(
    app: &App,
    identite: &Identite,
    mk: PraticienId,
    cles: Vec<EpisodeId>,
) -> Result<Vec<(Etat, Reponse)>, Failure> {
    if cles.is_empty() {
        return Ok(Vec::new());
    }
    let (acteur, trousseau, a_lire) =
        (identite.acteur.clone(), app.entrepot.trousseau().clone(), cles.clone());
    let etats: Vec<Etat> = app
        .entrepot
        .lire(move |tx| {
            a_lire.iter().map(|id| Etat::lire(tx, &trousseau, &acteur, *id)).collect::<Result<_, Echec>>()
        })
        .await?;
    let qui = format!("praticien/{mk}");
    let mut entree = Entree::new(app.horloge.maintenant(), qui.clone(), "patient.consulter", qui);
    let vus: Vec<String> = cles.iter().map(ToString::to_string).collect();
    entree.details = serde_json::json!({ "facturation": vus }).to_string();
    app.entrepot
        .ecrire(move |tx: &mut Tx| {
            tx.tracer(entree.clone());
            Ok::<(), Echec>(())
        })
        .await?;
    etats.into_iter().map(|etat| etat.preparer(app).map(|reponse| (etat, reponse))).collect()
}
