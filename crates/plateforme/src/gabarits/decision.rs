//! A decision as a person reads it: the outcome, what to do, then every rule with its state, its reason and its text.

use droit::decision::{Constat, Decision, Etat, Issue, Seances, Terme};
use droit::reglement::{Regime, Registre};
use maud::{Markup, html};

use super::icone::{Icone, icone};
use super::{Ton, badge, jauge, jauge_illimitee, pastille, source, texte};

/// The whole panel.
pub fn decision(decision: &Decision<'_>, registre: &Registre) -> Markup {
    let (ton, verdict, suite) = verdict(decision.issue);
    html! {
        section.decision.(ton.classe()) aria-label="Décision expliquée" {
            header.decision-tete {
                span.decision-signe { (icone(ton.icone())) }
                div {
                    p.decision-verdict { (verdict) }
                    p { (suite) }
                }
                @if let Some(seances) = decision.seances { div.decision-jauge { (compteur(seances)) } }
            }
            div.decision-corps {
                (que_faire(decision))
                (echeances(decision))
                @for etat in [Etat::Viole, Etat::AConfirmer, Etat::Signale] { (constats(decision, etat, registre)) }
                @for (etat, libelle) in [(Etat::Respecte, "Règles respectées"), (Etat::SansObjet, "Règles sans objet ici")] {
                    (repli(decision, etat, libelle, registre))
                }
                (droit_applique(decision))
            }
        }
    }
}

fn verdict(issue: Issue) -> (Ton, &'static str, &'static str) {
    match issue {
        Issue::Accordee => (Ton::Succes, "Accordée", "Toutes les règles applicables sont respectées."),
        Issue::Refusee => {
            (Ton::Erreur, "Refusée", "Au moins une règle s’y oppose ; voici lesquelles et que faire.")
        }
        Issue::AConfirmer => {
            (Ton::Attention, "À confirmer", "Rien ne s’y oppose, mais un point demande votre confirmation.")
        }
    }
}

fn compteur(seances: Seances) -> Markup {
    let petit = |nombre: u32| u16::try_from(nombre).unwrap_or(u16::MAX);
    match seances.plafond {
        Some(plafond) => jauge(petit(seances.faites), petit(plafond)),
        None => jauge_illimitee(petit(seances.faites)),
    }
}

fn que_faire(decision: &Decision<'_>) -> Markup {
    html! {
        @if !decision.que_faire.is_empty() {
            div.que-faire {
                h3 { "Que faire" }
                ul { @for conseil in decision.que_faire.iter() { li { (icone(Icone::Fleche)) span { (conseil) } } } }
            }
        }
    }
}

fn echeances(decision: &Decision<'_>) -> Markup {
    html! {
        @if decision.echeances.iter().next().is_some() {
            ul.echeances {
                @for echeance in decision.echeances.iter() {
                    li { (icone(Icone::Calendrier)) span { (terme(echeance.quoi)) " : " strong { (texte::jour(echeance.le)) } } }
                }
            }
        }
    }
}

/// What ends, on screen.
fn terme(terme: Terme) -> &'static str {
    match terme {
        Terme::FinEpisode => "Dernier jour de l’épisode sans diagnostic",
        Terme::FinAutorisation => "Dernier jour de l’autorisation du praticien",
        Terme::FinInscriptions => "Dernier jour pour s’inscrire",
        Terme::FinExperimentation => "Dernier jour de l’expérimentation",
    }
}

fn constats(decision: &Decision<'_>, etat: Etat, registre: &Registre) -> Markup {
    html! {
        @if decision.constats_en(etat).next().is_some() {
            ul.constats { @for trouve in decision.constats_en(etat) { (constat(trouve, registre)) } }
        }
    }
}

fn repli(decision: &Decision<'_>, etat: Etat, libelle: &str, registre: &Registre) -> Markup {
    let combien = decision.constats_en(etat).count();
    html! {
        @if combien > 0 {
            details.plus {
                summary { (libelle) " (" (combien) ")" }
                (constats(decision, etat, registre))
            }
        }
    }
}

/// One rule: its state in words, why, and the text it rests on.
fn constat(constat: &Constat<'_>, registre: &Registre) -> Markup {
    let (ton, mot) = dire(constat.etat);
    html! {
        li.constat {
            (pastille(ton))
            div.constat-corps {
                p { (badge(Ton::Neutre, mot)) " " (constat) }
                @if let Some(fondement) = constat.fondement { p { (source(fondement, registre)) } }
            }
        }
    }
}

fn dire(etat: Etat) -> (Ton, &'static str) {
    match etat {
        Etat::Respecte => (Ton::Succes, "Respectée"),
        Etat::Viole => (Ton::Erreur, "Non respectée"),
        Etat::AConfirmer => (Ton::Attention, "À confirmer"),
        Etat::Signale => (Ton::Info, "À savoir"),
        Etat::SansObjet => (Ton::Neutre, "Sans objet"),
    }
}

fn droit_applique(decision: &Decision<'_>) -> Markup {
    let regime = match decision.droit.regime {
        Regime::ExperimentationCpts => "expérimentation en CPTS",
        Regime::Permanent => "accès direct permanent",
        Regime::Aucun => "hors accès direct",
    };
    let empreinte = decision.droit.empreinte.get(..12).unwrap_or(decision.droit.empreinte);
    html! {
        p.decision-droit {
            "Droit appliqué : " (regime) ", département " (decision.droit.departement.as_str()) ", au "
            (texte::jour(decision.droit.le)) ". Empreinte des règles : " code { (empreinte) } "."
        }
    }
}
