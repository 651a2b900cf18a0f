//! The page of the public list: search on top, cards below, nothing that is not public.

use droit::reglement::Reglement;
use entrepot::cpts::Cpts;
use entrepot::praticien::Autorise;
use maud::{Markup, html};

use super::{Recherche, Trouves};
use crate::connexion::Visiteur;
use crate::gabarits::icone::{Icone, icone};
use crate::gabarits::{Champ, Erreurs, Lien, Page, Reponse, Style, bouton, texte, vide};

pub(super) fn liste(
    reglement: &Reglement,
    visiteur: &Visiteur,
    recherche: &Recherche,
    communautes: &[Cpts],
    trouves: &Trouves,
) -> Markup {
    Page::new("Kinésithérapeutes autorisés", visiteur)
        .fil([Lien::new("Accueil", "/")])
        .chapo(html! {
            "Ceux qui peuvent vous recevoir sans ordonnance dans le cadre de l’expérimentation en CPTS. "
            "La liste suit chaque décision de l’agence régionale de santé."
        })
        .rendre(html! {
            (formulaire(reglement, recherche, communautes))
            (resultats(recherche, trouves))
            p.source {
                "La même liste : " a href=(telecharger("/annuaire.csv", recherche)) { "fichier CSV" }
                ", " a href=(telecharger("/api/v1/praticiens/fhir", recherche)) { "FHIR" }
                ", " a href=(format!("/annuaire.atom?departement={}", recherche.departement)) { "flux des changements" } "."
            }
            p.source {
                "Dans une maison de santé, un centre de santé, une équipe de soins ou un établissement, aucune inscription n’est nécessaire : "
                a href="/puis-je-y-aller" { "puis-je y aller ?" }
            }
        })
}

/// The same choice of department, CPTS and day in another format.
fn telecharger(chemin: &str, recherche: &Recherche) -> String {
    let Recherche { departement, cpts, le, .. } = recherche;
    format!("{chemin}?departement={departement}&cpts={cpts}&le={le}")
}

fn formulaire(reglement: &Reglement, recherche: &Recherche, communautes: &[Cpts]) -> Markup {
    let erreurs = Erreurs::default();
    let departements = reglement
        .departements_designes()
        .filter_map(|code| reglement.departement(code))
        .map(|d| Reponse::new(d.code.to_string(), format!("{} ({})", d.nom, d.code)))
        .collect();
    let cpts = communautes.iter().map(|c| Reponse::new(c.id.to_string(), c.nom.clone())).collect();
    html! {
        form.criteres method="get" action="/annuaire" role="search" {
            (Champ::texte("mot", "Nom ou commune").valeur(recherche.mot.as_str()).erreurs(&erreurs).filtre().rendre())
            (Champ::liste("departement", "Département", departements).valeur(recherche.departement.as_str()).filtre().rendre())
            @if !communautes.is_empty() {
                (Champ::liste("cpts", "CPTS", cpts).valeur(recherche.cpts.as_str()).filtre().rendre())
            }
            (Champ::date("le", "Liste à la date du").valeur(recherche.le.as_str()).filtre().rendre())
            (bouton(Style::Principal, "Chercher"))
        }
    }
}

fn resultats(recherche: &Recherche, trouves: &Trouves) -> Markup {
    if trouves.lignes.is_empty() {
        let conseil = "Essayez un seul mot, une commune voisine, ou un autre département.";
        return vide("Personne ne correspond à cette recherche", conseil, &html! {});
    }
    html! {
        p.resultats-compte { "Liste au " (texte::jour(trouves.jour)) }
        ul.praticiens { @for ligne in &trouves.lignes { (carte(ligne)) } }
        @if let Some(suite) = &trouves.suite {
            nav.pagination aria-label="Pages de la liste" {
                a.bouton.bouton-discret rel="next" href=(recherche.adresse("/annuaire", suite)) { "Suite de la liste" }
            }
        }
    }
}

fn carte(ligne: &Autorise) -> Markup {
    html! {
        li.praticien {
            h2.praticien-nom { (ligne.prenom) " " (ligne.nom) }
            @if let Some((adresse, code_postal, commune)) = &ligne.lieu {
                p.praticien-lieu { (icone(Icone::Lieu)) span { (adresse) ", " (code_postal) " " (commune) } }
            }
            p.praticien-cpts { (icone(Icone::Groupe)) span { (ligne.nom_cpts) } }
            p.source {
                "Autorisé depuis le " (texte::jour(ligne.du))
                @if let Some(au) = ligne.au { ", jusqu’au " (texte::jour(au)) }
            }
        }
    }
}
