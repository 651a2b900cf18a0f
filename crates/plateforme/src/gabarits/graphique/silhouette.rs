//! The body chart of a validated document: the drawing of its paper, shown as it was made.

use maud::{Markup, PreEscaped, html};

/// The drawing, made by `documents` from numbers alone, with the words for who does not see it.
pub fn silhouette(alternative: &str, svg: &str) -> Markup {
    html! { div role="img" aria-label=(alternative) { (PreEscaped(svg)) } }
}
