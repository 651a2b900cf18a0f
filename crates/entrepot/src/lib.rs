//! Storage: one SQL on SQLite or PostgreSQL, the journal, the outbox, identities encrypted at rest.
//!
//! [`Entrepot`] opens the base and runs closures on a [`Tx`]: [`Entrepot::lire`] on a reader, [`Entrepot::ecrire`] on
//! the single writer, whose `Ok` means that the fact is on the disk. Repository functions are plain synchronous Rust on
//! `&mut Tx`; they hold no rule of law.

pub mod adhesion;
pub mod annuaire;
pub mod annuaire_mssante;
pub mod bail;
pub mod boite;
pub mod campagne;
pub mod certificat;
mod checkpoint;
pub mod chiffre;
mod colonne;
pub mod comite;
pub mod compte;
pub mod connexion;
pub mod cpts;
pub mod declaration;
pub mod demarche;
mod disque;
pub mod document;
mod echec;
mod ecrivain;
mod entite;
mod entrepot;
pub mod episode;
pub mod evaluation;
pub mod evenement;
pub mod facturation;
mod file;
pub mod gabarit;
pub mod idempotence;
pub mod indicateur;
pub mod jeton;
pub mod journal;
mod lecteur;
pub mod lien;
pub mod mesure;
mod migration;
pub mod notification;
pub mod outbox;
pub mod patient;
pub mod payeur;
pub mod piece;
pub mod praticien;
pub mod pro_sante_connect;
pub mod publication;
pub mod recherche;
pub mod remise;
mod reprise;
pub mod retour;
pub mod sauvegarde;
mod source;
mod sql;
pub mod tentative;
mod trace;
pub mod transmission;
mod travail;
pub mod volonte;

pub use disque::{Disque, Synchronous};
pub use echec::Echec;
pub use entrepot::{Configuration, Emplacement, Entrepot};
pub use reprise::Arret;
pub use sql::{Column, FromValue, Kind, Row, ToValue, Tx, Value};
