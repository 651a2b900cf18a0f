//! Who the service is for, and where each one starts.

use maud::{Markup, html};

use crate::gabarits::icone::{Icone, icone};
use crate::serveur;

/// One audience: what it comes for, and the page where it starts.
struct Public {
    signe: Icone,
    titre: &'static str,
    propos: &'static str,
    adresse: &'static str,
}

const PUBLICS: &[Public] = &[
    Public {
        signe: Icone::Personne,
        titre: "Patient : puis-je y aller ?",
        propos: "Quatre questions, aucune donnée conservée.",
        adresse: "/puis-je-y-aller",
    },
    Public {
        signe: Icone::Lieu,
        titre: "Trouver un kinésithérapeute autorisé",
        propos: "La liste à jour, par département.",
        adresse: "/annuaire",
    },
    Public {
        signe: Icone::Coche,
        titre: "Vérifier un certificat",
        propos: "Un kinésithérapeute était-il autorisé ce jour-là ?",
        adresse: "/verifier",
    },
    Public {
        signe: Icone::Balance,
        titre: "Règles applicables",
        propos: "Le droit de chaque département, avec ses sources.",
        adresse: "/regles",
    },
    Public {
        signe: Icone::Graphique,
        titre: "Les chiffres de l’expérimentation",
        propos: "Patients, séances, orientation, par département.",
        adresse: "/evaluation",
    },
    Public {
        signe: Icone::Cle,
        titre: "Professionnels et agents",
        propos: "Kinésithérapeutes, médecins, CPTS, ARS, CPAM, comité de suivi.",
        adresse: "/connexion",
    },
];

/// The ways in, one per audience; a page that does not exist is not offered.
pub fn chemins() -> Markup {
    html! {
        nav.chemins aria-label="Par où commencer" {
            ul {
                @for public in PUBLICS.iter().filter(|public| serveur::existe(public.adresse)) {
                    li {
                        a.chemin href=(public.adresse) {
                            span.chemin-signe { (icone(public.signe)) }
                            span.chemin-texte { strong { (public.titre) } span { (public.propos) } }
                            (icone(Icone::Fleche))
                        }
                    }
                }
            }
        }
    }
}
