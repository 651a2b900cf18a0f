//! Curves: one or several series over time, with their intervals, each known by its mark, its dash and its name.

use jiff::civil::Date;
use maud::{Markup, html};

use super::dessin::{Marque, classe, cote, point};
use super::echelle::Echelle;
use super::etiquette::{couper, ecarter, largeur, serrer};
use super::{Dessin, Graphique, LARGEUR, Legende, Mesure, Unite};
use crate::gabarits::{Tableau, texte};

const HAUTEUR: f64 = 230.0;
const HAUT: f64 = 14.0;
const BAS: f64 = 34.0;
const GAUCHE: f64 = 46.0;
const CORPS: f64 = 13.0;
/// Room for the names at the end of the lines.
const NOMS: f64 = 92.0;

/// One series; it has one figure per abscissa.
#[derive(Clone, Debug, PartialEq)]
pub struct Serie {
    /// What it is, in a word or two.
    pub nom: String,
    /// Its figures.
    pub mesures: Vec<Mesure>,
}

/// A curve being described.
#[derive(Clone, Debug, PartialEq)]
pub struct Courbe<'a> {
    /// Title.
    pub titre: &'a str,
    /// What it says, in a sentence.
    pub phrase: String,
    /// Title of the first column of its table, for example « Mois ».
    pub abscisse: &'a str,
    /// Places and names of the abscissas, in order; see [`abscisses_datees`] and [`abscisses_regulieres`].
    pub abscisses: Vec<(f64, String)>,
    /// How figures are written.
    pub unite: Unite,
    /// Ends of the scale, where they are known beforehand, for example 0 and 10 for a pain.
    pub bornes: Option<(f64, f64)>,
    /// The series, four at most: beyond, nobody can tell them apart and small multiples say it better.
    pub series: Vec<Serie>,
    /// How many of the last abscissas are not over: their figures are marked, no line leads to them.
    pub en_cours: usize,
}

/// Abscissas as far apart as the days are.
pub fn abscisses_datees(jours: &[Date]) -> Vec<(f64, String)> {
    let Some(premier) = jours.first() else { return Vec::new() };
    let ecart = |jour: Date| (jour - *premier).get_days();
    jours.iter().map(|jour| (f64::from(ecart(*jour)), texte::jour_court(*jour))).collect()
}

/// Abscissas at equal distances.
pub fn abscisses_regulieres(noms: impl IntoIterator<Item = String>) -> Vec<(f64, String)> {
    noms.into_iter().zip(0_u32..).map(|(nom, rang)| (f64::from(rang), nom)).collect()
}

impl<'a> Courbe<'a> {
    /// The chart.
    pub fn graphique(self) -> Graphique<'a> {
        let dessin = self.dessiner();
        let legende: Vec<_> = match self.series.as_slice() {
            [_] | [] => Vec::new(),
            series => {
                series.iter().enumerate().map(|(rang, s)| Legende::Serie(rang, s.nom.clone())).collect()
            }
        };
        let tableau = self.tableau();
        Graphique::new(self.titre, self.phrase, dessin, tableau).legende(legende)
    }

    fn tableau(&self) -> Markup {
        let colonnes: Vec<&str> = std::iter::once(self.abscisse)
            .chain(self.series.iter().map(|serie| serie.nom.as_str()))
            .collect();
        let lignes = self.abscisses.iter().enumerate().map(|(rang, (_, nom))| {
            let mesures = self.series.iter().map(|serie| {
                let mesure = serie.mesures.get(rang).copied().unwrap_or(Mesure::Absente);
                html! { (mesure.dire_tout(self.unite)) }
            });
            std::iter::once(html! { (nom) }).chain(mesures).collect()
        });
        Tableau::new(self.titre, &colonnes).lignes(lignes).rendre()
    }

    fn dessiner(&self) -> Dessin {
        let droite = LARGEUR - if self.series.len() > 1 { NOMS } else { 16.0 };
        let bornes = |lire: fn(&(f64, String)) -> f64| {
            (self.abscisses.first().map_or(0.0, lire), self.abscisses.last().map_or(0.0, lire))
        };
        let x = if self.abscisses.len() > 1 {
            Echelle::nouvelle(bornes(|(place, _)| *place), (GAUCHE + 6.0, droite))
        } else {
            // A single figure is in the middle.
            let place = bornes(|(place, _)| *place).0;
            Echelle::nouvelle((place - 1.0, place + 1.0), (GAUCHE + 6.0, droite))
        };
        let y = self.ordonnees();
        Dessin::nouveau(
            HAUTEUR,
            html! {
                (axes(y, self.unite, droite))
                (self.noms_des_abscisses(x, droite))
                @for (rang, serie) in self.series.iter().enumerate() { (self.bande(rang, serie, x, y)) }
                @for (rang, serie) in self.series.iter().enumerate() { (self.ligne(rang, serie, x, y)) }
                @if self.series.len() > 1 { (self.noms_des_series(y, droite)) }
            },
        )
    }

    fn ordonnees(&self) -> Echelle {
        let places = (HAUTEUR - BAS, HAUT);
        match self.bornes {
            Some(bornes) => Echelle::nouvelle(bornes, places),
            None => {
                let sommets = self.series.iter().flat_map(|serie| &serie.mesures).filter_map(|m| m.sommet());
                Echelle::depuis_zero(sommets, places)
            }
        }
    }

    /// The places of the known figures of a series, cut where one is missing and before what is not over.
    fn troncons(&self, serie: &Serie, x: Echelle) -> Vec<Vec<(f64, Mesure)>> {
        let mut troncons: Vec<Vec<(f64, Mesure)>> = vec![Vec::new()];
        let finies = self.abscisses.len().saturating_sub(self.en_cours);
        for (rang, ((place, _), mesure)) in self.abscisses.iter().zip(&serie.mesures).enumerate() {
            if rang >= finies && troncons.last().is_some_and(|troncon| !troncon.is_empty()) {
                troncons.push(Vec::new());
            }
            match (mesure.valeur(), troncons.last_mut()) {
                (Some(_), Some(troncon)) => troncon.push((x.place(*place), *mesure)),
                (None, Some(troncon)) if !troncon.is_empty() => troncons.push(Vec::new()),
                _ => {}
            }
        }
        troncons
    }

    fn bande(&self, rang: usize, serie: &Serie, x: Echelle, y: Echelle) -> Markup {
        let bandes = self.troncons(serie, x).into_iter().filter_map(|troncon| {
            let bornes: Vec<_> =
                troncon.iter().filter_map(|(x, m)| m.intervalle().map(|(b, h)| (*x, b, h))).collect();
            (bornes.len() > 1).then(|| {
                let haut = bornes.iter().map(|(x, _, h)| point(*x, y.place(*h)));
                let bas = bornes.iter().rev().map(|(x, b, _)| point(*x, y.place(*b)));
                format!("M{}z", haut.chain(bas).collect::<Vec<_>>().join("L"))
            })
        });
        html! { @for trace in bandes { path.g-bande.(classe(rang)) d=(trace) {} } }
    }

    fn ligne(&self, rang: usize, serie: &Serie, x: Echelle, y: Echelle) -> Markup {
        let troncons = self.troncons(serie, x);
        let points = troncons.iter().flatten().filter_map(|(x, m)| m.valeur().map(|v| (*x, y.place(v))));
        // Beyond two dozen points the marks would touch: the ends are marked alone.
        let nombre = troncons.iter().map(Vec::len).sum::<usize>();
        let marques: Vec<_> =
            points.enumerate().filter(|(i, _)| nombre <= 24 || *i == 0 || i + 1 == nombre).collect();
        html! {
            @for troncon in troncons.iter().filter(|troncon| troncon.len() > 1) {
                @let trace: Vec<_> = troncon.iter().filter_map(|(x, m)| m.valeur().map(|v| point(*x, y.place(v)))).collect();
                path.g-ligne.(classe(rang)) d=(format!("M{}", trace.join("L"))) {}
            }
            @for (_, (x, y)) in marques {
                path.g-marque.(classe(rang)) d=(Marque::de(rang).trace(x, y, 4.0)) {}
            }
        }
    }

    fn noms_des_abscisses(&self, x: Echelle, droite: f64) -> Markup {
        let noms: Vec<_> = self.abscisses.iter().map(|(_, nom)| couper(nom, CORPS, LARGEUR / 2.0)).collect();
        let large = noms.iter().map(|nom| largeur(nom, CORPS)).fold(0.0, f64::max) + 12.0;
        let mut occupe = f64::NEG_INFINITY;
        let dernier = self.abscisses.len().saturating_sub(1);
        let bord =
            |place: f64| serrer(place, large / 2.0 - 6.0, droite.max(LARGEUR - 16.0) - large / 2.0 + 12.0);
        let fin = self.abscisses.last().map_or(0.0, |(place, _)| bord(x.place(*place)));
        let mut choisis = Vec::new();
        for (rang, ((place, _), nom)) in self.abscisses.iter().zip(&noms).enumerate() {
            let centre = bord(x.place(*place));
            let libre = centre - large / 2.0 >= occupe && (rang == dernier || centre + large <= fin + 0.1);
            if libre {
                occupe = centre + large / 2.0;
                choisis.push((centre, nom));
            }
        }
        html! {
            @for (centre, nom) in choisis {
                text.g-texte x=(cote(centre)) y=(cote(HAUTEUR - 10.0)) text-anchor="middle" { (nom) }
            }
        }
    }

    fn noms_des_series(&self, y: Echelle, droite: f64) -> Markup {
        let fins = self.series.iter().enumerate().filter_map(|(rang, serie)| {
            serie.mesures.iter().rev().find_map(|m| m.valeur()).map(|valeur| (rang, y.place(valeur) + 4.0))
        });
        let places = ecarter(fins.collect(), CORPS + 2.0, (HAUT + 4.0, HAUTEUR - BAS + 4.0));
        html! {
            @for (rang, y) in places {
                @if let Some(serie) = self.series.get(rang) {
                    text.g-nom.(classe(rang)) x=(cote(droite + 10.0)) y=(cote(y)) { (couper(&serie.nom, CORPS, NOMS - 14.0)) }
                }
            }
        }
    }
}

fn axes(y: Echelle, unite: Unite, droite: f64) -> Markup {
    let (graduations, pas) = y.graduations();
    html! {
        @for valeur in graduations.into_iter().filter(|valeur| unite.admet(*valeur)) {
            path.g-grille d=(format!("M{}H{}", point(GAUCHE, y.place(valeur)), cote(droite))) {}
            text.g-texte x=(cote(GAUCHE - 7.0)) y=(cote(y.place(valeur) + 4.0)) text-anchor="end" { (unite.graduer(valeur, pas)) }
        }
    }
}
