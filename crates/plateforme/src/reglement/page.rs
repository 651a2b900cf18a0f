//! The pages of the rules: value first, source under it, other sources beside it, what is unknown said so.

use droit::identifiant::CodeDepartement;
use droit::reglement::{
    Fiche, Ligne, LigneVariante, Marque, QuestionOuverte, Reference, Registre, Reglement, Section,
};
use maud::{Markup, html};

use crate::connexion::Visiteur;
use crate::gabarits::{Lien, Page, Ton, alerte, badge, source, texte};

pub(super) fn liste(reglement: &Reglement, visiteur: &Visiteur) -> Markup {
    let designes: Vec<CodeDepartement> = reglement.departements_designes().collect();
    let autres = CodeDepartement::tous().filter(|code| !designes.contains(code));
    Page::new("Règles applicables", visiteur)
        .fil([Lien::new("Accueil", "/")])
        .chapo(html! {
            "L’accès direct au kinésithérapeute n’a pas les mêmes règles partout. Choisissez le département "
            strong { "du cabinet" } ", pas celui du patient."
        })
        .rendre(html! {
            section.section {
                h2 { "Les " (designes.len()) " départements de l’expérimentation en CPTS" }
                (grille(reglement, designes.iter().copied()))
            }
            section.section {
                h2 { "Les autres départements" }
                p { "L’accès direct y est ouvert dans les structures coordonnées : maisons et centres de santé, équipes de soins, établissements." }
                (grille(reglement, autres))
            }
        })
}

fn grille(reglement: &Reglement, codes: impl Iterator<Item = CodeDepartement>) -> Markup {
    html! {
        ul.departements {
            @for departement in codes.filter_map(|code| reglement.departement(code)) {
                li {
                    a.departement href=(format!("/regles/{}", departement.code)) {
                        span.departement-code { (departement.code) }
                        span { (departement.nom) }
                    }
                }
            }
        }
    }
}

pub(super) fn departement(fiche: &Fiche, registre: &Registre, visiteur: &Visiteur) -> Markup {
    let titre = format!("Règles applicables : {}", fiche.departement.nom);
    Page::new(&titre, visiteur)
        .fil([Lien::new("Accueil", "/"), Lien::new("Règles applicables", "/regles")])
        .chapo(html! { "Telles que lues pour le " (texte::jour(fiche.le)) ", chaque valeur avec son texte." })
        .rendre(html! {
            (situation(fiche))
            (autre_jour(fiche))
            @for section in &fiche.sections { (bloc(section, registre)) }
            (questions(&fiche.questions))
            p.source { "Empreinte des règles : " code { (fiche.empreinte) } }
        })
}

fn situation(fiche: &Fiche) -> Markup {
    if fiche.designe {
        alerte(
            Ton::Succes,
            "Ce département participe à l’expérimentation en CPTS",
            &html! { p { "Un kinésithérapeute membre d’une CPTS et autorisé par l’ARS peut y recevoir sans ordonnance." } },
        )
    } else {
        alerte(
            Ton::Info,
            "Ce département ne participe pas à l’expérimentation en CPTS",
            &html! { p { "L’accès direct y reste ouvert dans les structures du régime permanent." } },
        )
    }
}

fn autre_jour(fiche: &Fiche) -> Markup {
    html! {
        form.formulaire-rang method="get" action=(format!("/regles/{}", fiche.departement.code)) {
            label for="le" { "Lire les règles à une autre date" }
            input #le name="le" type="date" value=(fiche.le);
            button.bouton.bouton-secondaire type="submit" { "Afficher" }
        }
    }
}

fn bloc(section: &Section, registre: &Registre) -> Markup {
    html! {
        section.section {
            h2 { (section.titre) }
            dl.regles { @for ligne in &section.lignes { (regle(ligne, registre)) } }
        }
    }
}

fn regle(ligne: &Ligne, registre: &Registre) -> Markup {
    html! {
        div.regle id=(format!("regle-{}", ligne.cle)) {
            dt { (ligne.libelle) @if let Some(ton) = ton(ligne.marque) { " " (badge(ton, ligne.marque.libelle())) } }
            dd {
                p.regle-valeur { @match &ligne.valeur { Some(valeur) => (valeur), None => "Inconnu" } }
                @if !ligne.precision.is_empty() { p { (ligne.precision) } }
                @if let Some(lue) = &ligne.source { (reference("Source", lue, registre)) }
                @if !ligne.variantes.is_empty() { (variantes(&ligne.variantes, registre)) }
            }
        }
    }
}

fn ton(marque: Marque) -> Option<Ton> {
    match marque {
        Marque::Etablie => None,
        Marque::Interpretation => Some(Ton::Info),
        Marque::AVerifier => Some(Ton::Attention),
        Marque::Inconnue | Marque::SansObjet => Some(Ton::Neutre),
    }
}

fn reference(quoi: &str, reference: &Reference, registre: &Registre) -> Markup {
    html! { p.source { (quoi) " : " (source(&reference.source, registre)) } }
}

fn variantes(variantes: &[LigneVariante], registre: &Registre) -> Markup {
    html! {
        details.plus {
            summary { @if variantes.len() > 1 { (variantes.len()) " autres valeurs publiées" } @else { "Une autre valeur publiée" } }
            ul.puces {
                @for variante in variantes {
                    li {
                        strong { (variante.valeur) } " : " (variante.ecartee)
                        (reference("Lu dans", &variante.reference, registre))
                    }
                }
            }
        }
    }
}

fn questions(questions: &[QuestionOuverte]) -> Markup {
    html! {
        @if !questions.is_empty() {
            section.section {
                h2 { "Questions ouvertes" }
                p { "Les sources se contredisent ou se taisent ; voici ce que fait l’outil en attendant." }
                dl.regles {
                    @for question in questions {
                        div.regle { dt { (question.code) " · " (question.question) } dd { (question.conduite) } }
                    }
                }
            }
        }
    }
}
