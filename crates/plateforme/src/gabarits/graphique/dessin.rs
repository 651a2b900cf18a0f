//! A sheet with its drawing: the same marks on a screen and on paper.

use maud::{Markup, html};

use super::LARGEUR;

/// What the classes of a drawing look like on paper; screens have the style sheet, with its two themes.
const PAPIER: &str = include_str!("../../../assets/graphique-papier.css");

/// A drawing, not yet in a page.
#[derive(Clone, Debug)]
pub struct Dessin {
    largeur: f64,
    hauteur: f64,
    corps: Markup,
}

impl Dessin {
    /// A sheet of the common width.
    pub(super) fn nouveau(hauteur: f64, corps: Markup) -> Self {
        Self { largeur: LARGEUR, hauteur, corps }
    }

    /// A sheet of another width.
    pub(super) fn de_largeur(largeur: f64, hauteur: f64, corps: Markup) -> Self {
        Self { largeur, hauteur, corps }
    }

    /// For a page; `alternative` is what it says.
    pub(super) fn pour_ecran(&self, alternative: &str) -> Markup {
        html! {
            svg.graphique-dessin viewBox=(self.boite()) role="img" aria-label=(alternative) focusable="false" { (self.corps) }
        }
    }

    /// For paper: a file of its own, whose colours need no style sheet.
    pub fn pour_papier(&self) -> String {
        let (l, h) = (cote(self.largeur), cote(self.hauteur));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {l} {h}\" width=\"{l}\" height=\"{h}\"><style>{PAPIER}</style>{}</svg>",
            // The fonts of papers have no narrow no-break space.
            self.corps.0.replace('\u{202f}', "\u{a0}")
        )
    }

    fn boite(&self) -> String {
        format!("0 0 {} {}", cote(self.largeur), cote(self.hauteur))
    }
}

/// A coordinate: one decimal, none where there is none.
pub(super) fn cote(valeur: f64) -> String {
    let arrondie = (valeur * 10.0).round() / 10.0;
    // Minus zero is written as zero.
    format!("{}", if arrondie == 0.0 { 0.0 } else { arrondie })
}

/// A point of a path.
pub(super) fn point(x: f64, y: f64) -> String {
    format!("{} {}", cote(x), cote(y))
}

/// The mark of a series, so that it is not known by its colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marque {
    Rond,
    Carre,
    Triangle,
    Losange,
}

impl Marque {
    /// The mark of the series of this rank.
    pub(super) fn de(rang: usize) -> Self {
        [Self::Rond, Self::Carre, Self::Triangle, Self::Losange].get(rang % 4).copied().unwrap_or(Self::Rond)
    }

    /// Its outline around a point.
    pub(super) fn trace(self, x: f64, y: f64, rayon: f64) -> String {
        let sommets: &[(f64, f64)] = match self {
            Self::Rond => {
                let r = cote(rayon);
                return format!(
                    "M{}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 -{} 0z",
                    point(x - rayon, y),
                    cote(rayon * 2.0),
                    cote(rayon * 2.0)
                );
            }
            Self::Carre => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Self::Triangle => &[(0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)],
            Self::Losange => &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
        };
        let points: Vec<_> = sommets.iter().map(|(dx, dy)| point(x + dx * rayon, y + dy * rayon)).collect();
        format!("M{}z", points.join("L"))
    }
}

/// The class of the series of this rank: its colour and its dash.
pub(super) fn classe(rang: usize) -> &'static str {
    ["g-1", "g-2", "g-3", "g-4"].get(rang % 4).copied().unwrap_or("g-1")
}
