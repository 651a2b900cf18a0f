//! What can be done beside a séance, each on its own page.

use droit::acces::VuePraticien;
use droit::document::{Du, Genre};
use droit::episode::{Diagnostic, Effet, EtatEpisode};
use droit::reglement::nom_du_diagnostic;
use maud::{Markup, html};

use crate::episode::champ::majuscule;
use crate::episode::dossier::Dossier;
use crate::episode::dus::badges;
use crate::episode::{amelioration, page::nom};
use crate::gabarits::{Style, Ton, badge, carte, fiche, lien_bouton, texte};

/// The side column.
pub fn rendre(dossier: &Dossier, vue: &VuePraticien<'_>) -> Markup {
    let ouvert = dossier.episode.etat == EtatEpisode::Ouvert;
    html! {
        @if ouvert { (evolution(dossier)) }
        (carte("Diagnostic préalable", &diagnostic(dossier, ouvert)))
        (carte("Autres gestes", &gestes(dossier, vue, ouvert)))
        (carte("Patient", &patient(dossier)))
    }
}

/// The documents: what is owed, where they are written and billed.
pub fn documents(dossier: &Dossier, dus: &[Du]) -> Markup {
    let id = dossier.episode.id;
    carte(
        "Documents",
        &html! {
            @if !dus.is_empty() { ul.dossier-alertes { (badges(dus)) } }
            ul.actions {
                @for du in dus {
                    @let (genre, libelle) = match du.genre {
                        Genre::CompteRendu => ("compte-rendu", "Écrire le compte rendu"),
                        _ => ("bilan", "Écrire le bilan"),
                    };
                    li { (lien_bouton(Style::Secondaire, &format!("/episodes/{id}/rediger/{genre}"), libelle)) }
                }
                li { (lien_bouton(Style::Discret, &format!("/episodes/{id}/documents"), "Bilan, compte rendu, lettre")) }
                li { (lien_bouton(Style::Discret, &format!("/episodes/{id}/facturation"), "Prêt à facturer ?")) }
            }
        },
    )
}

fn evolution(dossier: &Dossier) -> Markup {
    let constat = match dossier.episode.amelioration {
        None => "Pas encore évaluée. Sans amélioration à la dernière séance, le patient est à orienter.",
        Some(true) => "Le patient s’améliore.",
        Some(false) => "Le patient ne s’améliore pas : à la dernière séance, il est à orienter.",
    };
    carte(
        "Évolution",
        &html! {
            p { (constat) }
            (amelioration::boutons(dossier.episode.id, dossier.episode.amelioration))
        },
    )
}

fn diagnostic(dossier: &Dossier, ouvert: bool) -> Markup {
    let id = dossier.episode.id;
    html! {
        @match &dossier.episode.diagnostic {
            None => {
                p { "Aucune preuve enregistrée : le plafond et les trois mois s’appliquent." }
                @if ouvert { p { (lien_bouton(Style::Secondaire, &format!("/episodes/{id}/diagnostic"), "Enregistrer une preuve")) } }
            }
            Some(diagnostic) => {
                (preuve(diagnostic))
                @if ouvert {
                    div.rang {
                        (lien_bouton(Style::Discret, &format!("/episodes/{id}/diagnostic"), "Corriger"))
                        (lien_bouton(Style::Discret, &format!("/episodes/{id}/diagnostic/retrait"), "Retirer"))
                    }
                }
            }
        }
    }
}

fn preuve(diagnostic: &Diagnostic) -> Markup {
    html! {
        p { strong { (majuscule(nom_du_diagnostic(diagnostic.piece.type_diagnostic))) } " du " (texte::jour(diagnostic.piece.date)) }
        p {
            @match diagnostic.effet {
                Effet::LeveLePlafond => { (badge(Ton::Succes, "Plafond levé")) " à partir du " (texte::jour(diagnostic.piece.enregistre_le)) }
                Effet::HorsListe => (badge(Ton::Attention, "Hors de la liste du département : sans effet")),
                Effet::ListeInconnue => (badge(Ton::Attention, "Liste du département inconnue : sans effet")),
                Effet::SansRapport => (badge(Ton::Attention, "Sans rapport avec le problème : sans effet")),
            }
        }
    }
}

fn gestes(dossier: &Dossier, vue: &VuePraticien<'_>, ouvert: bool) -> Markup {
    let id = dossier.episode.id;
    let lien = |fin: &str, libelle: &str| html! { li { (lien_bouton(Style::Discret, &format!("/episodes/{id}/{fin}"), libelle)) } };
    html! {
        ul.actions {
            @if ouvert { (lien("orientation", if vue.orientations.is_empty() { "Orienter vers un médecin" } else { "Orienter de nouveau" })) }
            (lien("patient", "Identité et choix du patient"))
            (lien("evenement", "Signaler un événement indésirable"))
            @if ouvert { (lien("cloture", "Clore l’épisode")) }
        }
    }
}

fn patient(dossier: &Dossier) -> Markup {
    let identite = &dossier.patient.identite;
    let medecin = match dossier.patient.medecin_traitant {
        Some(true) => "Oui",
        Some(false) => "Non",
        None => "Non précisé",
    };
    fiche(&[
        ("Nom", html! { (nom(identite)) }),
        ("Né(e) le", html! { (texte::jour(identite.traits.ne_le())) }),
        (
            "Matricule INS",
            html! { @match &identite.ins { Some(ins) => (espacer(ins.as_str())), None => "Non renseigné" } },
        ),
        ("Médecin traitant", html! { (medecin) }),
        (
            "Séances sans diagnostic, tous épisodes",
            html! { (dossier.hors_episode.saturating_add(dossier.episode.sans_diagnostic())) },
        ),
    ])
}

/// « 2 51 06 45 901 001 87 », as on the card.
fn espacer(matricule: &str) -> String {
    const GROUPES: [usize; 7] = [1, 2, 2, 2, 3, 3, 2];
    let mut reste = matricule;
    let mut groupes = Vec::new();
    for taille in GROUPES {
        let (groupe, suite) = reste.split_at_checked(taille).unwrap_or((reste, ""));
        groupes.push(groupe);
        reste = suite;
    }
    groupes.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn le_matricule_se_lit_comme_sur_la_carte() {
        assert_eq!(espacer("255069999999934"), "2 55 06 99 999 999 34");
    }
}
