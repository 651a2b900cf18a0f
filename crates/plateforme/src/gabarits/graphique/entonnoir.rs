//! A funnel: each place by its size and its rate, between the limits that chance alone explains.

use maud::{Markup, html};

use super::dessin::{Marque, cote, point};
use super::echelle::Echelle;
use super::{Dessin, Graphique, LARGEUR, Legende, Unite};
use crate::gabarits::{Tableau, texte};

const HAUTEUR: f64 = 270.0;
const HAUT: f64 = 14.0;
const BAS: f64 = 50.0;
const GAUCHE: f64 = 50.0;
const DROITE: f64 = LARGEUR - 16.0;

/// One place of the funnel.
#[derive(Clone, Debug, PartialEq)]
pub struct Placee {
    /// Its name.
    pub nom: String,
    /// Those counted.
    pub nombre: u64,
    /// Out of how many.
    pub sur: u64,
}

/// The limits at one size, as shares from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limites {
    /// Size.
    pub sur: u64,
    /// Limits that nineteen places out of twenty keep.
    pub proches: (f64, f64),
    /// Limits that all but two in a thousand keep.
    pub lointaines: (f64, f64),
}

/// A funnel being described.
#[derive(Clone, Debug, PartialEq)]
pub struct Entonnoir<'a> {
    /// Title.
    pub titre: &'a str,
    /// What it says, in a sentence.
    pub phrase: String,
    /// What places are, for the table, for example « CPTS ».
    pub colonne: &'a str,
    /// What sizes count, for example « Épisodes ».
    pub taille: &'a str,
    /// The rate of all together, from 0 to 100.
    pub moyenne: f64,
    /// Whose rate that is, for example « Ensemble ».
    pub nom: &'a str,
    /// The places that may be shown, numbered in this order.
    pub places: Vec<Placee>,
    /// The limits, by growing size.
    pub limites: Vec<Limites>,
}

impl<'a> Entonnoir<'a> {
    /// The chart.
    pub fn graphique(self) -> Graphique<'a> {
        let dessin = self.dessiner();
        let tableau = self.tableau();
        let legende = vec![
            Legende::Signe("g-repere", format!("{} : {}", self.nom, Unite::Pourcent.dire(self.moyenne))),
            Legende::Signe("g-limite", "Limites à 95 % du hasard".to_owned()),
            Legende::Signe("g-limite g-limite-loin", "Limites à 99,8 %".to_owned()),
        ];
        Graphique::new(self.titre, self.phrase, dessin, tableau).legende(legende)
    }

    fn tableau(&self) -> Markup {
        let colonnes = ["N°", self.colonne, "Part", self.taille];
        let lignes = self.places.iter().zip(1_u32..).map(|(place, rang)| {
            vec![
                html! { (rang) },
                html! { (place.nom) },
                html! { (Unite::Pourcent.dire(place.part())) " (" (texte::grouper(place.nombre)) ")" },
                html! { (texte::grouper(place.sur)) },
            ]
        });
        Tableau::new(self.titre, &colonnes).lignes(lignes).rendre()
    }

    fn dessiner(&self) -> Dessin {
        let tailles = self.places.iter().map(|place| place.sur).chain(self.limites.iter().map(|l| l.sur));
        let x = Echelle::depuis_zero(tailles.map(texte::flottant), (GAUCHE, DROITE));
        // The near limits are always seen whole at the sizes of the places; the far ones may leave the sheet.
        let plus_petite = self.places.iter().map(|place| place.sur).min().unwrap_or(0);
        let vues = self.limites.iter().filter(|l| l.sur >= plus_petite).map(|l| l.proches.1);
        let sommets = self.places.iter().map(Placee::part).chain(vues).chain([self.moyenne]);
        let y = Echelle::depuis_zero(sommets, (HAUTEUR - BAS, HAUT));
        Dessin::nouveau(
            HAUTEUR,
            html! {
                (axes(self.taille, x, y))
                (self.limite("g-limite", x, y, |l| l.proches))
                (self.limite("g-limite g-limite-loin", x, y, |l| l.lointaines))
                path.g-repere d=(format!("M{}H{}", point(GAUCHE, y.place(self.moyenne)), cote(DROITE))) {}
                @for (place, rang) in self.places.iter().zip(1_u32..) {
                    @let (cx, cy) = (x.place(texte::flottant(place.sur)), y.place(place.part()));
                    path.g-pastille d=(Marque::Rond.trace(cx, cy, 9.0)) {}
                    text.g-sur-pastille x=(cote(cx)) y=(cote(cy + 4.2)) text-anchor="middle" { (rang) }
                }
            },
        )
    }

    fn limite(&self, classe: &str, x: Echelle, y: Echelle, lire: fn(&Limites) -> (f64, f64)) -> Markup {
        let trace = |cote: fn((f64, f64)) -> f64| {
            let points: Vec<_> = self
                .limites
                .iter()
                .map(|l| point(x.place(texte::flottant(l.sur)), y.place(cote(lire(l)))))
                .collect();
            if points.is_empty() { String::new() } else { format!("M{}", points.join("L")) }
        };
        html! { path.(classe) d=(format!("{}{}", trace(|l| l.0), trace(|l| l.1))) {} }
    }
}

impl Placee {
    fn part(&self) -> f64 {
        if self.sur == 0 { 0.0 } else { texte::flottant(self.nombre) / texte::flottant(self.sur) * 100.0 }
    }
}

fn axes(taille: &str, x: Echelle, y: Echelle) -> Markup {
    let ((gx, px), (gy, py)) = (x.graduations(), y.graduations());
    html! {
        @for valeur in gy {
            path.g-grille d=(format!("M{}H{}", point(GAUCHE, y.place(valeur)), cote(DROITE))) {}
            text.g-texte x=(cote(GAUCHE - 7.0)) y=(cote(y.place(valeur) + 4.0)) text-anchor="end" { (Unite::Pourcent.graduer(valeur, py)) }
        }
        @for valeur in gx {
            text.g-texte x=(cote(x.place(valeur))) y=(cote(HAUTEUR - BAS + 19.0)) text-anchor="middle" { (Unite::Entier.graduer(valeur, px)) }
        }
        text.g-texte x=(cote(DROITE)) y=(cote(HAUTEUR - 8.0)) text-anchor="end" { (taille) }
    }
}
