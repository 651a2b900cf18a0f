//! Small multiples: the same curve for each place, on one scale, so that they compare at a glance; and a curve in a line.

use maud::{Markup, html};

use super::dessin::{Marque, cote, point};
use super::echelle::Echelle;
use super::{Dessin, Mesure, Unite};

const LARGE: f64 = 180.0;
const HAUTE: f64 = 74.0;

/// One small curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Vignette {
    /// The place.
    pub nom: String,
    /// Its figures, one per period.
    pub mesures: Vec<Mesure>,
    /// What it says, in a few words.
    pub phrase: String,
    /// Where more is said of it.
    pub adresse: Option<String>,
    /// Its figures over the whole period: what, how many.
    pub chiffres: Vec<(&'static str, String)>,
}

/// The curves, all on one scale; `periodes` names the first and the last.
pub fn vignettes(toutes: &[Vignette], unite: Unite, periodes: (&str, &str)) -> Markup {
    let sommets =
        || toutes.iter().flat_map(|vignette| &vignette.mesures).filter_map(|mesure| mesure.sommet());
    html! {
        ul.vignettes {
            @for vignette in toutes {
                li.vignette {
                    p.vignette-nom {
                        @match &vignette.adresse {
                            Some(adresse) => a href=(adresse) { (vignette.nom) },
                            None => (vignette.nom),
                        }
                    }
                    p.vignette-chiffre { (vignette.derniere().dire(unite)) }
                    (trace(&vignette.mesures, Echelle::depuis_zero(sommets(), (HAUTE - 6.0, 6.0)), LARGE, HAUTE).pour_ecran(&vignette.phrase))
                    p.vignette-bornes aria-hidden="true" { span { (periodes.0) } span { (periodes.1) } }
                    p.vignette-phrase { (vignette.phrase) }
                    @if !vignette.chiffres.is_empty() {
                        dl.vignette-chiffres {
                            @for (quoi, combien) in &vignette.chiffres { div { dt { (quoi) } dd { (combien) } } }
                        }
                    }
                }
            }
        }
    }
}

/// A curve as high as a line of text; `alternative` is what it says.
pub fn etincelle(mesures: &[Mesure], alternative: &str) -> Markup {
    let sommets = mesures.iter().filter_map(|mesure| mesure.sommet());
    let y = Echelle::depuis_zero(sommets, (25.0, 3.0));
    html! { span.etincelle { (trace(mesures, y, 110.0, 28.0).pour_ecran(alternative)) } }
}

impl Vignette {
    fn derniere(&self) -> Mesure {
        self.mesures
            .iter()
            .rev()
            .copied()
            .find(|mesure| *mesure != Mesure::Absente)
            .unwrap_or(Mesure::Absente)
    }
}

fn trace(mesures: &[Mesure], y: Echelle, large: f64, haute: f64) -> Dessin {
    let dernier = f64::from(u32::try_from(mesures.len().saturating_sub(1)).unwrap_or(u32::MAX));
    let x = Echelle::nouvelle((0.0, dernier.max(1.0)), (6.0, large - 6.0));
    let places: Vec<_> = mesures
        .iter()
        .zip(0_u32..)
        .map(|(mesure, rang)| mesure.valeur().map(|valeur| (x.place(f64::from(rang)), y.place(valeur))))
        .collect();
    let troncons =
        places.split(Option::is_none).map(|troncon| troncon.iter().flatten().copied().collect::<Vec<_>>());
    let troncons: Vec<Vec<(f64, f64)>> = troncons.filter(|troncon| !troncon.is_empty()).collect();
    let sol = y.place(0.0);
    Dessin::de_largeur(
        large,
        haute,
        html! {
            path.g-grille d=(format!("M{}H{}", point(4.0, sol), cote(large - 4.0))) {}
            @for troncon in &troncons {
                @let ligne = troncon.iter().map(|(x, y)| point(*x, *y)).collect::<Vec<_>>().join("L");
                @if let (Some(debut), Some(fin)) = (troncon.first(), troncon.last()) {
                    path.g-bande.g-1 d=(format!("M{}L{ligne}L{}z", point(debut.0, sol), point(fin.0, sol))) {}
                    path.g-ligne.g-1 d=(format!("M{ligne}")) {}
                }
            }
            @if let Some((x, y)) = places.iter().rev().copied().flatten().next() {
                path.g-marque.g-1 d=(Marque::Rond.trace(x, y, 3.5)) {}
            }
        },
    )
}
