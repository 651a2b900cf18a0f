//! Lines of a stream, one at a time, in one buffer, never longer than a bound.

use std::io::{self, BufRead, Read};

/// The longest line, in bytes: real ones are under 2,000.
pub(super) const LONGUEUR_MAX: usize = 64 * 1024;

/// The lines of a stream.
#[derive(Debug)]
pub(super) struct Lignes<R> {
    entree: R,
    tampon: Vec<u8>,
    numero: u64,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fin {
    /// By an end of line.
    Complete,
    /// By the end of the file.
    DuFichier,
    /// Beyond the bound: its text is not kept.
    TropLongue,
}

impl<R: BufRead> Lignes<R> {
    pub(super) fn new(entree: R) -> Self {
        Self { entree, tampon: Vec::new(), numero: 0 }
    }

    /// Reads the next line; `None` at the end.
    pub(super) fn avancer(&mut self) -> io::Result<Option<Fin>> {
        self.tampon.clear();
        let borne = u64::try_from(LONGUEUR_MAX).unwrap_or(u64::MAX).saturating_add(2);
        if self.entree.by_ref().take(borne).read_until(b'\n', &mut self.tampon)? == 0 {
            return Ok(None);
        }
        self.numero += 1;
        let fin = if self.tampon.last() == Some(&b'\n') { Fin::Complete } else { Fin::DuFichier };
        if fin == Fin::Complete {
            self.tampon.pop();
            if self.tampon.last() == Some(&b'\r') {
                self.tampon.pop();
            }
        }
        if self.tampon.len() <= LONGUEUR_MAX {
            return Ok(Some(fin));
        }
        if fin == Fin::DuFichier {
            self.entree.skip_until(b'\n')?;
        }
        self.tampon.clear();
        Ok(Some(Fin::TropLongue))
    }

    /// The line, without its end.
    pub(super) fn texte(&self) -> &[u8] {
        &self.tampon
    }

    /// Its number, from 1.
    pub(super) fn numero(&self) -> u64 {
        self.numero
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lues(texte: &[u8]) -> Vec<(u64, Fin, Vec<u8>)> {
        let mut lignes = Lignes::new(texte);
        let mut lues = Vec::new();
        while let Some(fin) = lignes.avancer().unwrap() {
            lues.push((lignes.numero(), fin, lignes.texte().to_vec()));
        }
        lues
    }

    #[test]
    fn les_fins_de_ligne_se_valent() {
        let attendues = [(1, Fin::Complete, b"a".to_vec()), (2, Fin::DuFichier, b"b".to_vec())];
        assert_eq!(lues(b"a\nb"), attendues);
        assert_eq!(lues(b"a\r\nb"), attendues);
        assert_eq!(lues(b""), []);
    }

    #[test]
    fn une_ligne_trop_longue_est_sautee_sans_etre_gardee() {
        let longue = vec![b'x'; LONGUEUR_MAX * 3];
        let texte = [longue.as_slice(), b"\nb\n"].concat();
        assert_eq!(lues(&texte), [(1, Fin::TropLongue, Vec::new()), (2, Fin::Complete, b"b".to_vec())]);
        let juste = [&vec![b'x'; LONGUEUR_MAX][..], b"\r\n"].concat();
        assert_eq!(lues(&juste)[0].1, Fin::Complete);
    }
}
