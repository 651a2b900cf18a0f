//! What a validated document says, on screen: the same lines and the same sections as on paper.

use documents::{Bloc, Feuille, Personne, Section};
use maud::{Markup, html};

use crate::gabarits::graphique::silhouette;
use crate::gabarits::{Tableau, texte};

/// The sheet.
pub fn feuille(feuille: &Feuille) -> Markup {
    html! {
        article.feuille {
            div.feuille-qui {
                (personne("Kinésithérapeute", &feuille.redacteur))
                (personne("Patient", &feuille.patient))
            }
            p.source {
                "Le " (texte::jour(feuille.le)) " · version " (feuille.version)
                @if feuille.corrige { ", qui remplace la précédente" }
                " · Pour : " (feuille.destinataires.join(" ; "))
            }
            section.synthese aria-labelledby="titre-synthese" {
                h2.lecteur #titre-synthese { "À lire d’abord" }
                dl {
                    @for (rubrique, mots) in &feuille.synthese { div { dt { (rubrique) } dd { (mots) } } }
                }
            }
            @for partie in &feuille.sections { (section(partie)) }
        }
    }
}

fn personne(nom: &str, qui: &Personne) -> Markup {
    html! {
        div {
            p.source { (nom) }
            p.feuille-nom { (qui.nom) }
            @for ligne in &qui.lignes { p.feuille-ligne { (ligne) } }
        }
    }
}

/// A titled part.
pub fn section(partie: &Section) -> Markup {
    html! {
        section.feuille-section {
            @if !partie.titre.is_empty() { h2 { (partie.titre) } }
            @for element in &partie.blocs { (bloc(&partie.titre, element)) }
        }
    }
}

fn bloc(titre: &str, bloc: &Bloc) -> Markup {
    match bloc {
        Bloc::Texte { texte } => html! { p.feuille-mots { (texte) } },
        Bloc::Fait { nom, valeur } => html! { p { strong { (nom) " : " } (valeur) } },
        Bloc::Liste { lignes } => html! { ul { @for ligne in lignes { li { (ligne) } } } },
        Bloc::Tableau { colonnes, lignes } => {
            let cellules = |ligne: &Vec<String>| ligne.iter().map(|mot| html! { (mot) }).collect();
            Tableau::new(titre, colonnes).lignes(lignes.iter().map(cellules)).rendre()
        }
        Bloc::Schema { alternative, legende, svg, .. } => html! {
            div.feuille-schema {
                (silhouette(alternative, svg))
                ol { @for zone in legende { li { (zone) } } }
            }
        },
    }
}
