//! Tables that become cards on a phone: each cell knows the title of its column.
//!
//! Roles are written out because a browser forgets them once cells are laid out as blocks.

use maud::{Markup, html};

/// A table being built.
pub struct Tableau<'a> {
    legende: &'a str,
    colonnes: &'a [&'a str],
    lignes: Vec<Vec<Markup>>,
}

impl<'a> Tableau<'a> {
    /// A table with its caption and the titles of its columns.
    pub fn new(legende: &'a str, colonnes: &'a [&'a str]) -> Self {
        Self { legende, colonnes, lignes: Vec::new() }
    }

    /// One more line; its first cell is its title.
    pub fn ligne(mut self, cellules: Vec<Markup>) -> Self {
        self.lignes.push(cellules);
        self
    }

    /// The lines of an iterator.
    pub fn lignes(mut self, lignes: impl IntoIterator<Item = Vec<Markup>>) -> Self {
        self.lignes.extend(lignes);
        self
    }

    /// The table.
    pub fn rendre(self) -> Markup {
        html! {
            div.tableau-cadre tabindex="0" role="region" aria-label=(self.legende) {
                table.tableau role="table" {
                    caption { (self.legende) }
                    thead role="rowgroup" {
                        tr role="row" { @for colonne in self.colonnes { th scope="col" role="columnheader" { (colonne) } } }
                    }
                    tbody role="rowgroup" { @for ligne in &self.lignes { (self.rangee(ligne)) } }
                }
            }
        }
    }

    fn rangee(&self, cellules: &[Markup]) -> Markup {
        html! {
            tr role="row" {
                @for (place, (colonne, cellule)) in self.colonnes.iter().zip(cellules).enumerate() {
                    @if place == 0 { th scope="row" role="rowheader" data-colonne=(colonne) { (cellule) } }
                    @else { td role="cell" data-colonne=(colonne) { (cellule) } }
                }
            }
        }
    }
}
