//! Horizontal bars, each under its name with its figure and its interval.

use maud::{Markup, html};

use super::dessin::{cote, point};
use super::echelle::Echelle;
use super::etiquette::couper;
use super::{Dessin, Graphique, LARGEUR, Legende, Mesure, Unite};
use crate::gabarits::Tableau;

const PAS: f64 = 38.0;
const CORPS: f64 = 13.0;
const MARGE: f64 = 4.0;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Barre {
    /// What it is.
    pub nom: String,
    /// Its figure.
    pub mesure: Mesure,
    /// What the figure is made of, for the table: « 123 sur 456 épisodes ».
    pub precision: String,
}

/// A line across the bars: what they are compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Repere {
    /// What it is, for example « Département ».
    pub nom: String,
    /// Where.
    pub valeur: f64,
}

/// Bars being described.
#[derive(Clone, Debug, PartialEq)]
pub struct Barres<'a> {
    /// Title.
    pub titre: &'a str,
    /// What it says, in a sentence.
    pub phrase: String,
    /// Titles of the columns of its table: what bars are, what they measure, what that is made of.
    pub colonnes: [&'a str; 3],
    /// How figures are written.
    pub unite: Unite,
    /// The bars, in the order shown.
    pub barres: Vec<Barre>,
    /// What they are compared with.
    pub repere: Option<Repere>,
}

impl<'a> Barres<'a> {
    /// The chart.
    pub fn graphique(self) -> Graphique<'a> {
        let dessin = self.dessiner();
        let tableau = self.tableau();
        let mut legende = Vec::new();
        if let Some(repere) = &self.repere {
            legende.push(Legende::Signe(
                "g-repere",
                format!("{} : {}", repere.nom, self.unite.dire(repere.valeur)),
            ));
        }
        if self.barres.iter().any(|barre| barre.mesure.intervalle().is_some()) {
            legende.push(Legende::Signe("g-moustache", "Intervalle de confiance à 95 %".to_owned()));
        }
        Graphique::new(self.titre, self.phrase, dessin, tableau).legende(legende)
    }

    fn tableau(&self) -> Markup {
        let lignes = self.barres.iter().map(|barre| {
            vec![
                html! { (barre.nom) },
                html! { (barre.mesure.dire_tout(self.unite)) },
                html! { (barre.precision) },
            ]
        });
        Tableau::new(self.titre, &self.colonnes).lignes(lignes).rendre()
    }

    fn dessiner(&self) -> Dessin {
        let sommets = self.barres.iter().filter_map(|barre| barre.mesure.sommet());
        let repere = self.repere.iter().map(|repere| repere.valeur);
        let x = Echelle::depuis_zero(sommets.chain(repere), (MARGE, LARGEUR - MARGE));
        let hauteur = PAS * compte(self.barres.len()).max(1.0) + 6.0;
        Dessin::nouveau(
            hauteur,
            html! {
                @for (barre, rang) in self.barres.iter().zip(0_u32..) { (self.barre(barre, f64::from(rang) * PAS, x)) }
                @if let Some(repere) = &self.repere {
                    @let place = cote(x.place(repere.valeur));
                    path.g-repere d=(format!("M{place} 18V{}", cote(hauteur - 2.0))) {}
                }
            },
        )
    }

    fn barre(&self, barre: &Barre, haut: f64, x: Echelle) -> Markup {
        let chiffre = barre.mesure.dire(self.unite);
        let place = LARGEUR - 2.0 * MARGE - super::etiquette::largeur(&chiffre, CORPS) - 14.0;
        let (y, zero) = (haut + 21.0, x.place(0.0));
        html! {
            text.g-nom x=(cote(MARGE)) y=(cote(haut + 15.0)) { (couper(&barre.nom, CORPS, place)) }
            text.g-chiffre x=(cote(LARGEUR - MARGE)) y=(cote(haut + 15.0)) text-anchor="end" { (chiffre) }
            rect.g-fond x=(cote(zero)) y=(cote(y)) width=(cote(LARGEUR - 2.0 * MARGE)) height="11" rx="3" {}
            @match barre.mesure {
                Mesure::Connue { valeur, .. } => rect.g-barre x=(cote(zero)) y=(cote(y)) width=(cote(if valeur > 0.0 { (x.place(valeur) - zero).max(1.5) } else { 0.0 })) height="11" rx="3" {},
                Mesure::Masquee => rect.g-masque x=(cote(zero)) y=(cote(y)) width=(cote(LARGEUR - 2.0 * MARGE)) height="11" rx="3" {},
                Mesure::Absente => {}
            }
            @if let Some((bas, dessus)) = barre.mesure.intervalle() {
                @let (a, b, milieu) = (x.place(bas), x.place(dessus), y + 5.5);
                path.g-moustache d=(format!("M{}H{}M{}v7M{}v7", point(a, milieu), cote(b), point(a, milieu - 3.5), point(b, milieu - 3.5))) {}
            }
        }
    }
}

fn compte(nombre: usize) -> f64 {
    f64::from(u32::try_from(nombre).unwrap_or(u32::MAX))
}
