//! The body chart as drawings: both faces, the zones marked filled and numbered in the order of their names.
//!
//! The outlines are the same in every document: on paper they are one drawing, laid out once and kept; what is marked lies
//! over it, and the numbers are set as text by the template, which has the fonts at hand. A screen takes all of it at once.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use droit::document::{Face, HAUTEUR, LARGEUR, SchemaCorporel, Zone};
use serde::Serialize;

use super::feuille::Bloc;

/// Between the two faces.
const ECART: u16 = 36;
const LARGEUR_TOTALE: u16 = 2 * LARGEUR + ECART;
/// Of the disc behind a number.
const RAYON: u16 = 10;
const VIDE: &str = "fill=\"#f3ece2\" stroke=\"#8d8272\" stroke-width=\"1\"";
const MARQUE: &str = "fill=\"#0c554f\" stroke=\"#0c554f\" stroke-width=\"1\"";

/// All outlines, none marked.
static CONTOURS: LazyLock<Option<String>> =
    LazyLock::new(|| dessiner(SchemaCorporel::embarque().ok()?.zones(), VIDE, ""));

/// What the paper draws over the outlines.
#[derive(Clone, Debug, Serialize)]
pub struct Marques {
    /// The marked zones and the discs of their numbers.
    #[serde(skip)]
    pub svg: String,
    /// Width of the drawing, in its own units.
    largeur: u16,
    /// Radius of a disc.
    rayon: u16,
    /// The middle of each disc, in the order of the numbers.
    milieux: Vec<(u16, u16)>,
}

/// The outlines, as the paper draws them under what is marked.
pub fn contours() -> Option<&'static str> {
    CONTOURS.as_deref()
}

/// The drawing with the names of what it marks; nothing when nothing is marked.
pub fn schema(marquees: &BTreeSet<Zone>) -> Option<Bloc> {
    let legende: Vec<String> = marquees.iter().map(Zone::libelle).collect();
    let toutes = SchemaCorporel::embarque().ok().filter(|_| !legende.is_empty())?.zones();
    let milieux: Vec<(u16, u16)> = marquees.iter().map(sur_le_dessin).collect::<Option<_>>()?;
    let disques: String = milieux.iter().map(disque).collect();
    let svg = dessiner(marquees.iter().cloned(), MARQUE, &disques)?;
    let numerotes: String =
        (1..).zip(&milieux).map(|(numero, milieu)| disque(milieu) + &ecrire(numero, milieu)).collect();
    let vides = toutes.filter(|zone| !marquees.contains(zone));
    let ecran = [traces(vides, VIDE)?, traces(marquees.iter().cloned(), MARQUE)?, numerotes].concat();
    Some(Bloc::Schema {
        alternative: format!("Schéma corporel, zones marquées : {}.", legende.join(" ; ")),
        legende,
        svg: envelopper(&ecran),
        marques: Marques { svg, largeur: LARGEUR_TOTALE, rayon: RAYON, milieux },
    })
}

fn dessiner(zones: impl Iterator<Item = Zone>, style: &str, dessus: &str) -> Option<String> {
    Some(envelopper(&(traces(zones, style)? + dessus)))
}

fn envelopper(dedans: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {LARGEUR_TOTALE} {HAUTEUR}\">{dedans}</svg>"
    )
}

/// Zones of one style: one path for each half of each face, for they are many and alike.
fn traces(zones: impl Iterator<Item = Zone>, style: &str) -> Option<String> {
    let mut chemins: [[String; 2]; 2] = Default::default();
    for zone in zones {
        let face = chemins.get_mut(usize::from(zone.face() != Face::Avant))?;
        let moitie = face.get_mut(usize::from(zone.en_miroir()))?;
        moitie.push_str(zone.contour()?);
        moitie.push(' ');
    }
    let mut svg = String::new();
    for (rang, face) in (0_u16..).zip(&chemins) {
        let x = rang * (LARGEUR + ECART);
        let places = [format!("translate({x} 0)"), format!("translate({} 0) scale(-1 1)", x + LARGEUR)];
        for (place, chemin) in places.iter().zip(face).filter(|(_, chemin)| !chemin.is_empty()) {
            write!(svg, "<path d=\"{}\" {style} transform=\"{place}\"/>", chemin.trim_end()).ok()?;
        }
    }
    Some(svg)
}

/// The middle of a zone, both faces side by side.
fn sur_le_dessin(zone: &Zone) -> Option<(u16, u16)> {
    let (x, y) = zone.milieu()?;
    Some(if zone.face() == Face::Avant { (x, y) } else { (x + LARGEUR + ECART, y) })
}

/// A number is read in a white disc on a zone of any size, and without colour.
fn disque((x, y): &(u16, u16)) -> String {
    format!(
        "<circle cx=\"{x}\" cy=\"{y}\" r=\"{RAYON}\" fill=\"#ffffff\" stroke=\"#0c554f\" stroke-width=\"1.5\"/>"
    )
}

fn ecrire(numero: usize, (x, y): &(u16, u16)) -> String {
    format!(
        "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-family=\"Atkinson Hyperlegible Next\" font-size=\"15\" font-weight=\"600\" fill=\"#0c554f\">{numero}</text>",
        y + 5
    )
}
