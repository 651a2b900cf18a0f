//! « Am I authorised, since when, under which rule »: one card per department.

use droit::decision::TypeStructure;
use droit::identifiant::CodeDepartement;
use droit::reglement::{EffetDuDroit, Reglement};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::episode::exercice::{Exercice, court};
use crate::gabarits::{Ton, alerte, badge, source, texte};

/// One card per department where the MK is or was authorised.
pub fn rendre(reglement: &Reglement, exercice: &Exercice, jour: Date) -> Markup {
    let departements = exercice.departements();
    let autorise = departements.iter().any(|d| exercice.autorisation(*d, jour).is_some());
    html! {
        section.section aria-labelledby="titre-autorisation" {
            h2.lecteur #titre-autorisation { "Mes autorisations" }
            @if autorise {
                div.autorisations { @for departement in departements { (carte(reglement, exercice, departement, jour)) } }
            } @else {
                (alerte(Ton::Attention, "Vous n’êtes autorisé dans aucun département", &html! {
                    p { "L’accès direct en CPTS demande l’accord de l’agence régionale de santé : déclarez votre "
                        "participation, ou demandez à votre CPTS de le faire." }
                }))
            }
        }
    }
}

fn carte(reglement: &Reglement, exercice: &Exercice, departement: CodeDepartement, jour: Date) -> Markup {
    let Some(autorisation) = exercice.autorisation(departement, jour) else { return html! {} };
    let droit = reglement.au(jour, departement, TypeStructure::Cpts);
    let lieu = reglement.departement(departement).map_or(departement.as_str(), |d| &d.nom);
    let (ton, mot) =
        if court(autorisation, jour) { (Ton::Succes, "Autorisé") } else { (Ton::Erreur, "Non autorisé") };
    html! {
        div.autorisation.(ton.classe()) {
            div.autorisation-tete {
                (badge(ton, mot))
                strong { (lieu) " (" (departement.as_str()) ")" }
                @match (autorisation.au, autorisation.du > jour) {
                    (Some(au), _) => span { "du " (texte::jour(autorisation.du)) " au " (texte::jour(au)) },
                    (None, true) => span { "à partir du " (texte::jour(autorisation.du)) },
                    (None, false) => span { "depuis le " (texte::jour(autorisation.du)) },
                }
                @if let Some(cpts) = exercice.cpts_de(autorisation) { span.autorisation-cpts { (cpts.nom) } }
            }
            details.autorisation-regle {
                summary { "Selon quelle règle ?" }
                @if let Some(effet) = &droit.effet.connue { p { "Le droit d’exercer commence " (effet_en_mots(*effet)) ". " (source(&droit.effet.source, reglement.registre())) } }
                p { "L’inscription sur la liste de l’agence régionale de santé est exigée. " (source(&droit.autorisation.source, reglement.registre())) }
                p { a href=(format!("/regles/{departement}")) { "Toutes les règles : " (lieu) } }
            }
        }
    }
}

fn effet_en_mots(effet: EffetDuDroit) -> &'static str {
    match effet {
        EffetDuDroit::Declaration => "dès la déclaration",
        EffetDuDroit::Acceptation => "à l’acceptation par l’agence régionale de santé",
    }
}
