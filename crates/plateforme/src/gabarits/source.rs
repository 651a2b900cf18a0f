//! Where a value comes from: the title of the text, its article, a link, and how far it can be trusted.

use droit::reglement::{Confiance, Registre, Source};
use maud::{Markup, html};

use super::texte;

/// The citation of a source, with its link.
pub fn source(source: &Source, registre: &Registre) -> Markup {
    let titre = registre.texte(&source.texte).map_or(source.texte.as_str(), |texte| &texte.titre);
    html! {
        span.source {
            a href=(source.url) rel="noreferrer" { (titre) @if !source.article.is_empty() { ", " (article(&source.article)) } }
            @if source.confiance != Confiance::Texte { " · " em { (source.confiance.libelle()) } }
            span.source-verifie { " · vérifié le " (texte::jour_court(source.verifie_le)) }
        }
    }
}

/// « art. 2 », but « page 3 » stays as it is.
fn article(article: &str) -> String {
    if article.starts_with(|c: char| c.is_ascii_digit() || c == 'L' || c == 'R' || c == 'D') {
        format!("art. {article}")
    } else {
        article.to_owned()
    }
}
