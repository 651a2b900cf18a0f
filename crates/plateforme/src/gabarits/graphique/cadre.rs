//! What is around every drawing: its title, the sentence that it says, its legend, its figures, where they come from.

use maud::{Markup, html};

use super::Dessin;
use super::dessin::{Marque, classe};

/// One entry of a legend.
#[derive(Clone, Debug)]
pub enum Legende {
    /// The series of this rank.
    Serie(usize, String),
    /// The class of a distribution or of a map of this rank, from the lightest.
    Classe(usize, String),
    /// A sign that the drawing uses.
    Signe(&'static str, String),
    /// The discs of a map.
    Disque(String),
}

/// A chart ready to be shown.
pub struct Graphique<'a> {
    titre: &'a str,
    phrase: String,
    dessin: Dessin,
    legende: Vec<Legende>,
    tableau: Markup,
    pied: Option<Markup>,
}

impl<'a> Graphique<'a> {
    /// A drawing with its title, the sentence that it says, and its figures as a table.
    pub fn new(titre: &'a str, phrase: impl Into<String>, dessin: Dessin, tableau: Markup) -> Self {
        Self { titre, phrase: phrase.into(), dessin, legende: Vec::new(), tableau, pied: None }
    }

    /// What its marks mean.
    pub fn legende(mut self, legende: Vec<Legende>) -> Self {
        self.legende = legende;
        self
    }

    /// Where the figures come from: definition, denominator, what is hidden.
    pub fn pied(mut self, pied: Markup) -> Self {
        self.pied = Some(pied);
        self
    }

    /// The drawing alone, for paper.
    pub fn dessin(&self) -> &Dessin {
        &self.dessin
    }

    /// The sentence that it says.
    pub fn phrase(&self) -> &str {
        &self.phrase
    }

    /// The whole chart.
    pub fn rendre(self) -> Markup {
        html! {
            figure.graphique {
                figcaption {
                    h3.graphique-titre { (self.titre) }
                    p.graphique-phrase { (self.phrase) }
                }
                (self.dessin.pour_ecran(&self.phrase))
                @if !self.legende.is_empty() {
                    ul.graphique-legende { @for entree in &self.legende { (entree.rendre()) } }
                }
                details.plus.graphique-chiffres {
                    summary { "Voir les chiffres" span.lecteur { " : " (self.titre) } }
                    (self.tableau)
                }
                @if let Some(pied) = &self.pied { div.graphique-pied { (pied) } }
            }
        }
    }
}

impl Legende {
    fn rendre(&self) -> Markup {
        html! {
            li {
                @match self {
                    Self::Serie(rang, nom) => {
                        svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true" focusable="false" {
                            path.g-ligne.(classe(*rang)) d="M0 6h28" {}
                            path.g-marque.(classe(*rang)) d=(Marque::de(*rang).trace(14.0, 6.0, 4.0)) {}
                        }
                        (nom)
                    }
                    Self::Classe(rang, nom) => {
                        svg viewBox="0 0 16 12" width="16" height="12" aria-hidden="true" focusable="false" {
                            rect.(format!("g-c{}", (rang % 5) + 1)) x="0.5" y="0.5" width="15" height="11" rx="2" {}
                        }
                        (nom)
                    }
                    Self::Disque(nom) => {
                        svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true" focusable="false" {
                            path.g-disque d=(Marque::Rond.trace(7.0, 6.0, 3.0)) {}
                            path.g-disque d=(Marque::Rond.trace(20.0, 6.0, 5.5)) {}
                        }
                        (nom)
                    }
                    Self::Signe(classe, nom) => {
                        svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true" focusable="false" {
                            path.(classe) d="M0 6h28" {}
                        }
                        (nom)
                    }
                }
            }
        }
    }
}
