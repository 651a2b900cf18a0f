//! The list of episodes: the pressing ones first, each with its gauge and its one-gesture séance.

use droit::document::Du;
use droit::episode::Alerte;
use droit::patient::normaliser;
use entrepot::episode::{Etat, LigneTableau};
use jiff::civil::Date;
use maud::{Markup, html};

use super::Recherche;
use super::urgence::{self, Urgence};
use crate::episode::dus::{Dus, badges};
use crate::episode::page::{jauge_de, nom};
use crate::episode::seance::{self, Retour};
use crate::gabarits::icone::{Icone, icone};
use crate::gabarits::{Style, badge, lien_bouton, pagination, texte, vide};
use crate::serveur::App;

/// Episodes on a page.
const PAR_PAGE: usize = 20;
/// Episodes shown by a search: a name is never in an address, hence no second page.
const RESULTATS: usize = 100;

/// The episodes found, sorted, and the page asked for.
pub struct Liste<'a> {
    trouves: usize,
    pressants: usize,
    page: u32,
    pages: u32,
    lignes: Vec<(&'a LigneTableau, Vec<Alerte>)>,
}

impl<'a> Liste<'a> {
    /// Filters by name, sorts, cuts the page out.
    pub fn composer(lignes: &'a [LigneTableau], recherche: &Recherche, jour: Date) -> Self {
        let cherche = normaliser(&recherche.q);
        let mut trouves: Vec<_> = lignes
            .iter()
            .filter(|ligne| cherche.is_empty() || porte_le_nom(ligne, &recherche.q))
            .map(|ligne| (ligne, ligne.resume.alertes(jour)))
            .collect();
        match recherche.etat() {
            Etat::Ouvert => trouves.sort_by_key(|(ligne, alertes)| {
                (urgence::pire(alertes), ligne.resume.jours_restants(jour).unwrap_or(i64::MAX))
            }),
            Etat::Clos => trouves.sort_by_key(|(ligne, _)| std::cmp::Reverse(ligne.derniere_le)),
        }
        let par_page = if cherche.is_empty() { PAR_PAGE } else { RESULTATS };
        let pages = u32::try_from(trouves.len().div_ceil(par_page)).unwrap_or(u32::MAX).max(1);
        let page = recherche.page.clamp(1, pages);
        let debut = (page as usize - 1) * par_page;
        Self {
            pressants: trouves
                .iter()
                .filter(|(_, alertes)| urgence::pire(alertes) <= Urgence::Proche)
                .count(),
            lignes: trouves.iter().skip(debut).take(par_page).cloned().collect(),
            trouves: trouves.len(),
            page,
            pages,
        }
    }

    /// What the page shows.
    pub fn visibles(&self) -> impl Iterator<Item = &LigneTableau> {
        self.lignes.iter().map(|(ligne, _)| *ligne)
    }
}

/// Every word typed begins or lies in the name or first name.
fn porte_le_nom(ligne: &LigneTableau, saisie: &str) -> bool {
    let traits = &ligne.identite.traits;
    let porte = format!("{} {}", normaliser(traits.nom_naissance()), normaliser(traits.prenom()));
    saisie.split_whitespace().map(normaliser).all(|mot| porte.contains(&mot))
}

/// The section of the dashboard.
pub fn rendre(app: &App, (liste, dus): (&Liste<'_>, &Dus), recherche: &Recherche, jour: Date) -> Markup {
    let adresse = |page: u32| format!("/tableau-de-bord?etat={}&page={page}", recherche.code());
    html! {
        section.section {
            div.liste-tete {
                (onglets(recherche))
                (champ_de_recherche(recherche))
            }
            p.liste-compte role="status" { (compte(liste, recherche)) }
            @if liste.lignes.is_empty() { (rien(recherche)) } @else {
                ol.episodes { @for (ligne, alertes) in &liste.lignes { (carte(app, ligne, (alertes, &dus.de(ligne.episode, jour)), jour)) } }
            }
            @if recherche.q.is_empty() { (pagination(liste.page, liste.pages, adresse)) }
        }
    }
}

fn onglets(recherche: &Recherche) -> Markup {
    let ici = |etat| (recherche.etat() == etat).then_some("page");
    html! {
        nav.onglets aria-label="Épisodes" {
            a href="/tableau-de-bord" aria-current=[ici(Etat::Ouvert)] { "En cours" }
            a href="/tableau-de-bord?etat=clos" aria-current=[ici(Etat::Clos)] { "Clos" }
        }
    }
}

fn champ_de_recherche(recherche: &Recherche) -> Markup {
    html! {
        form.cherche-patient method="post" action="/tableau-de-bord" role="search" {
            input type="hidden" name="etat" value=(recherche.code());
            label.lecteur for="recherche" { "Nom du patient" }
            input #recherche type="search" name="q" value=(recherche.q) placeholder="Nom du patient" autocomplete="off";
            button.bouton.bouton-secondaire type="submit" { (icone(Icone::Loupe)) span { "Chercher" } }
        }
    }
}

fn compte(liste: &Liste<'_>, recherche: &Recherche) -> String {
    let nombre = texte::compte(liste.trouves as u64, "épisode", "épisodes");
    match (recherche.etat(), liste.pressants) {
        (Etat::Clos, _) => format!("{nombre} clos."),
        (Etat::Ouvert, 0) => format!("{nombre} en cours, rien d’urgent."),
        (Etat::Ouvert, n) => format!("{nombre} en cours, dont {n} à traiter maintenant."),
    }
}

fn rien(recherche: &Recherche) -> Markup {
    match (recherche.q.trim().is_empty(), recherche.etat()) {
        (false, _) => vide(
            "Aucun épisode à ce nom",
            "Vérifiez l’orthographe, ou cherchez parmi les épisodes clos.",
            &html! {},
        ),
        (true, Etat::Clos) => {
            vide("Aucun épisode clos", "Ils apparaîtront ici quand vous clorez un épisode.", &html! {})
        }
        (true, Etat::Ouvert) => vide(
            "Aucun épisode en cours",
            "Ouvrez-en un quand un patient vient vous voir sans ordonnance : la décision vous est expliquée avant.",
            &lien_bouton(Style::Secondaire, "/episodes/nouveau", "Nouvel épisode"),
        ),
    }
}

/// One episode.
fn carte(app: &App, ligne: &LigneTableau, (alertes, dus): (&[Alerte], &[Du]), jour: Date) -> Markup {
    let adresse = format!("/episodes/{}", ligne.episode);
    let urgence = urgence::pire(alertes);
    let ouvert = ligne.resume.ouvert;
    let style = if urgence == Urgence::Bloquante { Style::Secondaire } else { Style::Principal };
    html! {
        li.episode.(urgence.ton().classe()) .episode-pressant[urgence <= Urgence::Proche] {
            div.episode-qui {
                h3 { a href=(adresse) { (nom(&ligne.identite)) } }
                p { (ligne.localisation.libelle()) }
            }
            div.episode-compte {
                (jauge_de(&ligne.resume, ligne.faites))
                @if ouvert { p.episode-reste { (reste(ligne, jour)) } }
                @if let Some(le) = ligne.derniere_le { p.episode-reste { "Dernière séance le " (texte::jour_court(le)) } }
            }
            @if !alertes.is_empty() || !dus.is_empty() {
                ul.episode-alertes { (badges(dus)) @for alerte in alertes { li { (badge(urgence::de(alerte).ton(), &alerte.to_string())) } } }
            }
            @if ouvert { div.episode-geste { (seance::bouton_du_jour(app, ligne.episode, &nom(&ligne.identite), Retour::Tableau, style)) } }
        }
    }
}

/// « 41 jours restants ».
fn reste(ligne: &LigneTableau, jour: Date) -> String {
    match ligne.resume.jours_restants(jour) {
        None => "Sans limite de durée".to_owned(),
        Some(0) => "Terme dépassé".to_owned(),
        Some(jours) => texte::compte(jours.unsigned_abs(), "jour restant", "jours restants"),
    }
}
