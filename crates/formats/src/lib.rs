//! Values to bytes and back, pure: the JSON of decisions, the rules as text and JSON, the public list in its
//! formats, the national directory.

pub mod annuaire_sante;
pub mod decision;
pub mod liste_publique;
pub mod mssante;
pub mod reglement;
