//! How we prove who we are to a file server.

use std::path::Path;
use std::sync::Arc;

use russh::keys::{HashAlg, PrivateKey, load_secret_key};

use crate::{Echec, Secret};

/// A private key of ours.
#[derive(Clone)]
pub struct ClePrivee(Arc<PrivateKey>);

impl ClePrivee {
    /// Reads a key as `ssh-keygen` writes it, without passphrase.
    ///
    /// # Errors
    /// When there is no such file or no such key in it.
    pub fn lire(chemin: &Path) -> Result<Self, Echec> {
        load_secret_key(chemin, None).map(|cle| Self(Arc::new(cle))).map_err(|faute| {
            Echec::Definitif(format!("la clé SFTP « {} » est illisible : {faute}", chemin.display()))
        })
    }

    /// The line to give to the addressee, for his `authorized_keys`.
    pub fn publique(&self) -> String {
        self.0.public_key().to_openssh().unwrap_or_default()
    }

    /// Its fingerprint.
    pub fn empreinte(&self) -> String {
        self.0.public_key().fingerprint(HashAlg::Sha256).to_string()
    }

    pub(super) fn dans(&self) -> Arc<PrivateKey> {
        Arc::clone(&self.0)
    }
}

impl std::fmt::Debug for ClePrivee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClePrivee(…)")
    }
}

/// The proof.
#[derive(Clone, Debug)]
pub enum Preuve {
    /// A key.
    Cle(ClePrivee),
    /// A password.
    MotDePasse(Secret),
}
