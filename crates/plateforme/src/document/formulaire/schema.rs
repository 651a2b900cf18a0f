//! The body chart: two drawings whose zones are marked by a click, and the same zones as a list to tick.

use std::collections::BTreeSet;

use droit::document::{Face, HAUTEUR, LARGEUR, SchemaCorporel, Zone};
use maud::{Markup, html};

use super::Vue;
use crate::episode::champ::phrase;
use crate::gabarits::Erreurs;
use crate::saisie::Champs;

/// The chart and its list.
pub fn rendre(vue: &Vue<'_>) -> Markup {
    let Ok(schema) = SchemaCorporel::embarque() else { return html! {} };
    let marquees: BTreeSet<&str> = vue.champs.tous("zone").collect();
    html! {
        div.schema data-schema {
            div.schema-dessins {
                @for face in Face::TOUS { (dessin(schema, *face, &marquees)) }
            }
            p.schema-dites data-dites role="status" { (en_mots(schema, &marquees)) }
            @if let Some(erreur) = vue.erreurs.de("zone") { p.champ-erreur { (erreur) } }
            details.plus #champ-zone {
                summary { "Choisir dans la liste" }
                @for face in Face::TOUS { (liste(schema, *face, &marquees)) }
            }
        }
    }
}

/// « Genou (gauche), de face ; … », or how to mark one.
fn en_mots(schema: &'static SchemaCorporel, marquees: &BTreeSet<&str>) -> String {
    let dites: Vec<String> = schema
        .zones()
        .filter(|zone| marquees.contains(zone.code().as_str()))
        .map(|zone| zone.libelle())
        .collect();
    if dites.is_empty() {
        "Aucune zone marquée.".to_owned()
    } else {
        format!("Marqué : {}.", dites.join(" ; "))
    }
}

fn dessin(schema: &'static SchemaCorporel, face: Face, marquees: &BTreeSet<&str>) -> Markup {
    let (gauche, droite) = match face {
        Face::Avant => ("droite", "gauche"),
        Face::Arriere => ("gauche", "droite"),
    };
    html! {
        figure.schema-face {
            svg viewBox=(format!("0 0 {LARGEUR} {HAUTEUR}")) role="group" aria-label=(format!("Corps {}", face.libelle())) data-face {
                @for zone in schema.zones().filter(|zone| zone.face() == face) { (forme(&zone, marquees)) }
            }
            figcaption { span { (gauche) } strong { (majuscule(face.libelle())) } span { (droite) } }
        }
    }
}

fn majuscule(mot: &str) -> String {
    crate::episode::champ::majuscule(mot)
}

/// A zone: without script, a link to its box in the list.
fn forme(zone: &Zone, marquees: &BTreeSet<&str>) -> Markup {
    let code = zone.code();
    let Some(contour) = zone.contour() else { return html! {} };
    let miroir = zone.en_miroir().then(|| format!("translate({LARGEUR} 0) scale(-1 1)"));
    html! {
        a.zone.zone-marquee[marquees.contains(code.as_str())] href=(format!("#zone-{code}")) data-zone=(code)
            aria-label=(zone.libelle()) tabindex="-1" {
            title { (zone.libelle()) }
            path d=(contour) transform=[miroir] {}
        }
    }
}

fn liste(schema: &'static SchemaCorporel, face: Face, marquees: &BTreeSet<&str>) -> Markup {
    html! {
        fieldset.zones {
            legend { (majuscule(face.libelle())) }
            @for zone in schema.zones().filter(|zone| zone.face() == face) {
                @let code = zone.code();
                label.zone-case for=(format!("zone-{code}")) {
                    input id=(format!("zone-{code}")) type="checkbox" name="zone" value=(code) checked[marquees.contains(code.as_str())];
                    span { (zone.libelle().split(',').next().unwrap_or_default()) span.lecteur { ", " (face.libelle()) } }
                }
            }
        }
    }
}

/// The zones marked.
pub fn lire(champs: &Champs, e: &mut Erreurs) -> BTreeSet<Zone> {
    let Ok(schema) = SchemaCorporel::embarque() else { return BTreeSet::new() };
    champs.tous("zone").filter_map(|code| e.noter("zone", schema.zone(code).map_err(phrase))).collect()
}
