//! Deliveries through the pages and the worker: composed with the document, sent, answered, handed over.

mod dmp;
mod gestes;
mod lien;
mod pairs;
mod patient;
mod prets;
mod terrain;
