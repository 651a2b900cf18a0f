//! The questions, then the answer in plain words with the text it rests on.

use droit::decision::{Code, Decision, Etat, Gravite, TypeStructure};
use droit::puis_je_y_aller::{Conclusion, Document, Reponses};
use droit::reglement::{Reglement, Signes};
use maud::{Markup, html};

use super::saisie::{INCONNUE, Saisie};
use crate::connexion::Visiteur;
use crate::gabarits::{
    Champ, Erreurs, Lien, Page, Reponse, Style, Ton, alerte, formulaire, lien_bouton, source as source_de,
};

const TITRE: &str = "Puis-je y aller sans ordonnance ?";

pub(super) fn questions(
    reglement: &Reglement,
    visiteur: &Visiteur,
    saisie: &Saisie,
    erreurs: &Erreurs,
) -> Markup {
    let champs = html! {
        (Champ::liste("departement", "1. Où se trouve le cabinet du kinésithérapeute ?", departements(reglement))
            .aide("C’est le département du cabinet qui compte, pas le vôtre.")
            .valeur(saisie.departement.as_str()).erreurs(erreurs).rendre())
        (Champ::boutons("structure", "2. Où exerce ce kinésithérapeute ?", structures())
            .aide("En cas de doute, posez-lui la question, ou répondez « Je ne sais pas ».")
            .valeur(saisie.structure.as_str()).erreurs(erreurs).rendre())
        (Champ::boutons("document", "3. Un médecin a-t-il déjà dit ce que vous avez, et un document le montre-t-il ?", oui_non())
            .aide("Par exemple une ancienne ordonnance, un compte rendu d’opération ou d’hospitalisation, une affection de longue durée.")
            .valeur(saisie.document.as_str()).erreurs(erreurs).rendre())
        (Champ::boutons("signes", "4. Ressentez-vous l’un de ces signes ?", oui_non())
            .aide(&signes()).valeur(saisie.signes.as_str()).erreurs(erreurs).rendre())
    };
    Page::new(TITRE, visiteur)
        .fil([Lien::new("Accueil", "/")])
        .chapo(html! { "Quatre questions, une réponse avec son texte. Rien n’est enregistré, votre nom n’est pas demandé." })
        .rendre(formulaire("/puis-je-y-aller", erreurs, &champs, "Voir la réponse"))
}

fn departements(reglement: &Reglement) -> Vec<Reponse> {
    droit::identifiant::CodeDepartement::tous()
        .filter_map(|code| reglement.departement(code))
        .map(|departement| {
            let code = departement.code.to_string();
            Reponse::new(code.clone(), format!("{} ({code})", departement.nom))
        })
        .collect()
}

fn structures() -> Vec<Reponse> {
    vec![
        Reponse::new(TypeStructure::Cpts.code(), "En cabinet, dans une CPTS")
            .aide("Une communauté professionnelle territoriale de santé"),
        Reponse::new(TypeStructure::Msp.code(), "Dans une maison de santé"),
        Reponse::new(TypeStructure::Cds.code(), "Dans un centre de santé"),
        Reponse::new(TypeStructure::Esp.code(), "Dans une équipe de soins primaires ou spécialisés"),
        Reponse::new(
            TypeStructure::Etablissement.code(),
            "À l’hôpital, en clinique ou en établissement médico-social",
        ),
        Reponse::new(TypeStructure::Cabinet.code(), "En cabinet, hors de toute structure"),
        Reponse::new(INCONNUE, "Je ne sais pas"),
    ]
}

fn oui_non() -> Vec<Reponse> {
    vec![Reponse::new("oui", "Oui"), Reponse::new("non", "Non")]
}

fn signes() -> String {
    let libelles: Vec<String> = Signes::embarques().map_or_else(
        |_| Vec::new(),
        |signes| {
            signes
                .iter()
                .filter(|signe| signe.est_general() && signe.gravite == Gravite::Critique)
                .map(|signe| signe.libelle.to_lowercase())
                .collect()
        },
    );
    format!("{}.", majuscule(&libelles.join(" ; ")))
}

fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres.next().map(|premiere| premiere.to_uppercase().chain(lettres).collect()).unwrap_or_default()
}

pub(super) fn reponse(
    reglement: &Reglement,
    visiteur: &Visiteur,
    reponses: &Reponses,
    conclusion: &Conclusion<'_>,
) -> Markup {
    let departement = reglement.departement(reponses.departement).map_or("", |departement| &departement.nom);
    Page::new(TITRE, visiteur)
        .fil([Lien::new("Accueil", "/")])
        .rendre(html! {
            @match conclusion {
                Conclusion::MedecinDAbord(decision) => (medecin(reglement, decision)),
                Conclusion::Oui(decision) => (oui(reglement, decision, reponses)),
                Conclusion::Non(decision) => (non(reglement, decision)),
                Conclusion::SelonLaStructure { cpts, permanente } => (selon(reglement, cpts, permanente, reponses)),
            }
            p.rang {
                (lien_bouton(Style::Secondaire, "/puis-je-y-aller", "Recommencer"))
                a href=(format!("/regles/{}", reponses.departement)) { "Toutes les règles : " (departement) }
            }
            p.source { "Cette réponse ne remplace pas l’avis d’un professionnel de santé. Rien n’a été enregistré." }
        })
}

fn medecin(reglement: &Reglement, decision: &Decision<'_>) -> Markup {
    html! {
        (alerte(Ton::Erreur, "Voyez d’abord un médecin", &html! {
            p { "Avec l’un de ces signes, il faut un avis médical avant toute kinésithérapie. En cas d’urgence, appelez le 15." }
        }))
        (texte_de(reglement, decision, Code::DrapeauRouge))
    }
}

fn oui(reglement: &Reglement, decision: &Decision<'_>, reponses: &Reponses) -> Markup {
    html! {
        (alerte(Ton::Succes, "Oui, vous pouvez prendre rendez-vous sans ordonnance", &html! { p { (nombre(decision)) } }))
        section.section {
            h2 { "Ce qu’il faut savoir" }
            ul.puces {
                @if reponses.structure == Some(TypeStructure::Cpts) {
                    li { "Le kinésithérapeute doit figurer sur la liste de l’agence régionale de santé : "
                        a href=(format!("/annuaire?departement={}", reponses.departement)) { "voir la liste" } "." }
                }
                @if reponses.document == Document::Montrable {
                    li { "Apportez le document : le kinésithérapeute vérifie qu’il est accepté et qu’il concerne bien votre problème." }
                }
                li { "Vous recevez un bilan et un compte rendu, envoyés aussi à votre médecin traitant." }
                li { "Les soins sont remboursés comme avec une ordonnance." }
                li { "S’il faut un avis médical, le kinésithérapeute vous adresse à un médecin." }
            }
        }
        (texte_de(reglement, decision, Code::StructureSansAccesDirect))
        (texte_de(reglement, decision, Code::PlafondDeSeancesAtteint))
    }
}

fn nombre(decision: &Decision<'_>) -> String {
    match decision.seances.and_then(|seances| seances.plafond) {
        Some(plafond) => format!(
            "Jusqu’à {plafond} séances pour ce problème. Au-delà, il faudra un diagnostic ou une ordonnance d’un médecin."
        ),
        None => {
            "Avec un document qui montre le diagnostic, le nombre de séances n’est pas limité.".to_owned()
        }
    }
}

fn non(reglement: &Reglement, decision: &Decision<'_>) -> Markup {
    html! {
        (alerte(Ton::Attention, "Non, il faut une ordonnance pour ce kinésithérapeute", &html! {
            @for constat in decision.constats_en(Etat::Viole) { p { (constat.motif) } }
        }))
        p { "Sans ordonnance, vous pouvez consulter un kinésithérapeute d’une maison de santé, d’un centre de santé, d’une équipe de soins ou d’un établissement." }
        @for constat in decision.constats_en(Etat::Viole) { (texte_de(reglement, decision, constat.code)) }
    }
}

fn selon(
    reglement: &Reglement,
    cpts: &Decision<'_>,
    permanente: &Decision<'_>,
    reponses: &Reponses,
) -> Markup {
    let ferme = |code| cpts.constat(code).is_some_and(|constat| constat.etat == Etat::Viole);
    let en_cpts = !ferme(Code::DepartementNonDesigne) && !ferme(Code::HorsPeriode);
    html! {
        (alerte(Ton::Info, "Cela dépend de l’endroit où exerce le kinésithérapeute", &html! { p { (nombre(permanente)) } }))
        ul.puces {
            li { strong { "Maison de santé, centre de santé, équipe de soins, établissement : " } "oui, partout en France." }
            li {
                strong { "Cabinet dans une CPTS : " }
                @if en_cpts {
                    "oui, si le kinésithérapeute est sur la "
                    a href=(format!("/annuaire?departement={}", reponses.departement)) { "liste de l’agence régionale de santé" } "."
                } @else { "non dans ce département." }
            }
            li { strong { "Cabinet hors de toute structure : " } "non, il faut une ordonnance." }
        }
        (texte_de(reglement, permanente, Code::StructureSansAccesDirect))
        (texte_de(reglement, cpts, Code::DepartementNonDesigne))
    }
}

/// The text a finding rests on.
fn texte_de(reglement: &Reglement, decision: &Decision<'_>, code: Code) -> Markup {
    let source = decision.constat(code).and_then(|constat| constat.fondement);
    html! { @if let Some(source) = source { p { (source_de(source, reglement.registre())) } } }
}
