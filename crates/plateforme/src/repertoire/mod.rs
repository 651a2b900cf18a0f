//! The directory of the installation as its administrator keeps it: CPTS, recorded, found, corrected.

pub mod cpts;
