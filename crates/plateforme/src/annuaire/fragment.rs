//! `/annuaire/fragment`: the list of a department or of a CPTS, to be shown inside another site.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{DOCTYPE, Markup, html};

use super::partage::Document;
use super::{PAR_PAGE, Recherche, Resultats, chercher, export};
use crate::actifs;
use crate::echec::Failure;
use crate::gabarits::texte;
use crate::publication::Ligne;
use crate::saisie::Parametres;
use crate::serveur::{App, Partage};

/// The fragment: a whole page for a frame, light, without cookie nor script.
pub async fn montrer(
    State(app): State<App>,
    demande: HeaderMap,
    Parametres(recherche): Parametres<Recherche>,
) -> Result<Response, Failure> {
    if recherche.departement()?.is_none() && recherche.cpts()?.is_none() {
        return Err(Failure::champ("departement", "indiquez un département ou une CPTS"));
    }
    let resultats = chercher(&app, &recherche, PAR_PAGE).await?;
    let document = Document {
        genre: "text/html; charset=utf-8",
        fichier: None,
        corps: rendre(&app, &recherche, &resultats).into_string().into_bytes(),
        modifie: resultats.modifie,
        partage: Partage::Cadre,
    };
    document.repondre(&demande)
}

fn rendre(app: &App, recherche: &Recherche, resultats: &Resultats) -> Markup {
    let base = export::base(app);
    let trouves = &resultats.trouves;
    html! {
        (DOCTYPE)
        html lang="fr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { "Kinésithérapeutes sans ordonnance" }
                link rel="stylesheet" href=(actifs::adresse("fragment.css"));
            }
            body {
                main.acces-direct-liste {
                    h1 { "Kinésithérapeutes sans ordonnance" }
                    p { (trouves.total) " autorisés au " (texte::jour(resultats.jour)) "." }
                    ul { @for ligne in &trouves.lignes { (element(ligne)) } }
                    @if let Some(suite) = &trouves.suite {
                        p { a rel="next" href=(format!("{base}{}", recherche.adresse("/annuaire/fragment", suite))) { "Suite de la liste" } }
                    }
                    p { a href=(format!("{base}{}", recherche.debut("/annuaire"))) target="_blank" rel="noopener" {
                        "Chercher près de chez vous sur Accès Direct (nouvelle fenêtre)"
                    } }
                }
            }
        }
    }
}

fn element(ligne: &Ligne) -> Markup {
    html! {
        li {
            strong { (ligne.prenom) " " (ligne.nom) }
            @for place in &ligne.places { span { (place.adresse) ", " (place.code_postal) " " (place.commune) } }
            @if let Some(telephone) = ligne.fiche.as_ref().and_then(|fiche| fiche.telephone.as_ref()) {
                a href=(format!("tel:{}", telephone.international())) { (telephone) }
            }
            span.cpts { (ligne.nom_cpts) }
        }
    }
}
