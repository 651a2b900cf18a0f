//! Fields that the forms share: words, numbers, choices, with what was typed and what is wrong.

use droit::texte::TexteLibre;
use maud::{Markup, html};

use super::Vue;
use crate::episode::champ;
use crate::gabarits::{Champ, Erreurs, Reponse};
use crate::saisie::Champs;

/// Words that must be there before the document is validated.
pub fn zone(vue: &Vue<'_>, nom: &str, libelle: &str, aide: &str) -> Markup {
    Champ::zone(nom, libelle).aide(aide).valeur(vue.champs.un(nom)).erreurs(vue.erreurs).rendre()
}

/// Words that may be missing.
pub fn zone_facultative(vue: &Vue<'_>, nom: &str, libelle: &str, aide: &str) -> Markup {
    let zone = Champ::zone(nom, libelle).facultatif().aide(aide);
    zone.valeur(vue.champs.un(nom)).erreurs(vue.erreurs).rendre()
}

/// One answer of a few, on a line.
pub fn boutons(vue: &Vue<'_>, nom: &str, libelle: &str, reponses: Vec<Reponse>) -> Markup {
    let champ = Champ::boutons(nom, libelle, reponses).valeur(vue.champs.un(nom)).erreurs(vue.erreurs);
    html! { div.choix-rang { (champ.rendre()) } }
}

/// One answer of many.
pub fn liste(vue: &Vue<'_>, nom: &str, libelle: &str, reponses: Vec<Reponse>) -> Markup {
    Champ::liste(nom, libelle, reponses).valeur(vue.champs.un(nom)).erreurs(vue.erreurs).rendre()
}

/// A whole number.
pub fn nombre(vue: &Vue<'_>, nom: &str, libelle: &str, aide: &str) -> Markup {
    let champ = Champ::texte(nom, libelle).clavier("numeric").aide(aide);
    html! { div.champ-court { (champ.valeur(vue.champs.un(nom)).erreurs(vue.erreurs).rendre()) } }
}

/// Words, or nothing; what is wrong is noted.
pub fn mots(nom: &str, champs: &Champs, e: &mut Erreurs) -> Option<TexteLibre> {
    champ::texte(nom, champs.un(nom), e).flatten()
}

/// A code of a closed list, or nothing.
pub fn code<T>(nom: &str, champs: &Champs, lire: impl Fn(&str) -> Option<T>, e: &mut Erreurs) -> Option<T> {
    let saisie = champs.un(nom);
    if saisie.is_empty() {
        return None;
    }
    e.noter(nom, lire(saisie).ok_or("Choisissez une réponse de la liste."))
}

/// A bounded number, or nothing.
pub fn borne<N: std::str::FromStr, T, F: std::fmt::Display>(
    nom: &str,
    champs: &Champs,
    lire: impl Fn(N) -> Result<T, F>,
    e: &mut Erreurs,
) -> Option<T> {
    let valeur = super::super::examen::entier(nom, champs, e)?;
    e.noter(nom, lire(valeur).map_err(champ::phrase))
}
