//! Evaluation as people look at it: dashboards of every perimeter, the mirror of an MK, annual reports.
//!
//! Everything shown is a [`droit::evaluation::Donnee`], read in one go; charts are drawn of these alone, on screens and in
//! reports alike.

pub mod adresse;
mod comparees;
pub(crate) mod dessins;
mod ecriture;
pub(crate) mod figures;
pub mod filtres;
pub mod lecture;
mod miroir;
mod page;
pub(crate) mod phrases;
pub mod rapport;
mod territoires;

pub(crate) use ecriture::{dire_la_surete, ecrire};
pub use page::{siens, voir};
