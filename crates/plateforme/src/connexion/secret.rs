//! Secrets of sessions and tokens: 256 random bits outside, their SHA-256 inside.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::alea::Alea;

/// What opens API tokens, so that a leaked one is recognised.
const PREFIXE: &str = "ad_";

/// A secret, as held by a browser or a program.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A new secret.
    pub fn tirer(alea: &Alea) -> Self {
        Self(alea.octets())
    }

    /// What the base keeps of it.
    pub fn empreinte(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// Another secret text drawn from this one, for one use; it does not give this one back.
    pub fn deriver(&self, usage: &str) -> String {
        let mut hachage = Sha256::new();
        hachage.update(usage.as_bytes());
        hachage.update([0]);
        hachage.update(self.0);
        URL_SAFE_NO_PAD.encode(hachage.finalize())
    }

    /// As the value of a cookie.
    pub fn en_cookie(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// As an API token.
    pub fn en_jeton(&self) -> String {
        format!("{PREFIXE}{}", self.en_cookie())
    }

    /// The secret of a cookie.
    pub fn de_cookie(texte: &str) -> Option<Self> {
        let octets = URL_SAFE_NO_PAD.decode(texte).ok()?;
        octets.try_into().map(Self).ok()
    }

    /// The secret of an API token.
    pub fn de_jeton(texte: &str) -> Option<Self> {
        Self::de_cookie(texte.strip_prefix(PREFIXE)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_secret_se_relit_et_ne_se_confond_pas() {
        let secret = Secret::tirer(&Alea::Systeme);
        assert!(Secret::de_cookie(&secret.en_cookie()) == Some(secret.clone()));
        assert!(Secret::de_jeton(&secret.en_jeton()) == Some(secret.clone()));
        assert!(Secret::de_jeton(&secret.en_cookie()).is_none());
        assert!(Secret::de_cookie("trop-court").is_none());
        assert_ne!(secret.empreinte(), Secret::tirer(&Alea::Systeme).empreinte());
    }
}
