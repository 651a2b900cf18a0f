//! What the public list is made of: the MKs ever authorised, their places, periods and public sheets; and what the
//! journal says has changed since a position of it.

mod fiche;
mod lecture;
mod suite;

pub use fiche::{dire, fiche};
pub use lecture::{LieuPublie, Nomme, Periode, Publie, communautes, publies, tous};
pub use suite::{Concernes, Suite, suite};
