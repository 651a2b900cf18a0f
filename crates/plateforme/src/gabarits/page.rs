//! The shell of every page: head, header, breadcrumb, content, footer.

use axum::http::Uri;
use maud::{DOCTYPE, Markup, html};

use super::alerte::avis;
use super::icone::{Icone, icone, marque};
use super::navigation;
use super::{Avis, Lien};
use crate::actifs;
use crate::connexion::{Identite, Visiteur};

/// A page being composed.
pub struct Page<'a> {
    titre: &'a str,
    visiteur: &'a Visiteur,
    fil: Vec<Lien>,
    avis: Option<Avis>,
    chapo: Option<Markup>,
    titre_visible: TitreVisible,
    ici: Option<&'a Uri>,
    description: Option<&'a str>,
    canonique: Option<String>,
    scripts: Vec<&'static str>,
}

enum TitreVisible {
    Oui,
    DansLeCorps,
}

impl<'a> Page<'a> {
    /// A page with its title, for this visitor.
    pub fn new(titre: &'a str, visiteur: &'a Visiteur) -> Self {
        Self {
            titre,
            visiteur,
            fil: Vec::new(),
            avis: None,
            chapo: None,
            titre_visible: TitreVisible::Oui,
            ici: None,
            description: None,
            canonique: None,
            scripts: Vec::new(),
        }
    }

    /// The pages above this one, from the home page down; the page itself is added at the end.
    pub fn fil(mut self, liens: impl IntoIterator<Item = Lien>) -> Self {
        self.fil = liens.into_iter().collect();
        self
    }

    /// What has just been done.
    pub fn avis(mut self, avis: Option<Avis>) -> Self {
        self.avis = avis;
        self
    }

    /// One or two sentences under the title.
    pub fn chapo(mut self, chapo: Markup) -> Self {
        self.chapo = Some(chapo);
        self
    }

    /// The body brings its own `h1`.
    pub fn sans_titre(mut self) -> Self {
        self.titre_visible = TitreVisible::DansLeCorps;
        self
    }

    /// What search engines show under the title.
    pub fn description(mut self, description: &'a str) -> Self {
        self.description = Some(description);
        self
    }

    /// The address under which this page is to be known and shared.
    pub fn canonique(mut self, adresse: impl Into<String>) -> Self {
        self.canonique = Some(adresse.into());
        self
    }

    /// The address of the page, to mark it in the menu.
    pub fn ici(mut self, adresse: &'a Uri) -> Self {
        self.ici = Some(adresse);
        self
    }

    /// An embedded script that only this page needs; the page works without it.
    pub fn script(mut self, nom: &'static str) -> Self {
        self.scripts.push(nom);
        self
    }

    /// The whole document.
    pub fn rendre(self, corps: Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="fr" {
                (self.tete())
                body {
                    a.evitement href="#contenu" { "Aller au contenu" }
                    (self.entete())
                    main #contenu tabindex="-1" {
                        (self.ariane())
                        @if let Some(message) = &self.avis { (avis(message)) }
                        @if let TitreVisible::Oui = self.titre_visible {
                            header.titre {
                                h1 { (self.titre) }
                                @if let Some(chapo) = &self.chapo { div.chapo { (chapo) } }
                            }
                        }
                        (corps)
                    }
                    (pied())
                }
            }
        }
    }

    fn tete(&self) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (self.titre) @if self.titre != "Accès Direct" { " · Accès Direct" } }
                @if let Some(description) = self.description { meta name="description" content=(description); }
                @if let Some(adresse) = &self.canonique { link rel="canonical" href=(adresse); }
                link rel="icon" type="image/svg+xml" href=(actifs::adresse("icone.svg"));
                link rel="preload" as="font" type="font/woff2" crossorigin
                    href=(actifs::adresse("atkinson-latin.woff2"));
                link rel="stylesheet" href=(actifs::adresse("style.css"));
                script src=(actifs::adresse("acces-direct.js")) defer {}
                @for nom in &self.scripts { script src=(actifs::adresse(nom)) defer {} }
            }
        }
    }

    /// One row for visitors; for somebody signed in, the pages of the role have a row of their own.
    fn entete(&self) -> Markup {
        let identite = self.visiteur.identite();
        let classe = if identite.is_some() { "entete entete-de-role" } else { "entete" };
        html! {
            header class=(classe) {
                div.entete-rang {
                    a.entete-marque href="/" { (marque()) span { "Accès Direct" } }
                    @if let Some(identite) = identite {
                        nav.menu.menu-discret aria-label="Pages publiques utiles" { (self.liens(navigation::a_portee())) }
                        (compte(Some(identite)))
                        nav.menu aria-label="Menu principal" { (self.liens(navigation::du_menu(identite))) }
                    } @else {
                        nav.menu aria-label="Menu principal" { (self.liens(navigation::publics())) }
                        (compte(None))
                    }
                }
            }
        }
    }

    fn liens(&self, liens: impl Iterator<Item = (&'static str, &'static str)>) -> Markup {
        html! {
            ul { @for (libelle, adresse) in liens { li { a href=(adresse) aria-current=[self.courant(adresse)] { (libelle) } } } }
        }
    }

    fn courant(&self, adresse: &str) -> Option<&'static str> {
        (self.ici?.path() == adresse).then_some("page")
    }

    fn ariane(&self) -> Markup {
        html! {
            @if !self.fil.is_empty() {
                nav.ariane aria-label="Fil d’Ariane" {
                    ol {
                        @for lien in &self.fil { li { a href=(lien.adresse) { (lien.libelle) } } }
                        li { span aria-current="page" { (self.titre) } }
                    }
                }
            }
        }
    }
}

/// The corner of the account: sign in, or who one is.
fn compte(identite: Option<&Identite>) -> Markup {
    html! {
        @if let Some(identite) = identite {
            div.compte {
                a.compte-avis href="/notifications" {
                    (icone(Icone::Cloche))
                    span.lecteur { "Notifications" }
                    @if identite.non_lues > 0 {
                        span.compte-nombre { @if identite.non_lues > 99 { "99+" } @else { (identite.non_lues) } span.lecteur { " non lues" } }
                    }
                }
                a.compte-nom href="/compte" { (icone(Icone::Personne)) span.compte-texte { (identite.nom) } }
                form method="post" action="/deconnexion" {
                    button type="submit" { (icone(Icone::Sortie)) span.compte-texte { "Se déconnecter" } }
                }
            }
        } @else {
            div.compte { a.compte-entrer href="/connexion" { "Se connecter" } }
        }
    }
}

fn pied() -> Markup {
    html! {
        footer.pied {
            div.pied-rang {
                nav aria-label="Pages publiques" {
                    ul { @for (libelle, adresse) in navigation::pied() { li { a href=(adresse) { (libelle) } } } }
                }
                p { strong { "Accès Direct" } " — l’accès direct aux masseurs-kinésithérapeutes, expliqué et tracé." }
                p.pied-mention {
                    "Chaque réponse cite le texte qui la fonde. Elle éclaire la décision du professionnel et ne la "
                    "remplace pas."
                }
            }
        }
    }
}
