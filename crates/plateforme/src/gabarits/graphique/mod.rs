//! Charts drawn by the server: what they say in a sentence, the drawing, the figures in a table.
//!
//! Start with [`Graphique`]. A chart is a value of one of the kinds below; it draws itself on a sheet of [`LARGEUR`]
//! units, for the screen by the classes of the style sheet, for paper with colours of its own. Nothing is told by colour
//! alone: series differ by mark and by dash, classes of a map carry their value, bars carry theirs.

mod barres;
mod cadre;
mod courbe;
mod dessin;
mod echelle;
mod entonnoir;
mod etiquette;
mod fond;
mod france;
mod lieux;
mod mesure;
mod miroir;
mod repartition;
mod silhouette;
#[cfg(test)]
mod tests;
mod vignettes;

pub use barres::{Barre, Barres, Repere};
pub use cadre::{Graphique, Legende};
pub use courbe::{Courbe, Serie, abscisses_datees, abscisses_regulieres};
pub use dessin::Dessin;
pub use entonnoir::{Entonnoir, Limites, Placee};
pub use fond::{Departement, departement_dessine, departements_dessines};
pub use france::{CarteDeFrance, Zone};
pub use lieux::{CarteDesLieux, Lieu};
pub use mesure::{Mesure, Unite};
pub use miroir::{Groupe, Miroir};
pub use repartition::{Ligne, Repartition};
pub use silhouette::silhouette;
pub use vignettes::{Vignette, etincelle, vignettes};

/// Width of every sheet, in units of the drawing; texts are sized so that a phone still reads them.
pub const LARGEUR: f64 = 420.0;
