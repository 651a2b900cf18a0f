//! Authorities we trust and the certificate that says who we are, checked once when they are read.

use std::sync::Arc;

use lettre::transport::smtp::client::{Certificate, CertificateStore, Identity, TlsParameters, TlsVersion};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use super::EchecMssante;

/// The authorities of the operator and our client certificate: no other authority is trusted.
#[derive(Clone)]
pub struct Confiance {
    autorites: Vec<u8>,
    certificat: CertificateDer<'static>,
    cle: Vec<u8>,
    imap: Arc<ClientConfig>,
}

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
        let feuille = chaine.first().cloned().ok_or_else(|| client(&"aucun certificat PEM"))?;
        let prive = PrivateKeyDer::from_pem_slice(cle).map_err(|erreur| client(&erreur))?;
        let fournisseur = Arc::new(rustls::crypto::ring::default_provider());
        let imap = ClientConfig::builder_with_provider(fournisseur)
            .with_safe_default_protocol_versions()
            .map_err(|erreur| client(&erreur))?
            .with_root_certificates(racines)
            .with_client_auth_cert(chaine, prive)
            .map_err(|erreur| client(&erreur))?;
        Ok(Self {
            autorites: autorites.to_vec(),
            certificat: feuille,
            cle: cle.to_vec(),
            imap: Arc::new(imap),
        })
    }

    pub(super) fn imap(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.imap)
    }

    pub(super) fn smtp(&self, hote: &str) -> Result<TlsParameters, EchecMssante> {
        let definitif = |erreur: lettre::transport::smtp::Error| EchecMssante::Definitif(erreur.to_string());
        let mut parametres = TlsParameters::builder(hote.to_owned())
            .certificate_store(CertificateStore::None)
            .set_min_tls_version(TlsVersion::Tlsv12);
        for racine in certificats(&self.autorites).unwrap_or_default() {
            parametres = parametres
                .add_root_certificate(Certificate::from_der(racine.as_ref().to_vec()).map_err(definitif)?);
        }
        // lettre 0.11 hands the bytes of its « PEM » certificate to rustls as they are: they must be DER, and one only.
        let identite = Identity::from_pem(&self.certificat, &self.cle).map_err(definitif)?;
        parametres.identify_with(identite).build_rustls().map_err(definitif)
    }
}

/// Every certificate of a PEM file; `None` when there is none or one is damaged.
fn certificats(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let lus: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    lus.ok().filter(|lus| !lus.is_empty())
}
