//! The MSSanté operator: mails handed over by submission, the inbox read by IMAP, one identity for both.
//!
//! STARTTLS from TLS 1.2 up, a client certificate, then XOAUTH2 with the professional's short-lived token, which is
//! never kept (référentiel MSSanté, transport; `docs/exploitation.md` says what the operator provides).

mod boite;
mod certificat;
mod depot;
mod essai;
mod passage;

use std::fmt;
use std::time::Duration;

use formats::mssante::Adresse;

pub use boite::{Position, Recu, Releve};
pub use certificat::{Confiance, ConfianceInvalide};
pub use essai::BoitesDEssai;

/// Where the operator is, and what proves who we are.
#[derive(Clone)]
pub struct Operateur {
    /// Host name, also the one its certificate must hold.
    pub hote: String,
    /// Submission port.
    pub port_smtp: u16,
    /// IMAP port.
    pub port_imap: u16,
    /// Authorities and client certificate.
    pub confiance: Confiance,
    /// How long one exchange may wait for the server.
    pub delai: Duration,
}

impl fmt::Debug for Operateur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operateur({}:{}, {})", self.hote, self.port_smtp, self.port_imap)
    }
}

/// The professional's mailbox, for as long as his token lasts.
#[derive(Clone)]
pub struct Session {
    /// Mailbox.
    pub boite: Adresse,
    /// Access token; never stored, never shown.
    pub jeton: Jeton,
}

/// An access token of Pro Santé Connect. `Debug` hides it.
#[derive(Clone)]
pub struct Jeton(String);

/// The text cannot be a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ce jeton d’accès est illisible : reconnectez-vous avec Pro Santé Connect")]
pub struct JetonInvalide;

impl Jeton {
    /// The characters that a bearer token may hold (RFC 6750).
    pub fn nouveau(texte: &str) -> Result<Self, JetonInvalide> {
        let permis = |o: u8| o.is_ascii_alphanumeric() || b"-._~+/=".contains(&o);
        if (1..=8192).contains(&texte.len()) && texte.bytes().all(permis) {
            Ok(Self(texte.to_owned()))
        } else {
            Err(JetonInvalide)
        }
    }
}

impl fmt::Debug for Jeton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Jeton(…)")
    }
}

/// Why a mail did not leave, or the inbox was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EchecMssante {
    /// The token is over or is not this mailbox's.
    #[error(
        "la messagerie ne reconnaît plus votre session : reconnectez-vous avec Pro Santé Connect, l’envoi reprendra"
    )]
    Session,
    /// Nothing was accepted: to be tried again.
    #[error("la messagerie ne répond pas : {0} ; un nouvel essai est prévu")]
    Passager(String),
    /// Will never be accepted as it is.
    #[error("la messagerie refuse ce message : {0}")]
    Definitif(String),
    /// The message was handed over and the connection died before the answer: it may have left.
    #[error("la connexion s’est coupée après l’envoi : le message est peut-être parti ({0})")]
    Incertain(String),
}

impl Operateur {
    /// Who we say we are when we greet: no machine name leaves.
    fn salut() -> lettre::transport::smtp::extension::ClientId {
        lettre::transport::smtp::extension::ClientId::Domain("localhost".to_owned())
    }
}
