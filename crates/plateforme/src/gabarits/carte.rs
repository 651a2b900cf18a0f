//! Blocks of a page: sections, cards, figures, lists of facts, empty states.

use maud::{Markup, html};

use super::texte;

/// A section with its title.
pub fn section(titre: &str, corps: &Markup) -> Markup {
    html! {
        section.section {
            h2 { (titre) }
            (corps)
        }
    }
}

/// A card: a titled block on its own surface.
pub fn carte(titre: &str, corps: &Markup) -> Markup {
    html! {
        section.carte {
            h2.carte-titre { (titre) }
            (corps)
        }
    }
}

/// A figure of a dashboard with what it counts, one or many.
pub fn chiffre(nombre: u64, un: &str, plusieurs: &str) -> Markup {
    html! {
        div.chiffre {
            span.chiffre-valeur { (texte::grouper(nombre)) }
            span.chiffre-libelle { (if nombre < 2 { un } else { plusieurs }) }
        }
    }
}

/// Facts, each with its label.
pub fn fiche(faits: &[(&str, Markup)]) -> Markup {
    html! {
        dl.fiche {
            @for (libelle, valeur) in faits {
                div.fiche-ligne {
                    dt { (libelle) }
                    dd { (valeur) }
                }
            }
        }
    }
}

/// Nothing yet: why, and what to do.
pub fn vide(titre: &str, explication: &str, action: &Markup) -> Markup {
    html! {
        div.vide {
            p.vide-titre { (titre) }
            p { (explication) }
            (action)
        }
    }
}
