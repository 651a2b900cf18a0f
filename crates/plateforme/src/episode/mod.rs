//! Episodes: what pages, API and command line share to read and record them.

pub mod enregistrer;
pub mod identifier;
pub mod situation;

pub use enregistrer::{Greffe, Motif};
