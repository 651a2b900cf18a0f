//! Groups of fields that repeat: strength and sensitivity, one line each, and one more line to fill.

use droit::document::{Deficiences, EtatSensibilite, Force, Sensibilite};
use droit::episode::Cote;
use droit::patient::normaliser;
use jiff::civil::Date;
use maud::{Markup, html};

use super::super::examen::{FORCE, SENSIBILITE, lignes};
use super::Vue;
use crate::gabarits::texte;

/// Strength, muscle by muscle.
pub fn forces(vue: &Vue<'_>) -> Markup {
    let anterieures = avant(vue, |d| {
        let une = |f: &Force| {
            ([f.groupe.to_string(), f.cote.code().to_owned()], format!("{} / 5", f.cotation.valeur()))
        };
        d.forces.iter().map(une).collect()
    });
    let remplies = garnies(reprendre(lignes(vue.champs, FORCE), &anterieures));
    let cotations: Vec<(String, String)> = (0..=5).map(|n| (n.to_string(), format!("{n} / 5"))).collect();
    html! {
        fieldset.repete #forces {
            legend { "Force musculaire" }
            p.champ-aide { "De 0, aucune contraction, à 5, normale." }
            @for (rang, [groupe, cote, cotation]) in remplies.iter().enumerate() {
                (ligne(vue, "force", rang, &html! {
                    (connue("force.connue", [groupe, cote], &anterieures))
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
    let anterieures = avant(vue, |d| {
        let une = |s: &Sensibilite| {
            ([s.territoire.to_string(), s.cote.code().to_owned()], s.etat.libelle().to_owned())
        };
        d.sensibilites.iter().map(une).collect()
    });
    let remplies = garnies(reprendre(lignes(vue.champs, SENSIBILITE), &anterieures));
    let etats: Vec<(String, String)> = EtatSensibilite::TOUS
        .iter()
        .map(|etat| (etat.code().to_owned(), etat.libelle().to_owned()))
        .collect();
    html! {
        fieldset.repete #sensibilites {
            legend { "Sensibilité" }
            @for (rang, [territoire, cote, etat]) in remplies.iter().enumerate() {
                (ligne(vue, "sensibilite", rang, &html! {
                    (connue("sensibilite.connue", [territoire, cote], &anterieures))
                    (mots("sensibilite.territoire", "Territoire", rang, territoire))
                    (cotes("sensibilite.cote", rang, cote))
                    (choix("sensibilite.etat", "Sensibilité", rang, etat, &etats))
                }))
            }
            (une_de_plus("sensibilites", "Ajouter un territoire"))
        }
    }
}

/// What the latest examination measured line by line: what and on which side, the value, its day.
struct Anterieures {
    lignes: Vec<([String; 2], String)>,
    le: Option<Date>,
}

fn avant(vue: &Vue<'_>, lire: impl Fn(&Deficiences) -> Vec<([String; 2], String)>) -> Anterieures {
    match vue.avant() {
        None => Anterieures { lignes: Vec::new(), le: None },
        Some(avant) => Anterieures { lignes: lire(avant.examen.deficiences), le: Some(avant.le) },
    }
}

/// The lines typed, then what was measured before and is not among them: to be measured again, or left empty.
fn reprendre(saisies: Vec<[String; 3]>, anterieures: &Anterieures) -> Vec<[String; 3]> {
    let deja = |cle: &[String; 2]| saisies.iter().any(|[quoi, cote, _]| meme([quoi, cote], cle));
    let encore = anterieures.lignes.iter().filter(|(cle, _)| !deja(cle));
    let encore: Vec<_> =
        encore.map(|([quoi, cote], _)| [quoi.clone(), cote.clone(), String::new()]).collect();
    saisies.into_iter().chain(encore).collect()
}

fn meme([quoi, cote]: [&String; 2], autre: &[String; 2]) -> bool {
    let [autre_quoi, autre_cote] = autre;
    cote == autre_cote && normaliser(quoi) == normaliser(autre_quoi)
}

/// The value found before, and what lets the line stay empty: nobody measured it again.
fn connue(nom: &str, cle: [&String; 2], anterieures: &Anterieures) -> Markup {
    let trouvee = anterieures.lignes.iter().find(|(autre, _)| meme(cle, autre));
    let [quoi, cote] = cle;
    html! {
        @if let (Some((_, valeur)), Some(le)) = (trouvee, anterieures.le) {
            input type="hidden" name=(nom) value=(format!("{quoi}|{cote}"));
            p.avant { "avant : " (valeur) " le " (texte::jour_court(le)) }
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
