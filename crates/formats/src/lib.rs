//! Values to bytes and back, pure: the JSON of decisions, the text and JSON of the rules.

pub mod decision;
pub mod reglement;
