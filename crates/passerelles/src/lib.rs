//! The outside world: one port for messages, one for files, real adapters and a sandbox.
//!
//! A message leaves the outbox of `entrepot` through [`Passerelle::remettre`]; a parcel of files through
//! [`Livreur::livrer`]. Handing over is *at least once*: the identifier travels with what leaves so that the receiver
//! can recognise a second copy.

mod adresse;
mod annuaire;
mod bac_a_sable;
mod clamd;
mod colis;
mod courriel;
pub mod demarches;
mod depot;
pub mod dmp;
pub mod mssante;
pub mod pro_sante_connect;
mod secret;
pub mod sftp;
mod smtp;

pub use adresse::{AdresseDeService, AdresseRefusee};
pub use annuaire::{ApiAnnuaire, DELAI as DELAI_ANNUAIRE, EchecAnnuaire};
pub use bac_a_sable::BacASable;
pub use clamd::{AdresseClamd, AnalyseImpossible, AntivirusInvalide, Clamd, Verdict};
pub use colis::{AccuseDepose, Colis, Fichier, Livreur, Sort};
pub use courriel::{AdresseCourriel, AdresseInvalide, BoiteAuxLettres, Calendrier, Courriel, Methode};
pub use depot::DossierDeDepot;
pub use secret::Secret;
pub use sftp::{AdresseSftp, EmpreinteHote, Sftp};
pub use smtp::{Chiffrement, EnvoiPostal, Relais, Smtp};

/// A message ready to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envoi {
    /// Stable identifier, the same at every attempt.
    pub id: String,
    /// What it is about, e.g. `publier-liste`, `courriel`.
    pub sujet: String,
    /// The content, already in the receiver's format.
    pub contenu: Vec<u8>,
}

/// What the receiver answered to an accepted message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recepisse {
    /// The receiver's own reference.
    pub reference: String,
}

/// Why a message did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Echec {
    /// The receiver is out of reach: try again later.
    #[error("le destinataire ne répond pas : {0}")]
    Passager(String),
    /// The receiver will never take it: a human must look.
    #[error("le destinataire refuse le message : {0}")]
    Definitif(String),
}

/// A way out for messages: a drop folder, the mail, the sandbox of tests.
pub trait Passerelle: Send + Sync {
    /// Hands one message over; must be safe to call again with the same identifier.
    fn remettre(&self, envoi: &Envoi) -> Result<Recepisse, Echec>;
}

/// A name that cannot leave its folder: letters, digits, `-`, `_` and inner dots.
pub fn nom_sans_danger(nom: &str) -> bool {
    !nom.is_empty()
        && nom.len() <= 150
        && !nom.starts_with('.')
        && nom.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
