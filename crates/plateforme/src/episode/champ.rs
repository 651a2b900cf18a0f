//! Fields that several forms read the same way.

use droit::episode::Confirmation;
use droit::texte::TexteLibre;
use jiff::civil::Date;

use crate::gabarits::{Erreurs, Reponse};

/// A field that may be empty.
///
/// # Errors
/// What the reader says.
pub fn facultatif<T, E>(texte: &str, lire: impl Fn(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    let texte = texte.trim();
    if texte.is_empty() { Ok(None) } else { lire(texte).map(Some) }
}

/// A day that must be there.
///
/// # Errors
/// The message.
pub fn jour(texte: &str, message: &'static str) -> Result<Date, &'static str> {
    texte.trim().parse().map_err(|_| message)
}

/// A day that must be there, and not after today.
///
/// # Errors
/// The message, or that it has not come.
pub fn jour_venu(texte: &str, aujourd_hui: Date, message: &'static str) -> Result<Date, &'static str> {
    match jour(texte, message)? {
        venu if venu <= aujourd_hui => Ok(venu),
        _ => Err("Ce jour n’est pas encore venu : vérifiez la date."),
    }
}

/// One of two answers.
///
/// # Errors
/// The message.
pub fn entre<T>(
    saisie: &str,
    un: (&str, T),
    autre: (&str, T),
    message: &'static str,
) -> Result<T, &'static str> {
    match saisie {
        s if s == un.0 => Ok(un.1),
        s if s == autre.0 => Ok(autre.1),
        _ => Err(message),
    }
}

/// « Oui » or « Non ».
///
/// # Errors
/// The message.
pub fn oui_non(saisie: &str, message: &'static str) -> Result<bool, &'static str> {
    entre(saisie, ("oui", true), ("non", false), message)
}

/// The two answers on screen.
pub fn reponses_oui_non() -> Vec<Reponse> {
    vec![Reponse::new("oui", "Oui"), Reponse::new("non", "Non")]
}

/// Free text that may be empty.
pub fn texte(nom: &str, saisie: &str, erreurs: &mut Erreurs) -> Option<Option<TexteLibre>> {
    erreurs.noter(nom, facultatif(saisie, str::parse::<TexteLibre>).map_err(phrase))
}

/// Free text that must be there.
pub fn texte_requis(nom: &str, saisie: &str, erreurs: &mut Erreurs) -> Option<TexteLibre> {
    erreurs.noter(nom, saisie.parse::<TexteLibre>().map_err(phrase))
}

/// The motive of a confirmation, where one is given.
pub fn confirmation(saisie: &str, erreurs: &mut Erreurs) -> Option<Option<Confirmation>> {
    texte("confirmation", saisie, erreurs).map(|motif| motif.map(|motif| Confirmation { motif }))
}

/// An error of the law as a sentence: a capital, a full stop, the French apostrophe.
pub fn phrase(erreur: impl std::fmt::Display) -> String {
    let texte = erreur.to_string().replace('\'', "’");
    let mut lettres = texte.chars();
    let debut = lettres.next().map(|lettre| lettre.to_uppercase().to_string()).unwrap_or_default();
    format!("{debut}{}.", lettres.as_str())
}

/// The same without its full stop, for a label.
pub fn majuscule(texte: &str) -> String {
    phrase(texte).trim_end_matches('.').to_owned()
}
