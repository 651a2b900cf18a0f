//! Moving through a long list.

use maud::{Markup, html};

/// Links to the pages around this one; nothing when there is only one page.
pub fn pagination(page: u32, pages: u32, adresse: impl Fn(u32) -> String) -> Markup {
    if pages <= 1 {
        return html! {};
    }
    html! {
        nav.pagination aria-label="Pages de la liste" {
            @if page > 1 { a.bouton.bouton-discret rel="prev" href=(adresse(page - 1)) { "Page précédente" } }
            span.pagination-place { "Page " (page) " sur " (pages) }
            @if page < pages { a.bouton.bouton-discret rel="next" href=(adresse(page + 1)) { "Page suivante" } }
        }
    }
}
