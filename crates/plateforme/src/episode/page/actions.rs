//! What can be done beside a séance, each on its own page.

use droit::acces::VuePraticien;
use maud::{Markup, html};

use crate::episode::dossier::Dossier;
use crate::serveur::App;

/// The side column.
pub fn rendre(_app: &App, _dossier: &Dossier, _vue: &VuePraticien<'_>) -> Markup {
    html! {}
}
