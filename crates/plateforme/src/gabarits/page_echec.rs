//! The page of a failure: what happened, and where to go from there.

use maud::{Markup, html};

use super::{Page, Style, lien_bouton};
use crate::connexion::Visiteur;
use crate::echec::Problem;

/// The page that tells a problem to a person.
pub fn page_d_echec(probleme: &Problem) -> Markup {
    let visiteur = Visiteur::anonyme();
    Page::new(&probleme.title, &visiteur).sans_titre().rendre(html! {
        section.echec {
            p.echec-statut { "Erreur " (probleme.status) }
            h1 { (probleme.title) }
            @if let Some(detail) = &probleme.detail { p.chapo { (detail) } }
            @if !probleme.erreurs.is_empty() {
                ul { @for erreur in &probleme.erreurs { li { strong { (erreur.champ) } " : " (erreur.message) } } }
            }
            p { (lien_bouton(Style::Secondaire, "/", "Revenir à l’accueil")) }
        }
    })
}
