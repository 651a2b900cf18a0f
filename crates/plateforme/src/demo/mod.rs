//! The demo: a synthetic Loiret of organisations that exist and people who do not, calibrated on public figures.
//!
//! [`territoire::Territoire::engendrer`] is pure: the same seed and the same day give the same data.

pub mod adhesion;
pub mod agenda;
pub mod archives;
pub mod boites;
pub mod calendrier;
pub mod chargement;
pub mod chronique;
mod comite;
pub mod comptes;
pub mod courrier;
pub mod documents;
pub mod episode;
pub mod evaluation;
mod examens;
pub mod fiche;
mod fiches;
pub mod hasard;
mod incidents;
pub mod inscription;
pub mod instruction;
pub mod lieux;
pub mod mesure;
pub mod noms;
pub mod paquet;
pub mod parcours;
mod parole;
pub mod patient;
mod pieces;
pub mod praticien;
pub mod rejeu;
pub mod remises;
pub mod reperes;
pub mod suivi;
mod supports;
pub mod territoire;
pub mod transmission;
pub mod vitrine;
