//! Values to bytes and back, pure: the JSON of decisions, the rules as text and JSON, the public list in its
//! formats, the national directory, identities of professionals, documents for storage and for exchange, spreadsheets, lists of CPTS and of RPPS numbers.

pub mod activite_totale;
pub mod annuaire_fhir;
pub mod annuaire_sante;
pub mod archive;
pub mod caisse;
pub mod calendrier;
pub mod cda;
pub mod certificat;
pub mod decision;
pub mod demarche;
pub mod document;
pub mod evaluation;
pub mod indicateur;
pub mod instantane;
pub mod liste_cpts;
pub mod liste_publique;
pub mod liste_rpps;
pub mod mssante;
pub mod pdsm;
pub mod piece;
pub mod pro_sante_connect;
pub mod reglement;
pub mod tableur;
pub mod xdm;
mod xml;

pub use xml::CaractereInterdit;
