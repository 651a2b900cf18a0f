//! A distribution: each line is a whole, cut in the same classes, from the lightest to the darkest.

use maud::{Markup, html};

use super::dessin::cote;
use super::etiquette::{couper, largeur};
use super::mesure::NON_PUBLIE;
use super::{Dessin, Graphique, LARGEUR, Legende, Unite};
use crate::gabarits::{Tableau, texte};

const PAS: f64 = 52.0;
const CORPS: f64 = 13.0;
const MARGE: f64 = 4.0;

/// One whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Ligne {
    /// What it is.
    pub nom: String,
    /// The count of each class; `None` when the line is hidden, since one class alone would give the others back.
    pub nombres: Option<Vec<u64>>,
}

/// A distribution being described.
#[derive(Clone, Debug, PartialEq)]
pub struct Repartition<'a> {
    /// Title.
    pub titre: &'a str,
    /// What it says, in a sentence.
    pub phrase: String,
    /// What lines are, for the table.
    pub colonne: &'a str,
    /// What is counted, for the table, for example « épisodes ».
    pub compte: &'a str,
    /// The classes, five at most, in their order.
    pub classes: Vec<&'a str>,
    /// The lines.
    pub lignes: Vec<Ligne>,
}

impl<'a> Repartition<'a> {
    /// The chart.
    pub fn graphique(self) -> Graphique<'a> {
        let dessin = self.dessiner();
        let tableau = self.tableau();
        let legende = self
            .classes
            .iter()
            .enumerate()
            .map(|(rang, nom)| Legende::Classe(self.ton(rang), (*nom).to_owned()));
        let legende = legende.collect();
        Graphique::new(self.titre, self.phrase, dessin, tableau).legende(legende)
    }

    /// Few classes are spread over the five tones.
    fn ton(&self, rang: usize) -> usize {
        match self.classes.len() {
            0..=2 => rang * 3 + 1,
            3 => rang * 2,
            _ => rang,
        }
    }

    fn tableau(&self) -> Markup {
        let colonnes: Vec<&str> =
            std::iter::once(self.colonne).chain(self.classes.iter().copied()).chain([self.compte]).collect();
        let lignes = self.lignes.iter().map(|ligne| {
            let Some(nombres) = &ligne.nombres else {
                let vides = (0..=self.classes.len()).map(|_| html! { (NON_PUBLIE) });
                return std::iter::once(html! { (ligne.nom) }).chain(vides).collect();
            };
            let total: u64 = nombres.iter().sum();
            let parts = nombres
                .iter()
                .map(|nombre| html! { (texte::grouper(*nombre)) " (" (dire_part(*nombre, total)) ")" });
            std::iter::once(html! { (ligne.nom) })
                .chain(parts)
                .chain([html! { (texte::grouper(total)) }])
                .collect()
        });
        Tableau::new(self.titre, &colonnes).lignes(lignes).rendre()
    }

    fn dessiner(&self) -> Dessin {
        let nombre = f64::from(u32::try_from(self.lignes.len()).unwrap_or(u32::MAX)).max(1.0);
        Dessin::nouveau(
            PAS * nombre + 4.0,
            html! {
                @for (ligne, rang) in self.lignes.iter().zip(0_u32..) { (self.ligne(ligne, f64::from(rang) * PAS)) }
            },
        )
    }

    fn ligne(&self, ligne: &Ligne, haut: f64) -> Markup {
        let total = ligne.nombres.iter().flatten().sum::<u64>();
        let y = haut + 21.0;
        html! {
            text.g-nom x=(cote(MARGE)) y=(cote(haut + 15.0)) { (couper(&ligne.nom, CORPS, LARGEUR - 2.0 * MARGE)) }
            @match &ligne.nombres {
                Some(nombres) if total > 0 => (self.segments(nombres, total, y)),
                Some(_) => text.g-texte x=(cote(MARGE)) y=(cote(y + 17.0)) { "Aucun" },
                None => {
                    rect.g-masque x=(cote(MARGE)) y=(cote(y)) width=(cote(LARGEUR - 2.0 * MARGE)) height="24" rx="3" {}
                    text.g-texte x=(cote(MARGE + 10.0)) y=(cote(y + 17.0)) { "Non publié : trop peu de patients" }
                }
            }
        }
    }

    fn segments(&self, nombres: &[u64], total: u64, y: f64) -> Markup {
        let place = LARGEUR - 2.0 * MARGE;
        let mut gauche = MARGE;
        html! {
            @for (rang, nombre) in nombres.iter().enumerate() {
                @let large = part(*nombre, total) / 100.0 * place;
                @let dite = Unite::Pourcent.dire(part(*nombre, total));
                @if large > 0.5 {
                    rect.(format!("g-c{}", self.ton(rang) % 5 + 1)) x=(cote(gauche)) y=(cote(y)) width=(cote((large - 1.5).max(0.5))) height="24" {}
                    @if largeur(&dite, CORPS) + 8.0 < large {
                        text.(format!("g-sur-c{}", self.ton(rang) % 5 + 1)) x=(cote(gauche + large / 2.0)) y=(cote(y + 17.0)) text-anchor="middle" { (dite) }
                    }
                }
                @let () = gauche += large;
            }
        }
    }
}

/// A share, from 0 to 100.
fn part(nombre: u64, total: u64) -> f64 {
    let (nombre, total) = (texte::flottant(nombre), texte::flottant(total));
    if total > 0.0 { nombre / total * 100.0 } else { 0.0 }
}

fn dire_part(nombre: u64, total: u64) -> String {
    if total == 0 { "–".to_owned() } else { Unite::Pourcent.dire(part(nombre, total)) }
}
