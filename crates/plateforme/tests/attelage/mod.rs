//! What the tests of failures and the measures share: a base, a real server on it, clients, and what must hold after.

pub mod base;
pub mod client;
pub mod courrier;
pub mod document;
pub mod oracle;
pub mod serveur;
pub mod terrain;
