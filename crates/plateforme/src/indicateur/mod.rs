//! Indicators: the table of figures that everything else shows, who may read which, and what was published of it.

pub mod api;
mod citation;
mod cle;
pub mod comparaison;
pub mod demande;
pub mod famille;
pub mod instantane;
pub mod instantanes;
pub mod lecture;
pub mod memoire;
pub mod microdonnees;
pub mod miroir;
pub mod pages;
pub mod parution;
pub mod perimetres;
mod schema;
pub mod veille;
pub mod vue_instantane;
