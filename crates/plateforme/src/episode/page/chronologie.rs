//! What happened, most recent first: séances with their rank, orientations, adverse events.

use droit::acces::{Auteur, VueOrientation, VuePraticien, VueSeance};
use droit::episode::{Compte, Episode, Evenement};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::gabarits::{Etape, Ton, badge, frise, texte};

/// The timeline.
pub fn rendre(episode: &Episode, vue: &VuePraticien<'_>, jour: Date) -> Markup {
    let mut etapes: Vec<(Date, Etape)> = Vec::new();
    etapes.extend(vue.seances.iter().map(|seance| (seance.le, etape_de_seance(episode, seance))));
    etapes.extend(
        vue.orientations.iter().map(|orientation| (orientation.le, etape_d_orientation(orientation))),
    );
    etapes.extend(vue.evenements.iter().map(|evenement| (evenement.le, etape_d_evenement(evenement))));
    etapes.sort_by_key(|(le, _)| std::cmp::Reverse(*le));
    let etapes: Vec<Etape> = etapes.into_iter().map(|(_, etape)| etape).collect();
    html! {
        section.section {
            h2 { "Ce qui s’est passé" }
            @if etapes.is_empty() {
                p { "Aucune séance encore : l’épisode est ouvert depuis le " (texte::jour(episode.ouvert_le)) "." }
            } @else { (frise(&etapes)) }
            @if episode.ouvert_le == jour && etapes.is_empty() { p.source { "Un bilan seul ne compte pas comme une séance." } }
        }
    }
}

fn etape_de_seance(episode: &Episode, seance: &VueSeance) -> Etape {
    let ton = match seance.compte {
        Compte::Place(_) | Compte::SousDiagnostic => Ton::Succes,
        Compte::Excedent => Ton::Attention,
        Compte::Annulee => Ton::Neutre,
    };
    let detail = html! {
        @if let Some(acte) = &seance.acte { p { "Acte " (acte) } }
        @if let Some(note) = &seance.note { p.frise-note { (note) } }
        p.frise-marques {
            @if seance.auteur == Auteur::Confrere { (badge(Ton::Neutre, "Par un confrère")) " " }
            (compte(seance.compte))
        }
        @if seance.auteur == Auteur::Soi && seance.compte != Compte::Annulee && episode_ouvert(episode) {
            p.frise-action { a href=(format!("/episodes/{}/seances/{}/annuler", episode.id, seance.id)) { "Annuler" span.lecteur { " la séance du " (texte::jour(seance.le)) } } }
        }
    };
    Etape { ton, quand: texte::jour(seance.le), titre: titre(episode, seance), detail }
}

fn episode_ouvert(episode: &Episode) -> bool {
    episode.etat == droit::episode::EtatEpisode::Ouvert
}

/// « Séance 3 sur 8 ».
fn titre(episode: &Episode, seance: &VueSeance) -> String {
    match (seance.rang, episode.plafond, seance.compte) {
        (None, ..) => "Séance annulée".to_owned(),
        (Some(rang), Some(plafond), Compte::Place(_)) => format!("Séance {rang} sur {plafond}"),
        (Some(rang), ..) => format!("Séance {rang}"),
    }
}

fn compte(compte: Compte) -> Markup {
    match compte {
        Compte::SousDiagnostic => badge(Ton::Info, "Avec diagnostic, hors plafond"),
        Compte::Excedent => badge(Ton::Attention, "Au-delà du plafond"),
        Compte::Annulee => badge(Ton::Neutre, "Ne compte pas"),
        Compte::Place(_) => html! {},
    }
}

fn etape_d_orientation(orientation: &VueOrientation) -> Etape {
    let detail = html! {
        p { (orientation.destination.libelle()) " · " (orientation.urgence.libelle()) }
        @if let Some(precision) = &orientation.precision { p.frise-note { (precision) } }
        @if orientation.auteur == Auteur::Confrere { p { (badge(Ton::Neutre, "Par un confrère")) } }
    };
    let titre = format!("Orientation : {}", orientation.motif.libelle().to_lowercase());
    Etape { ton: Ton::Info, quand: texte::jour(orientation.le), titre, detail }
}

fn etape_d_evenement(evenement: &Evenement) -> Etape {
    let detail = html! {
        p { (evenement.gravite.libelle()) }
        p.frise-note { (evenement.circonstances) }
        p.frise-note { "Mesures : " (evenement.mesures) }
        p { a href=(format!("/evenements/{}", evenement.id)) { "Suivre ce signalement" } }
    };
    Etape {
        ton: Ton::Attention,
        quand: texte::jour(evenement.le),
        titre: "Événement indésirable".to_owned(),
        detail,
    }
}
