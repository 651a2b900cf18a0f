//! Badges and dots: a state in one or two words.

use maud::{Markup, html};

use super::Ton;
use super::icone::icone;

/// A state in a few words, with its icon.
pub fn badge(ton: Ton, texte: &str) -> Markup {
    html! {
        span.badge.(ton.classe()) {
            @if ton != Ton::Neutre { (icone(ton.icone())) }
            (texte)
        }
    }
}

/// A round icon that opens a line.
pub fn pastille(ton: Ton) -> Markup {
    html! { span.pastille.(ton.classe()) { (icone(ton.icone())) } }
}
