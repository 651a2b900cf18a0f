//! The body chart as a drawing: both faces, the zones marked filled and numbered in the order of their names.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use droit::document::{Face, HAUTEUR, LARGEUR, SchemaCorporel, Zone};

use super::feuille::Bloc;

/// Between the two faces.
const ECART: u16 = 36;
const VIDE: &str = "fill=\"#f3ece2\" stroke=\"#8d8272\" stroke-width=\"1\"";
const MARQUE: &str = "fill=\"#0c554f\" stroke=\"#0c554f\" stroke-width=\"1\"";

/// The drawing with the names of what it marks; nothing when nothing is marked.
pub fn schema(marquees: &BTreeSet<Zone>) -> Option<Bloc> {
    let legende: Vec<String> = marquees.iter().map(Zone::libelle).collect();
    let corps = SchemaCorporel::embarque().ok().filter(|_| !legende.is_empty())?;
    let svg = dessiner(corps, marquees)?;
    Some(Bloc::Schema {
        alternative: format!("Schéma corporel, zones marquées : {}.", legende.join(" ; ")),
        legende,
        svg,
    })
}

fn dessiner(corps: &'static SchemaCorporel, marquees: &BTreeSet<Zone>) -> Option<String> {
    let largeur = 2 * LARGEUR + ECART;
    let mut svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {largeur} {HAUTEUR}\">");
    for (rang, face) in (0_u16..).zip(Face::TOUS) {
        write!(svg, "<g transform=\"translate({} 0)\">", rang * (LARGEUR + ECART)).ok()?;
        for zone in corps.zones().filter(|zone| zone.face() == *face) {
            contour(&mut svg, &zone, if marquees.contains(&zone) { MARQUE } else { VIDE })?;
        }
        for (numero, zone) in (1..).zip(marquees).filter(|(_, zone)| zone.face() == *face) {
            pastille(&mut svg, zone, numero)?;
        }
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    Some(svg)
}

fn contour(svg: &mut String, zone: &Zone, style: &str) -> Option<()> {
    let miroir = if zone.en_miroir() {
        format!(" transform=\"translate({LARGEUR} 0) scale(-1 1)\"")
    } else {
        String::new()
    };
    write!(svg, "<path d=\"{}\" {style}{miroir}/>", zone.contour()?).ok()
}

/// A number in a white disc: it is read on a zone of any size, and without colour.
fn pastille(svg: &mut String, zone: &Zone, numero: usize) -> Option<()> {
    let (x, y) = zone.milieu()?;
    write!(
        svg,
        "<circle cx=\"{x}\" cy=\"{y}\" r=\"10\" fill=\"#ffffff\" stroke=\"#0c554f\" stroke-width=\"1.5\"/>"
    )
    .ok()?;
    write!(
        svg,
        "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-family=\"Atkinson Hyperlegible Next\" font-size=\"15\" font-weight=\"600\" fill=\"#0c554f\">{numero}</text>",
        y + 5
    )
    .ok()
}
