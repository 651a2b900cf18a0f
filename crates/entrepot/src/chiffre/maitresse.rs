//! The master key: where it comes from, and the keys derived from it.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// The key from which every other is derived; wiped from memory when dropped, never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct CleMaitresse(Zeroizing<[u8; 32]>);

/// Why a master key cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CleInvalide {
    /// The text is neither hexadecimal nor base64 of 32 bytes.
    #[error(
        "La clé maîtresse doit faire 32 octets, écrits en hexadécimal (64 signes) ou en base64 (44 signes)."
    )]
    Forme,
    /// The key file can be read by others.
    #[error("Le fichier de clé « {0} » est lisible par d’autres : donnez-lui les droits 0600.")]
    Droits(String),
    /// The key file cannot be read or created.
    #[error("Le fichier de clé « {chemin} » est inaccessible : {cause}")]
    Fichier {
        /// Where.
        chemin: String,
        /// Why.
        cause: io::Error,
    },
}

impl CleMaitresse {
    /// From 32 random bytes.
    #[must_use]
    pub fn new(octets: [u8; 32]) -> Self {
        Self(Zeroizing::new(octets))
    }

    /// Reads the key file; if there is none, creates it for its owner alone from the random bytes given.
    ///
    /// # Errors
    /// When the file is unreadable, open to others, or does not hold a key.
    pub fn from_file(chemin: &Path, alea: [u8; 32]) -> Result<Self, CleInvalide> {
        let inaccessible = |cause| CleInvalide::Fichier { chemin: chemin.display().to_string(), cause };
        match create(chemin, alea) {
            Ok(()) => Ok(Self::new(alea)),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => {
                check_rights(chemin)?;
                let texte = Zeroizing::new(fs::read_to_string(chemin).map_err(inaccessible)?);
                texte.trim().parse()
            }
            Err(e) => Err(inaccessible(e)),
        }
    }

    /// A key for one use, by HKDF-SHA-256.
    pub(crate) fn derive<const N: usize>(&self, usage: &str) -> Zeroizing<[u8; N]> {
        let mut cle = Zeroizing::new([0; N]);
        let extrait = Hkdf::<Sha256>::new(Some(b"acces-direct"), self.0.as_slice());
        if extrait.expand(usage.as_bytes(), cle.as_mut_slice()).is_err() {
            unreachable!("HKDF-SHA-256 gives up to 8,160 bytes");
        }
        cle
    }
}

fn create(chemin: &Path, alea: [u8; 32]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut fichier = options.open(chemin)?;
    let texte = Zeroizing::new(STANDARD.encode(alea) + "\n");
    fichier.write_all(texte.as_bytes())?;
    fichier.sync_all()?;
    let dossier = chemin.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(dossier)?.sync_all()
}

#[cfg(unix)]
fn check_rights(chemin: &Path) -> Result<(), CleInvalide> {
    use std::os::unix::fs::PermissionsExt as _;
    let nom = chemin.display().to_string();
    let droits = fs::metadata(chemin).map_err(|cause| CleInvalide::Fichier { chemin: nom.clone(), cause })?;
    if droits.permissions().mode() & 0o077 == 0 { Ok(()) } else { Err(CleInvalide::Droits(nom)) }
}

#[cfg(not(unix))]
fn check_rights(_: &Path) -> Result<(), CleInvalide> {
    Ok(())
}

impl FromStr for CleMaitresse {
    type Err = CleInvalide;

    fn from_str(texte: &str) -> Result<Self, CleInvalide> {
        let octets = Zeroizing::new(match from_hex(texte) {
            Some(octets) => octets,
            None => STANDARD.decode(texte).map_err(|_| CleInvalide::Forme)?,
        });
        octets.as_slice().try_into().map(Self::new).map_err(|_| CleInvalide::Forme)
    }
}

fn from_hex(texte: &str) -> Option<Vec<u8>> {
    if texte.len() != 64 {
        return None;
    }
    let chiffres: Option<Vec<u8>> =
        texte.chars().map(|c| c.to_digit(16).and_then(|n| u8::try_from(n).ok())).collect();
    Some(chiffres?.chunks_exact(2).map(|paire| paire.iter().fold(0, |octet, n| octet << 4 | n)).collect())
}

impl std::fmt::Debug for CleMaitresse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CleMaitresse(…)")
    }
}
