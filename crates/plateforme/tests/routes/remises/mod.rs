//! Deliveries through the pages and the worker: composed with the document, sent, answered, handed over.

mod autre_medecin;
mod correction;
mod dmp;
mod gestes;
mod lien;
#[path = "../../../../passerelles/tests/pairs/pdsm.rs"]
#[expect(dead_code, reason = "the tests of the client use the rest")]
mod pair;
mod pairs;
mod patient;
mod payeur;
mod prets;
mod terrain;
