//! Evaluation as people look at it: dashboards of every perimeter, the mirror of an MK, annual reports.
//!
//! Everything shown is a [`droit::evaluation::Donnee`], read in one go; charts are drawn of these alone, on screens and in
//! reports alike.

pub mod adresse;
pub(crate) mod figures;
pub(crate) mod filtres;
pub mod lecture;
mod miroir;
mod page;
pub mod rapport;
mod territoires;

pub use page::voir;
pub(crate) use page::{dire_la_surete, ecrire};
