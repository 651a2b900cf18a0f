//! The letter to a doctor: why, how soon, what is asked; the signs and the care already given are computed.

use droit::document::{BrouillonLettre, LettreOrientation};
use droit::episode::{Destination, MotifOrientation, Urgence};
use droit::reglement::Signes;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::super::examen::Liste;
use super::super::socle::Socle;
use super::Vue;
use super::champs::{boutons, code, liste, mots, zone, zone_facultative};
use crate::gabarits::{Erreurs, Reponse, groupe};
use crate::saisie::Champs;

/// The sections of the form.
pub fn sections(vue: &Vue<'_>) -> Markup {
    let motifs = MotifOrientation::TOUS.iter().map(|m| Reponse::new(m.code(), m.libelle())).collect();
    let destinations = Destination::TOUS.iter().map(|d| Reponse::new(d.code(), d.libelle())).collect();
    let urgences = Urgence::TOUS.iter().map(|u| Reponse::new(u.code(), u.libelle())).collect();
    html! {
        (groupe("Orientation", &html! {
            (liste(vue, "motif", "Motif", motifs))
            (zone_facultative(vue, "precision", "Précision", "Nécessaire si le motif est « Autre »."))
            (liste(vue, "destination", "Vers qui", destinations))
            (boutons(vue, "urgence", "Délai", urgences))
        }))
        (groupe("Question posée", &zone(vue, "question", "Ce que vous demandez au médecin", "La première chose qu’il lira.")))
        (groupe("Signes d’alerte", &signes(vue)))
        (groupe("Ce que vous avez constaté", &html! {
            (zone_facultative(vue, "constatations", "Constatations", "Examen, évolution, ce qui vous inquiète."))
            (zone_facultative(vue, "deja_tente", "Déjà tenté", "Techniques, conseils, et leur effet."))
            (soins(vue))
        }))
    }
}

fn signes(vue: &Vue<'_>) -> Markup {
    let drapeaux = &vue.socle.dossier.episode.drapeaux;
    let connus = Signes::embarques().ok();
    html! {
        @if drapeaux.is_empty() { p { "Aucun signe d’alerte n’est enregistré dans l’épisode." } }
        @else {
            ul {
                @for drapeau in drapeaux {
                    @let signe = connus.and_then(|signes| signes.signe(&drapeau.code));
                    li { (signe.map_or(drapeau.code.as_str(), |signe| signe.libelle.as_str()))
                        @if let Some(motif) = &drapeau.motif { " : " (motif) } }
                }
            }
        }
    }
}

fn soins(vue: &Vue<'_>) -> Markup {
    let Ok(atelier) = vue.socle.atelier(vue.app) else { return html! {} };
    html! { p.source { "Soins déjà réalisés : " (depart(vue.socle, &atelier.fuseau).soins.en_clair()) "." } }
}

fn depart(socle: &Socle, fuseau: &TimeZone) -> BrouillonLettre {
    BrouillonLettre::prerempli(&socle.dossier.episode, socle.bilan_le(fuseau))
}

/// The draft, as typed.
pub fn lire(champs: &Champs, socle: &Socle, fuseau: &TimeZone, e: &mut Erreurs) -> BrouillonLettre {
    let depart = depart(socle, fuseau);
    BrouillonLettre {
        motif: code("motif", champs, MotifOrientation::depuis_code, e),
        precision: mots("precision", champs, e),
        destination: code("destination", champs, Destination::depuis_code, e),
        urgence: code("urgence", champs, Urgence::depuis_code, e),
        question: mots("question", champs, e),
        constatations: mots("constatations", champs, e),
        deja_tente: mots("deja_tente", champs, e),
        ..depart
    }
}

/// A new letter: what the latest orientation says.
pub fn prerempli(socle: &Socle, fuseau: &TimeZone) -> Liste {
    brouillon_en_champs(&depart(socle, fuseau))
}

/// The fields of a validated letter.
pub fn en_champs(lettre: &LettreOrientation) -> Liste {
    brouillon_en_champs(&BrouillonLettre::from(lettre))
}

fn brouillon_en_champs(b: &BrouillonLettre) -> Liste {
    let codes = [
        ("motif", b.motif.map(|m| m.code())),
        ("destination", b.destination.map(|d| d.code())),
        ("urgence", b.urgence.map(|u| u.code())),
    ];
    let textes = [
        ("precision", &b.precision),
        ("question", &b.question),
        ("constatations", &b.constatations),
        ("deja_tente", &b.deja_tente),
    ];
    let codes = codes.into_iter().filter_map(|(nom, code)| Some((nom.to_owned(), code?.to_owned())));
    let textes =
        textes.into_iter().filter_map(|(nom, mots)| Some((nom.to_owned(), mots.as_ref()?.to_string())));
    codes.chain(textes).collect()
}
