//! The daily head of the journal, signed: given to a third party, it proves later that nothing was cut off or rewritten.

use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use jiff::civil::Date;

use super::{Ancre, Empreinte};
use crate::chiffre::CleMaitresse;

/// The first word of what is signed, so that a signature serves nothing else.
const DOMAINE: &[u8] = b"acces-direct/tete-du-journal/1";

/// Signs heads; derived from the master key.
#[derive(Clone)]
pub struct Signataire(SigningKey);

/// A head, its day and their signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeteSignee {
    /// The head.
    pub tete: Ancre,
    /// The day it is exported for.
    pub jour: Date,
    /// Ed25519, by [`Signataire::cle_publique`].
    pub signature: [u8; 64],
}

/// The signature is not of this key, this head and this day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("La signature de la tête du journal est fausse : vérifiez la clé publique et le fichier exporté.")]
pub struct SignatureFausse;

impl Signataire {
    /// The signer of a store.
    #[must_use]
    pub fn new(maitresse: &CleMaitresse) -> Self {
        Self(SigningKey::from_bytes(&maitresse.derive("signature-du-journal")))
    }

    /// To be given, once, to whoever will verify.
    #[must_use]
    pub fn cle_publique(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// Signs the head for a day.
    #[must_use]
    pub fn signer(&self, tete: Ancre, jour: Date) -> TeteSignee {
        TeteSignee { tete, jour, signature: self.0.sign(&message(tete, jour)).to_bytes() }
    }
}

impl TeteSignee {
    /// The head, once its signature is verified.
    ///
    /// # Errors
    /// [`SignatureFausse`].
    pub fn verifier(&self, cle_publique: &[u8; 32]) -> Result<Ancre, SignatureFausse> {
        let cle = VerifyingKey::from_bytes(cle_publique).map_err(|_| SignatureFausse)?;
        let signature = Signature::from_bytes(&self.signature);
        cle.verify(&message(self.tete, self.jour), &signature).map_err(|_| SignatureFausse)?;
        Ok(self.tete)
    }
}

fn message(tete: Ancre, jour: Date) -> Vec<u8> {
    let Ancre { seq, empreinte } = tete;
    let empreinte: Empreinte = empreinte;
    [DOMAINE, b"\0", &seq.to_be_bytes(), &empreinte, jour.to_string().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn signed() -> (TeteSignee, [u8; 32]) {
        let signataire = Signataire::new(&CleMaitresse::new([7; 32]));
        let tete = Ancre { seq: 42, empreinte: [3; 32] };
        (signataire.signer(tete, date(2026, 3, 9)), signataire.cle_publique())
    }

    #[test]
    fn a_signed_head_is_verified_with_the_public_key_alone() {
        let (signee, cle) = signed();
        assert_eq!(signee.verifier(&cle), Ok(signee.tete));
    }

    #[test]
    fn another_head_day_or_key_is_refused() {
        let (signee, cle) = signed();
        let autre = Ancre { seq: 41, ..signee.tete };
        assert_eq!(TeteSignee { tete: autre, ..signee }.verifier(&cle), Err(SignatureFausse));
        assert_eq!(TeteSignee { jour: date(2026, 3, 10), ..signee }.verifier(&cle), Err(SignatureFausse));
        let inconnue = Signataire::new(&CleMaitresse::new([8; 32])).cle_publique();
        assert_eq!(signee.verifier(&inconnue), Err(SignatureFausse));
    }
}
