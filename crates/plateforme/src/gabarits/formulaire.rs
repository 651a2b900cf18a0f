//! Forms: every field with its label, its hint and its error, and a summary that leads to each field.

mod champ;

use maud::{Markup, html};

pub use champ::{Champ, Reponse};

use super::{Style, bouton};
use crate::echec::ErreurDeChamp;

/// The errors of a form, to be shown all at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erreurs(Vec<ErreurDeChamp>);

impl Erreurs {
    /// These errors.
    pub fn new(erreurs: Vec<ErreurDeChamp>) -> Self {
        Self(erreurs)
    }

    /// One more.
    pub fn ajouter(&mut self, champ: &str, message: impl Into<String>) {
        self.0.push(ErreurDeChamp::new(champ, message));
    }

    /// The value, or `None` after noting what is wrong with it.
    pub fn noter<T, E: std::fmt::Display>(&mut self, champ: &str, valeur: Result<T, E>) -> Option<T> {
        valeur.map_err(|erreur| self.ajouter(champ, erreur.to_string())).ok()
    }

    /// Is there nothing to correct.
    pub fn est_vide(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with this field.
    pub fn de(&self, champ: &str) -> Option<&str> {
        self.0.iter().find(|erreur| erreur.champ == champ).map(|erreur| erreur.message.as_str())
    }

    /// The errors as a failure of the API.
    pub fn en_liste(self) -> Vec<ErreurDeChamp> {
        self.0
    }
}

/// The list of errors at the top of a form; each leads to its field.
pub fn resume(erreurs: &Erreurs) -> Markup {
    html! {
        @if !erreurs.est_vide() {
            div.resume-erreurs role="alert" tabindex="-1" {
                h2 { @if erreurs.0.len() > 1 { "Il reste " (erreurs.0.len()) " points à corriger" } @else { "Il reste un point à corriger" } }
                ul { @for erreur in &erreurs.0 { li { a href=(format!("#champ-{}", erreur.champ)) { (erreur.message) } } } }
            }
        }
    }
}

/// A form that posts to an address: summary of errors, fields, one button.
pub fn formulaire(adresse: &str, erreurs: &Erreurs, champs: &Markup, envoyer: &str) -> Markup {
    html! {
        form.formulaire method="post" action=(adresse) novalidate {
            (resume(erreurs))
            (champs)
            div.formulaire-fin { (bouton(Style::Principal, envoyer)) }
        }
    }
}

/// Fields that answer one question.
pub fn groupe(legende: &str, champs: &Markup) -> Markup {
    html! {
        fieldset.groupe {
            legend { (legende) }
            (champs)
        }
    }
}
