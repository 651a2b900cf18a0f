//! Groups of fields that repeat: strength and sensitivity, one line each, and one more line to fill.

use droit::document::EtatSensibilite;
use droit::episode::Cote;
use maud::{Markup, html};

use super::super::examen::{FORCE, SENSIBILITE, lignes};
use super::Vue;

/// Strength, muscle by muscle.
pub fn forces(vue: &Vue<'_>) -> Markup {
    let remplies = garnies(lignes(vue.champs, FORCE));
    let cotations: Vec<(String, String)> = (0..=5).map(|n| (n.to_string(), format!("{n} / 5"))).collect();
    html! {
        fieldset.repete #forces {
            legend { "Force musculaire" }
            p.champ-aide { "De 0, aucune contraction, à 5, normale." }
            @for (rang, [groupe, cote, cotation]) in remplies.iter().enumerate() {
                (ligne(vue, "force", rang, &html! {
                    (mots("force.groupe", "Muscle ou groupe", rang, groupe))
                    (cotes("force.cote", rang, cote))
                    (choix("force.cotation", "Force", rang, cotation, &cotations))
                }))
            }
            (une_de_plus("forces", "Ajouter un muscle"))
        }
    }
}

/// Sensitivity, territory by territory.
pub fn sensibilites(vue: &Vue<'_>) -> Markup {
    let remplies = garnies(lignes(vue.champs, SENSIBILITE));
    let etats: Vec<(String, String)> = EtatSensibilite::TOUS
        .iter()
        .map(|etat| (etat.code().to_owned(), etat.libelle().to_owned()))
        .collect();
    html! {
        fieldset.repete #sensibilites {
            legend { "Sensibilité" }
            @for (rang, [territoire, cote, etat]) in remplies.iter().enumerate() {
                (ligne(vue, "sensibilite", rang, &html! {
                    (mots("sensibilite.territoire", "Territoire", rang, territoire))
                    (cotes("sensibilite.cote", rang, cote))
                    (choix("sensibilite.etat", "Sensibilité", rang, etat, &etats))
                }))
            }
            (une_de_plus("sensibilites", "Ajouter un territoire"))
        }
    }
}

/// These lines, then an empty one to fill.
pub fn garnies(lignes: Vec<[String; 3]>) -> Vec<[String; 3]> {
    lignes.into_iter().chain([std::array::from_fn(|_| String::new())]).collect()
}

/// A line of fields with what is wrong in it.
pub fn ligne(vue: &Vue<'_>, champ: &str, rang: usize, corps: &Markup) -> Markup {
    let cle = format!("{champ}.{rang}");
    html! {
        div.repete-ligne.champ-invalide[vue.erreurs.de(&cle).is_some()] id=(format!("champ-{cle}")) tabindex="-1" data-ligne {
            @if let Some(erreur) = vue.erreurs.de(&cle) { p.champ-erreur { span.lecteur { "Erreur : " } (erreur) } }
            (corps)
        }
    }
}

/// A line of text in a line of fields.
pub fn mots(nom: &str, libelle: &str, rang: usize, valeur: &str) -> Markup {
    let id = format!("{nom}.{rang}");
    html! {
        div.champ {
            label for=(id) { (libelle) }
            input id=(id) name=(nom) type="text" value=(valeur) autocomplete="off";
        }
    }
}

/// A closed list in a line of fields.
pub fn choix(nom: &str, libelle: &str, rang: usize, valeur: &str, reponses: &[(String, String)]) -> Markup {
    let id = format!("{nom}.{rang}");
    html! {
        div.champ {
            label for=(id) { (libelle) }
            select id=(id) name=(nom) {
                option value="" { "Choisir…" }
                @for (code, mot) in reponses { option value=(code) selected[code == valeur] { (mot) } }
            }
        }
    }
}

fn cotes(nom: &str, rang: usize, valeur: &str) -> Markup {
    let reponses = [
        (Cote::SansObjet, "Sans côté"),
        (Cote::Gauche, "Gauche"),
        (Cote::Droit, "Droit"),
        (Cote::LesDeux, "Les deux"),
    ];
    let id = format!("{nom}.{rang}");
    html! {
        div.champ {
            label for=(id) { "Côté" }
            select id=(id) name=(nom) {
                @for (cote, mot) in reponses { option value=(cote.code()) selected[cote.code() == valeur] { (mot) } }
            }
        }
    }
}

/// Saves and comes back with one more line; the script adds it without leaving the page.
pub fn une_de_plus(ou: &str, libelle: &str) -> Markup {
    html! {
        p { button.bouton.bouton-discret type="submit" name="geste" value=(format!("ligne-{ou}")) data-une-de-plus { (libelle) } }
    }
}
