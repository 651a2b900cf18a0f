//! The key that signs certificates of authorisation, derived from the master key, and the public halves of all there were.

use ed25519_dalek::{Signer as _, SigningKey};

use jiff::Timestamp;

use crate::chiffre::CleMaitresse;
use crate::journal::Entree;
use crate::sql::Moteur;
use crate::{Echec, Tx, params};

const INSCRIRE: &str = "INSERT INTO cle_certificat (publique, rang)
    SELECT $1, count(*) FROM cle_certificat WHERE true ON CONFLICT DO NOTHING";
const LIRE: &str = "SELECT publique FROM cle_certificat c
    WHERE NOT EXISTS (SELECT 1 FROM cle_retiree r WHERE r.publique = c.publique) ORDER BY rang, publique";
const RETIRER: &str = "INSERT INTO cle_retiree (publique, retiree_le) VALUES ($1, $2) ON CONFLICT DO NOTHING";

/// Signs certificates; derived from the master key for this use alone.
#[derive(Clone)]
pub struct Signataire(SigningKey);

impl Signataire {
    /// The signer of a master key.
    #[must_use]
    pub fn new(maitresse: &CleMaitresse) -> Self {
        Self(SigningKey::from_bytes(&maitresse.derive("signature-des-certificats")))
    }

    /// To be published.
    #[must_use]
    pub fn cle_publique(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// The Ed25519 signature of these bytes: the same for the same bytes.
    #[must_use]
    pub fn signer(&self, octets: &[u8]) -> [u8; 64] {
        self.0.sign(octets).to_bytes()
    }
}

/// Records the public halves of the keys in use; those already there stay where they are.
pub(crate) fn reconnaitre<'c>(
    moteur: &mut Moteur,
    maitresses: impl Iterator<Item = &'c CleMaitresse>,
) -> Result<(), Echec> {
    for maitresse in maitresses {
        let publique = Signataire::new(maitresse).cle_publique();
        moteur.query(INSCRIRE, &params![publique])?;
    }
    Ok(())
}

/// Withdraws a public key for good: what it signed is no longer believed. Fails with [`Echec::Conflit`] when it was
/// before. `nom` is how it is called outside, for the journal.
pub fn retirer(tx: &mut Tx, publique: [u8; 32], nom: &str, instant: Timestamp) {
    tx.enqueue_one(RETIRER, params![publique, instant]);
    tx.tracer(Entree::new(instant, "systeme", "certificat.retirer-la-cle", format!("cle/{nom}")));
}

/// Every public key that may have signed here and was not withdrawn, in order of arrival.
///
/// # Errors
/// When the base fails.
pub fn cles(tx: &mut Tx) -> Result<Vec<[u8; 32]>, Echec> {
    tx.query(LIRE, &[])?.iter().map(|ligne| ligne.get("publique")).collect()
}
