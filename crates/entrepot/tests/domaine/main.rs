//! What the rules grant, recorded and read again, on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first failure"
)]

mod annuaire;
#[path = "../appui/mod.rs"]
mod appui;
mod boites;
mod course;
mod declarations;
mod documents;
mod episodes;
mod evaluation;
mod evenements;
mod histoires;
mod identites;
mod indicateurs;
mod lieux;
mod modele;
mod notifications;
mod participation;
mod payeurs;
mod rapports;
mod redaction;
mod remises;
mod remises_autour;
mod repertoire;
mod secret;
mod suspension;
mod terrain;
mod transmission;
