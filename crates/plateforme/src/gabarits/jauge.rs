//! Progress towards the cap: « 5 / 8 », as text first and as a drawing beside it.

use maud::{Markup, html};

/// Width of the drawing; a notch per séance.
const LARGEUR: u32 = 160;

/// Séances done out of the cap.
pub fn jauge(faites: u16, plafond: u16) -> Markup {
    let crans = u32::from(plafond.max(1));
    let pas = LARGEUR / crans;
    let ton = match plafond.saturating_sub(faites) {
        0 => "jauge-pleine",
        1 | 2 => "jauge-proche",
        _ => "jauge-libre",
    };
    html! {
        span.jauge.(ton) {
            span.jauge-texte {
                (faites) span aria-hidden="true" { " / " } span.lecteur { " séances sur " } (plafond)
            }
            svg.jauge-dessin viewBox=(format!("0 0 {LARGEUR} 10")) width=(LARGEUR) height="10"
                aria-hidden="true" focusable="false" {
                @for cran in 0..crans {
                    rect.jauge-faite[cran < u32::from(faites)] x=(cran * pas) y="1" width=(pas.saturating_sub(3).max(1)) height="8" rx="3" {}
                }
            }
        }
    }
}

/// Séances done when nothing caps them.
pub fn jauge_illimitee(faites: u16) -> Markup {
    html! {
        span.jauge.jauge-libre {
            span.jauge-texte { (faites) }
            span.jauge-mention { @if faites > 1 { "séances, sans plafond" } @else { "séance, sans plafond" } }
        }
    }
}
