//! Authorities we trust and the certificate that says who we are, checked once when they are read.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

/// The authorities of the operator and our client certificate with its chain: no other authority is trusted.
#[derive(Clone)]
pub struct Confiance(Arc<ClientConfig>);

/// Why they cannot serve.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfianceInvalide {
    /// No authority in the file.
    #[error("le fichier des autorités ne contient aucun certificat PEM : donnez celui de l’IGC-Santé")]
    Autorites,
    /// No certificate, no key, or they do not match.
    #[error("le certificat client ou sa clé ne peut pas servir : {0}")]
    Client(String),
}

impl Confiance {
    /// From PEM files: authorities, client certificate with its chain, private key.
    pub fn lire(autorites: &[u8], certificat: &[u8], cle: &[u8]) -> Result<Self, ConfianceInvalide> {
        let client = |erreur: &dyn std::fmt::Display| ConfianceInvalide::Client(erreur.to_string());
        let mut racines = RootCertStore::empty();
        for racine in certificats(autorites).ok_or(ConfianceInvalide::Autorites)? {
            racines.add(racine).map_err(|_| ConfianceInvalide::Autorites)?;
        }
        let chaine = certificats(certificat).ok_or_else(|| client(&"aucun certificat PEM"))?;
        let prive = PrivateKeyDer::from_pem_slice(cle).map_err(|erreur| client(&erreur))?;
        let fournisseur = Arc::new(rustls::crypto::ring::default_provider());
        let configuration = ClientConfig::builder_with_provider(fournisseur)
            .with_safe_default_protocol_versions()
            .map_err(|erreur| client(&erreur))?
            .with_root_certificates(racines)
            .with_client_auth_cert(chaine, prive)
            .map_err(|erreur| client(&erreur))?;
        Ok(Self(Arc::new(configuration)))
    }

    /// The configuration of every link with the operator.
    pub(super) fn tls(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.0)
    }
}

/// Every certificate of a PEM file; `None` when there is none or one is damaged.
fn certificats(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let lus: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    lus.ok().filter(|lus| !lus.is_empty())
}
