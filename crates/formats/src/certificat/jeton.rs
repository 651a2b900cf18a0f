//! The text in the QR code: `AD1.` content `.` signature, in base64url; alone or inside an address.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, VerifyingKey};

use super::charge::{a_signer, ecrire, lire};
use super::{Certificat, CleId, ClesPubliques, JetonInvalide, SignatureInvalide};

const PREFIXE: &str = "AD1";
/// The longest text read: three times the longest written.
const LONGUEUR_MAX: usize = 2_000;
/// Before the text when it is inside an address.
const PARAMETRE: &str = "jeton=";

/// A certificate with its signature, read but not yet believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jeton {
    charge: Vec<u8>,
    signature: [u8; 64],
    cle: CleId,
    certificat: Certificat,
}

impl Jeton {
    /// Signs: `signer` is given the bytes and answers the Ed25519 signature of the key.
    pub fn signe(certificat: Certificat, cle: CleId, signer: impl FnOnce(&[u8]) -> [u8; 64]) -> Self {
        let charge = ecrire(&certificat, cle);
        let signature = signer(&a_signer(&charge));
        Self { charge, signature, cle, certificat }
    }

    /// The certificate, once the signature is verified with the published keys.
    ///
    /// # Errors
    /// [`SignatureInvalide`].
    pub fn verifier(&self, cles: &ClesPubliques) -> Result<&Certificat, SignatureInvalide> {
        let cle = cles.trouver(self.cle).ok_or(SignatureInvalide::CleInconnue(self.cle))?;
        let publique = VerifyingKey::from_bytes(cle.octets()).map_err(|_| SignatureInvalide::Fausse)?;
        let signature = Signature::from_bytes(&self.signature);
        publique.verify_strict(&a_signer(&self.charge), &signature).map_err(|_| SignatureInvalide::Fausse)?;
        Ok(&self.certificat)
    }

    /// What it says, whether or not it may be believed.
    #[must_use]
    pub fn certificat(&self) -> &Certificat {
        &self.certificat
    }

    /// Which key it says signed it.
    #[must_use]
    pub fn cle(&self) -> CleId {
        self.cle
    }
}

impl fmt::Display for Jeton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let en_lettres = |octets: &[u8]| URL_SAFE_NO_PAD.encode(octets);
        write!(f, "{PREFIXE}.{}.{}", en_lettres(&self.charge), en_lettres(&self.signature))
    }
}

impl FromStr for Jeton {
    type Err = JetonInvalide;

    /// Reads the text alone or the address that carries it; spaces and line breaks of a copy are forgiven.
    fn from_str(saisie: &str) -> Result<Self, JetonInvalide> {
        if saisie.len() > LONGUEUR_MAX {
            return Err(JetonInvalide::Forme);
        }
        let colle: String = saisie.split_whitespace().collect();
        let texte = colle.split_once(PARAMETRE).map_or(colle.as_str(), |(_, suite)| suite);
        let texte = texte.split(['&', '#']).next().unwrap_or_default();
        let mut parts = texte.split('.');
        let (Some(prefixe), Some(charge), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(JetonInvalide::Forme);
        };
        if prefixe != PREFIXE {
            let version = prefixe.strip_prefix("AD").is_some_and(|n| n.parse::<u16>().is_ok());
            return Err(if version { JetonInvalide::Version } else { JetonInvalide::Forme });
        }
        let octets = |texte: &str| URL_SAFE_NO_PAD.decode(texte).map_err(|_| JetonInvalide::Forme);
        let charge = octets(charge)?;
        let signature = octets(signature)?.try_into().map_err(|_| JetonInvalide::Forme)?;
        let (certificat, cle) = lire(&charge)?;
        Ok(Self { charge, signature, cle, certificat })
    }
}
