//! Indicators: the table of figures that everything else shows, and who may read which.

pub mod famille;
pub mod instantane;
pub mod lecture;
