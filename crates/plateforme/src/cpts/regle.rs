//! The rules of a department that concern a CPTS, each with its text: who declares, which CPTS, which fiche.

use droit::identifiant::CodeDepartement;
use droit::reglement::{Fiche, Ligne, Marque};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::gabarits::{Ton, badge, source};
use crate::serveur::App;

/// The parameters a coordination needs.
const CLES: &[&str] = &[
    "declarant",
    "test_cpts",
    "fiche_exigee",
    "qualite_de_membre",
    "preuves_adhesion",
    "lieu_exercice",
    "fin_inscriptions",
    "delai_de_decision",
    "effet_du_droit",
];

/// The rules of a department, as its sheet reads them.
pub fn regles(app: &App, departement: CodeDepartement, le: Date) -> Markup {
    let Some(fiche) = app.reglement.fiche(departement, le) else { return html! {} };
    html! {
        @if !fiche.designe {
            p { (badge(Ton::Attention, "Non désigné")) " Ce département n’est pas désigné pour l’expérimentation." }
        }
        dl.fiche {
            @for ligne in lignes(&fiche) {
                div.fiche-ligne {
                    dt { (ligne.libelle) }
                    dd { (valeur(app, ligne)) }
                }
            }
        }
        p { a href=(format!("/regles/{departement}")) { "Toutes les règles du département " (departement) } }
    }
}

/// The first line of each key: the section of the experiment comes first.
fn lignes(fiche: &Fiche) -> impl Iterator<Item = &Ligne> {
    let toutes = || fiche.sections.iter().flat_map(|section| &section.lignes);
    CLES.iter().filter_map(move |cle| toutes().find(|ligne| ligne.cle == *cle))
}

fn valeur(app: &App, ligne: &Ligne) -> Markup {
    html! {
        p {
            @match &ligne.valeur { Some(valeur) => (valeur), None => "Inconnu : aucune source ne le dit" }
            @if !matches!(ligne.marque, Marque::Etablie | Marque::Inconnue) { " " (badge(Ton::Attention, ligne.marque.libelle())) }
        }
        @if let Some(reference) = &ligne.source { p { (source(&reference.source, app.reglement.registre())) } }
    }
}
