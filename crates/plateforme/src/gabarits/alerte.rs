//! Messages: what just happened, what to be careful about.

use maud::{Markup, html};

use super::icone::{Icone, icone};

/// The meaning of a message or a badge; always told by an icon and words, never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ton {
    /// Done, granted.
    Succes,
    /// To know.
    Info,
    /// Attention.
    Attention,
    /// Refused, failed.
    Erreur,
    /// Nothing special.
    Neutre,
}

impl Ton {
    /// The class of the style sheet.
    pub fn classe(self) -> &'static str {
        match self {
            Self::Succes => "ton-succes",
            Self::Info => "ton-info",
            Self::Attention => "ton-attention",
            Self::Erreur => "ton-erreur",
            Self::Neutre => "ton-neutre",
        }
    }

    /// The icon that says it without colour.
    pub fn icone(self) -> Icone {
        match self {
            Self::Succes => Icone::Coche,
            Self::Info => Icone::Information,
            Self::Attention => Icone::Triangle,
            Self::Erreur => Icone::Croix,
            Self::Neutre => Icone::Tiret,
        }
    }
}

/// A message about what has just been done, shown at the top of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avis {
    /// Its meaning.
    pub ton: Ton,
    /// The message.
    pub message: String,
}

impl Avis {
    /// « C’est fait. »
    pub fn succes(message: impl Into<String>) -> Self {
        Self { ton: Ton::Succes, message: message.into() }
    }
}

/// A box with a title and its content.
pub fn alerte(ton: Ton, titre: &str, corps: &Markup) -> Markup {
    html! {
        div.alerte.(ton.classe()) {
            span.alerte-signe { (icone(ton.icone())) }
            div.alerte-corps {
                p.alerte-titre { (titre) }
                (corps)
            }
        }
    }
}

/// The message at the top of a page; read aloud when the page opens.
pub(super) fn avis(avis: &Avis) -> Markup {
    html! {
        div role="status" { (alerte(avis.ton, &avis.message, &html! {})) }
    }
}
