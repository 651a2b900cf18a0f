//! The head of the page: who, where, how far, until when.

use droit::acces::VuePraticien;
use droit::episode::{Episode, EtatEpisode};
use droit::identifiant::StatutIdentite;
use droit::patient::Sexe;
use jiff::civil::Date;
use maud::{Markup, html};

use super::{age, jauge_de, nom};
use crate::episode::dossier::Dossier;
use crate::episode::tableau::urgence;
use crate::gabarits::icone::{Icone, icone};
use crate::gabarits::{Ton, badge, texte};
use crate::serveur::App;

/// The head.
pub fn rendre(app: &App, dossier: &Dossier, vue: &VuePraticien<'_>, jour: Date) -> Markup {
    let traits = &dossier.patient.identite.traits;
    let departement = dossier.episode.departement;
    let lieu = app.reglement.departement(departement).map_or(departement.as_str(), |d| &d.nom);
    html! {
        header.dossier {
            div.dossier-qui {
                h1 { (nom(&dossier.patient.identite)) }
                p.dossier-traits {
                    (civil(traits.sexe())) ", " (texte::compte(age(traits.ne_le(), jour).unsigned_abs().into(), "an", "ans"))
                    " · " (statut(dossier.patient.identite.statut))
                }
                p.dossier-lieu { (icone(Icone::Dossier)) strong { (vue.lieu()) } }
                p.source { (cadre(&dossier.episode)) ", " (lieu) @if vue.confreres > 0 { " · " (partage(vue.confreres)) } }
            }
            div.dossier-compte {
                (jauge_de(&vue.resume(), u16::try_from(dossier.episode.seances_faites().len()).unwrap_or(u16::MAX)))
                (duree(&dossier.episode, jour))
            }
            (alertes(&dossier.episode, jour))
        }
    }
}

fn civil(sexe: Sexe) -> &'static str {
    match sexe {
        Sexe::Feminin => "Femme",
        Sexe::Masculin => "Homme",
        Sexe::Indetermine => "Sexe indéterminé",
    }
}

/// How far the identity has been checked, in words.
pub fn statut(statut: StatutIdentite) -> Markup {
    match statut {
        StatutIdentite::Qualifiee => badge(Ton::Succes, "Identité qualifiée"),
        StatutIdentite::Validee => badge(Ton::Info, "Identité validée"),
        StatutIdentite::Recuperee => badge(Ton::Info, "Identité récupérée"),
        StatutIdentite::Provisoire => badge(Ton::Attention, "Identité provisoire"),
    }
}

fn cadre(episode: &Episode) -> String {
    format!("{}, ouvert le {}", episode.type_structure.code(), texte::jour(episode.ouvert_le))
}

fn partage(confreres: usize) -> String {
    format!(
        "suivi aussi par {}",
        texte::compte(confreres as u64, "autre kinésithérapeute", "autres kinésithérapeutes")
    )
}

/// What ends, and when.
fn duree(episode: &Episode, jour: Date) -> Markup {
    let resume = episode.resume();
    html! {
        p.dossier-duree {
            @match (&episode.etat, resume.jours_restants(jour), episode.fin_le) {
                (EtatEpisode::Clos { le, issue }, ..) => {
                    (badge(Ton::Neutre, "Clos")) " le " (texte::jour(*le)) " : " (issue.libelle())
                }
                (EtatEpisode::Ouvert, Some(0), Some(fin)) => { "Terme dépassé depuis le " (texte::jour(fin)) }
                (EtatEpisode::Ouvert, Some(jours), Some(fin)) => {
                    (texte::compte(jours.unsigned_abs(), "jour restant", "jours restants"))
                    ", jusqu’au " (texte::jour(fin)) " inclus"
                }
                (EtatEpisode::Ouvert, ..) => { "Sans limite de durée" }
            }
        }
    }
}

fn alertes(episode: &Episode, jour: Date) -> Markup {
    let alertes = episode.alertes(jour);
    html! {
        @if !alertes.is_empty() {
            ul.dossier-alertes {
                @for alerte in &alertes { li { (badge(urgence::de(alerte).ton(), &alerte.to_string())) } }
            }
        }
    }
}
