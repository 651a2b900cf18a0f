//! The directory of the installation: CPTS and MKs, recorded by whoever may, found, corrected.

pub mod annuaire;
pub mod cpts;
pub mod identite;
pub mod lieu;
pub mod praticien;
