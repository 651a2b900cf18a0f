//! A file fingerprinted as it is read, so that it is read once.

use std::io::{self, Read};

use sha2::{Digest, Sha256};

/// A reader that keeps the fingerprint of what went through.
pub struct Empreinte<R> {
    entree: R,
    calcul: Sha256,
}

impl<R: Read> Empreinte<R> {
    /// Reads through.
    pub fn de(entree: R) -> Self {
        Self { entree, calcul: Sha256::new() }
    }

    /// The fingerprint so far, in hexadecimal.
    pub fn finir(&self) -> String {
        self.calcul.clone().finalize().iter().map(|octet| format!("{octet:02x}")).collect()
    }
}

impl<R: Read> Read for Empreinte<R> {
    fn read(&mut self, tampon: &mut [u8]) -> io::Result<usize> {
        let lus = self.entree.read(tampon)?;
        self.calcul.update(tampon.get(..lus).unwrap_or_default());
        Ok(lus)
    }
}
