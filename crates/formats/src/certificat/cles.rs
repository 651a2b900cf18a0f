//! The public keys as published: a JSON file to download once, with which certificates are verified anywhere.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const VERSION: u8 = 1;
const ALGORITHME: &str = "Ed25519";

/// Names a key: the first four bytes of its SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CleId([u8; 4]);

impl CleId {
    pub(super) fn new(octets: [u8; 4]) -> Self {
        Self(octets)
    }

    pub(super) fn octets(self) -> [u8; 4] {
        self.0
    }
}

impl fmt::Display for CleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
    }
}

/// A public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClePublique([u8; 32]);

impl ClePublique {
    /// From its bytes.
    #[must_use]
    pub fn new(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> CleId {
        let empreinte = Sha256::digest(self.0);
        CleId(empreinte.first_chunk::<4>().copied().unwrap_or_default())
    }

    /// Its bytes.
    #[must_use]
    pub fn octets(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Every key that ever signed here; the last one signs today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClesPubliques(Vec<ClePublique>);

/// A file that does not hold public keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ce fichier n’est pas celui des clés publiques ({0}) : téléchargez-le à nouveau")]
pub struct ClesInvalides(String);

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    version: u8,
    cles: Vec<Ligne>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Ligne {
    id: String,
    algorithme: String,
    publique: String,
}

impl ClesPubliques {
    /// These keys.
    #[must_use]
    pub fn new(cles: Vec<ClePublique>) -> Self {
        Self(cles)
    }

    /// The keys, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &ClePublique> {
        self.0.iter()
    }

    pub(super) fn trouver(&self, id: CleId) -> Option<&ClePublique> {
        self.0.iter().find(|cle| cle.id() == id)
    }

    /// The file.
    ///
    /// # Errors
    /// Never for what this type can hold.
    pub fn en_json(&self) -> Result<String, serde_json::Error> {
        let lignes = self.0.iter().map(|cle| Ligne {
            id: cle.id().to_string(),
            algorithme: ALGORITHME.to_owned(),
            publique: URL_SAFE_NO_PAD.encode(cle.0),
        });
        serde_json::to_string_pretty(&Fichier { version: VERSION, cles: lignes.collect() })
    }
}

impl FromStr for ClesPubliques {
    type Err = ClesInvalides;

    fn from_str(texte: &str) -> Result<Self, ClesInvalides> {
        let fichier: Fichier =
            serde_json::from_str(texte).map_err(|cause| ClesInvalides(cause.to_string()))?;
        if fichier.version != VERSION {
            return Err(ClesInvalides(format!("version {} inconnue", fichier.version)));
        }
        fichier.cles.iter().map(lire).collect::<Result<_, _>>().map(Self)
    }
}

fn lire(ligne: &Ligne) -> Result<ClePublique, ClesInvalides> {
    let fausse = |cause: &str| ClesInvalides(format!("clé {} : {cause}", ligne.id));
    if ligne.algorithme != ALGORITHME {
        return Err(fausse("algorithme inconnu"));
    }
    let octets = URL_SAFE_NO_PAD.decode(&ligne.publique).map_err(|_| fausse("écriture fausse"))?;
    let cle = ClePublique(octets.try_into().map_err(|_| fausse("longueur fausse"))?);
    if cle.id().to_string() == ligne.id { Ok(cle) } else { Err(fausse("son nom n’est pas le sien")) }
}
