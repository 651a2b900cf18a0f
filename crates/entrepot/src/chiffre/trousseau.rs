//! The key ring: one key seals, the older ones still open, so that keys rotate without a halt.

use aes_gcm_siv::aead::{Aead, KeyInit as _, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::CleMaitresse;

/// The first byte of every envelope.
const VERSION: u8 = 1;
const EN_TETE: usize = 1 + 4 + 12;

/// Names a key without telling anything of it.
pub type CleId = [u8; 4];

/// The keyed hash by which an identity is found: equal for equal identities, telling nothing else.
pub type IndexAveugle = [u8; 32];

/// The keys in use: the active one and the older ones.
#[derive(Clone)]
pub struct Trousseau {
    active: Cles,
    anciennes: Vec<Cles>,
}

#[derive(Clone)]
struct Cles {
    id: CleId,
    enveloppe: Zeroizing<[u8; 32]>,
    index: Zeroizing<[u8; 32]>,
}

/// The cell that an envelope belongs to: moved to another, it no longer opens.
#[derive(Clone, Copy, Debug)]
pub struct Cellule {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub colonne: &'static str,
    /// The row.
    pub ligne: Uuid,
}

/// Why an envelope does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Illisible {
    /// It is not an envelope.
    #[error("Une donnée chiffrée n’a pas la forme attendue : restaurez une sauvegarde.")]
    Forme,
    /// Its key is not in the ring.
    #[error("Une donnée est chiffrée avec une clé absente : fournissez aussi les anciennes clés maîtresses.")]
    CleAbsente,
    /// It was altered or moved.
    #[error("Une donnée chiffrée a été altérée ou déplacée : restaurez une sauvegarde.")]
    Alteree,
}

impl Cles {
    fn new(maitresse: &CleMaitresse) -> Self {
        Self {
            id: *maitresse.derive("identifiant"),
            enveloppe: maitresse.derive("enveloppe"),
            index: maitresse.derive("index-aveugle"),
        }
    }

    fn cipher(&self) -> Aes256GcmSiv {
        Aes256GcmSiv::new((&*self.enveloppe).into())
    }

    fn index(&self, domaine: &str, valeur: &[u8]) -> IndexAveugle {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.index.as_slice()) else {
            unreachable!("HMAC takes a key of any length")
        };
        mac.update(&(domaine.len() as u64).to_be_bytes());
        mac.update(domaine.as_bytes());
        mac.update(valeur);
        mac.finalize().into_bytes().into()
    }
}

impl Cellule {
    fn authenticated(self) -> Vec<u8> {
        [self.table.as_bytes(), b".", self.colonne.as_bytes(), b"\0", self.ligne.as_bytes()].concat()
    }
}

impl Trousseau {
    /// The active key seals; all of them open.
    #[must_use]
    pub fn new(active: &CleMaitresse, anciennes: &[CleMaitresse]) -> Self {
        Self { active: Cles::new(active), anciennes: anciennes.iter().map(Cles::new).collect() }
    }

    /// Names the active key.
    #[must_use]
    pub fn active(&self) -> CleId {
        self.active.id
    }

    /// Names every key, the active one first.
    pub fn ids(&self) -> impl Iterator<Item = CleId> + '_ {
        self.all().map(|cles| cles.id)
    }

    /// Seals for one cell: version, key, nonce, ciphertext. The nonce is 12 random bytes.
    #[must_use]
    pub fn sceller(&self, clair: &[u8], cellule: Cellule, nonce: [u8; 12]) -> Vec<u8> {
        let charge = Payload { msg: clair, aad: &cellule.authenticated() };
        let Ok(scelle) = self.active.cipher().encrypt(&Nonce::from(nonce), charge) else {
            unreachable!("AES-GCM-SIV seals up to 64 GiB")
        };
        [&[VERSION][..], &self.active.id, &nonce, &scelle].concat()
    }

    /// Opens an envelope read from this cell.
    ///
    /// # Errors
    /// When it is not an envelope, its key is absent, or it was altered or moved.
    pub fn ouvrir(&self, enveloppe: &[u8], cellule: Cellule) -> Result<Zeroizing<Vec<u8>>, Illisible> {
        let (en_tete, scelle) = enveloppe.split_first_chunk::<EN_TETE>().ok_or(Illisible::Forme)?;
        let (version, reste) = en_tete.split_first().ok_or(Illisible::Forme)?;
        let (id, nonce) = reste.split_first_chunk::<4>().ok_or(Illisible::Forme)?;
        if *version != VERSION {
            return Err(Illisible::Forme);
        }
        let nonce = <[u8; 12]>::try_from(nonce).map_err(|_| Illisible::Forme)?;
        let cles = self.all().find(|cles| cles.id == *id).ok_or(Illisible::CleAbsente)?;
        let charge = Payload { msg: scelle, aad: &cellule.authenticated() };
        let clair = cles.cipher().decrypt(&Nonce::from(nonce), charge).map_err(|_| Illisible::Alteree)?;
        Ok(Zeroizing::new(clair))
    }

    /// The hash to store, under the active key. `domaine` keeps two uses apart; never for values with few choices.
    #[must_use]
    pub fn index(&self, domaine: &str, valeur: &[u8]) -> IndexAveugle {
        self.active.index(domaine, valeur)
    }

    /// The hashes to look for, under every key, the active one first.
    #[must_use]
    pub fn indices(&self, domaine: &str, valeur: &[u8]) -> Vec<IndexAveugle> {
        self.all().map(|cles| cles.index(domaine, valeur)).collect()
    }

    fn all(&self) -> impl Iterator<Item = &Cles> {
        std::iter::once(&self.active).chain(&self.anciennes)
    }
}

impl std::fmt::Debug for Trousseau {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Trousseau({} clés)", 1 + self.anciennes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELLULE: Cellule = Cellule { table: "patient", colonne: "identite", ligne: Uuid::from_u128(1) };

    fn ring(octet: u8) -> Trousseau {
        Trousseau::new(&CleMaitresse::new([octet; 32]), &[])
    }

    #[test]
    fn an_envelope_opens_only_in_its_cell_and_unaltered() {
        let enveloppe = ring(1).sceller(b"MARTIN", CELLULE, [9; 12]);
        assert_eq!(ring(1).ouvrir(&enveloppe, CELLULE).unwrap().as_slice(), b"MARTIN");
        let ailleurs = Cellule { ligne: Uuid::from_u128(2), ..CELLULE };
        assert_eq!(ring(1).ouvrir(&enveloppe, ailleurs), Err(Illisible::Alteree));
        for place in 0..enveloppe.len() {
            let mut alteree = enveloppe.clone();
            alteree[place] ^= 1;
            assert!(ring(1).ouvrir(&alteree, CELLULE).is_err(), "byte {place} is not protected");
        }
        assert_eq!(ring(1).ouvrir(&enveloppe[..10], CELLULE), Err(Illisible::Forme));
    }

    #[test]
    fn an_envelope_hides_its_content() {
        let enveloppe = ring(1).sceller(b"MARTIN", CELLULE, [9; 12]);
        assert!(!enveloppe.windows(6).any(|w| w == b"MARTIN"));
    }

    #[test]
    fn the_old_key_opens_and_finds_after_a_rotation() {
        let ancienne = CleMaitresse::new([1; 32]);
        let avant = Trousseau::new(&ancienne, &[]);
        let enveloppe = avant.sceller(b"MARTIN", CELLULE, [9; 12]);
        let apres = Trousseau::new(&CleMaitresse::new([2; 32]), &[ancienne]);
        assert_eq!(apres.ouvrir(&enveloppe, CELLULE).unwrap().as_slice(), b"MARTIN");
        assert_eq!(ring(2).ouvrir(&enveloppe, CELLULE), Err(Illisible::CleAbsente));
        assert!(apres.indices("ins", b"1").contains(&avant.index("ins", b"1")));
        assert_ne!(apres.index("ins", b"1"), avant.index("ins", b"1"));
    }

    #[test]
    fn an_index_keeps_its_uses_apart() {
        assert_ne!(ring(1).index("ins", b"1"), ring(1).index("traits", b"1"));
        assert_ne!(ring(1).index("ab", b"c"), ring(1).index("a", b"bc"));
    }
}
