//! Buttons, and links that look like them.

use maud::{Markup, html};

use super::icone::{Icone, icone};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// The action of the page: one per page.
    Principal,
    /// Another action.
    Secondaire,
    /// An action that removes something.
    Danger,
    /// A quiet action in a row.
    Discret,
}

impl Style {
    fn classe(self) -> &'static str {
        match self {
            Self::Principal => "bouton-principal",
            Self::Secondaire => "bouton-secondaire",
            Self::Danger => "bouton-danger",
            Self::Discret => "bouton-discret",
        }
    }
}

/// The button that sends the form around it.
pub fn bouton(style: Style, libelle: &str) -> Markup {
    html! { button.bouton.(style.classe()) type="submit" { (libelle) } }
}

/// The same, telling screen readers whom or what it is about.
pub fn bouton_pour(style: Style, libelle: &str, qui: &str) -> Markup {
    html! {
        button.bouton.(style.classe()) type="submit" {
            (libelle)
            @if !qui.is_empty() { span.lecteur { " pour " (qui) } }
        }
    }
}

/// A link to another page that looks like a button.
pub fn lien_bouton(style: Style, adresse: &str, libelle: &str) -> Markup {
    html! {
        a.bouton.(style.classe()) href=(adresse) {
            (libelle)
            @if style == Style::Principal { (icone(Icone::Fleche)) }
        }
    }
}

/// A form of one button: an action without a field, e.g. « Révoquer ».
pub fn action(style: Style, adresse: &str, libelle: &str, precision: &str) -> Markup {
    html! {
        form.action method="post" action=(adresse) {
            button.bouton.(style.classe()) type="submit" {
                (libelle)
                @if !precision.is_empty() { span.lecteur { " " (precision) } }
            }
        }
    }
}
