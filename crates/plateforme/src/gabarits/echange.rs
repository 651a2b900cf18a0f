//! A message of a thread: from oneself or from the other side.

use maud::{Markup, html};

/// Who wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum De<'d> {
    /// The reader.
    Soi,
    /// Somebody, as the reader calls him.
    Autre(&'d str),
}

/// The message as one item of its list.
pub fn bulle(de: De<'_>, quand: &str, mots: &str) -> Markup {
    let qui = match de {
        De::Soi => "Vous",
        De::Autre(qui) => qui,
    };
    html! {
        li.echange.echange-mien[de == De::Soi] {
            p.echange-tete { strong { (qui) } " · " (quand) }
            p.echange-texte { (mots) }
        }
    }
}
