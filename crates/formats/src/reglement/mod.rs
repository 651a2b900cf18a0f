//! The rules of a department, rendered: text for a terminal, JSON for machines, a table of all departments for jurists.

mod json;
mod tableau;
#[cfg(test)]
mod tests;
mod texte;

pub use json::FicheJson;
pub use tableau::tableau_des_departements;
pub use texte::{fiche_en_texte, liste_en_texte};
