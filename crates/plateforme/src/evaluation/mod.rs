//! Evaluation as people look at it: dashboards of every perimeter, the mirror of an MK, annual reports.
//!
//! Everything shown is a [`droit::evaluation::Donnee`], read in one go; charts are drawn of these alone, on screens and in
//! reports alike.

pub mod adresse;
mod comparees;
mod ecriture;
mod figures;
pub mod filtres;
pub mod lecture;
mod miroir;
mod page;
mod phrases;
pub mod rapport;
mod territoires;

pub use page::{siens, voir};
