//! A timeline: what happened, most recent first or in order, with who and when.

use maud::{Markup, html};

use super::{Ton, pastille};

/// One thing that happened.
pub struct Etape {
    /// Its meaning.
    pub ton: Ton,
    /// When, as written for a person.
    pub quand: String,
    /// What, in a few words.
    pub titre: String,
    /// More, if there is more to say.
    pub detail: Markup,
}

/// The steps, in the order given.
pub fn frise(etapes: &[Etape]) -> Markup {
    html! {
        ol.frise {
            @for etape in etapes {
                li.frise-etape {
                    (pastille(etape.ton))
                    div.frise-corps {
                        p.frise-quand { (etape.quand) }
                        p.frise-titre { (etape.titre) }
                        (etape.detail)
                    }
                }
            }
        }
    }
}
