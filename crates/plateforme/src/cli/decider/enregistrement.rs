//! One question after the other in a stream of text: an object on a line, or on several, never more than a bound.

use std::io::{self, BufRead, Read};

/// The longest question, in bytes.
pub const TAILLE_MAX: usize = 1024 * 1024;

/// How a question is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forme {
    /// On one line.
    UneLigne,
    /// On several lines.
    PlusieursLignes,
    /// Longer than the bound: its text is not kept.
    TropLongue,
}

/// A question found in the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enregistrement {
    /// Its first line, from 1.
    pub ligne: u64,
    /// How it is written.
    pub forme: Forme,
    /// Its text, ends of lines included.
    pub texte: Vec<u8>,
}

/// The questions of a stream, read in constant memory.
#[derive(Debug)]
pub struct Enregistrements<R> {
    entree: R,
    lue: u64,
    avance: Option<Ligne>,
}

#[derive(Debug)]
struct Ligne {
    numero: u64,
    texte: Vec<u8>,
    complete: bool,
}

impl<R: BufRead> Enregistrements<R> {
    /// The questions of this stream.
    pub fn new(entree: R) -> Self {
        Self { entree, lue: 0, avance: None }
    }

    /// The next question; `None` at the end.
    pub fn suivant(&mut self) -> io::Result<Option<Enregistrement>> {
        let Some(premiere) = self.ligne_utile()? else { return Ok(None) };
        let mut trouve =
            Enregistrement { ligne: premiere.numero, forme: Forme::UneLigne, texte: premiere.texte };
        if !premiere.complete {
            return Ok(Some(Enregistrement { forme: Forme::TropLongue, texte: Vec::new(), ..trouve }));
        }
        let mut accolades = Accolades::default();
        accolades.lire(&trouve.texte);
        while accolades.ouvertes() {
            let Some(ligne) = self.ligne_utile()? else { break };
            if commence_une_question(&ligne.texte) {
                self.avance = Some(ligne);
                break;
            }
            trouve.forme = Forme::PlusieursLignes;
            if !ligne.complete || trouve.texte.len() + ligne.texte.len() > TAILLE_MAX {
                return Ok(Some(Enregistrement { forme: Forme::TropLongue, texte: Vec::new(), ..trouve }));
            }
            accolades.lire(&ligne.texte);
            trouve.texte.extend_from_slice(&ligne.texte);
        }
        Ok(Some(trouve))
    }

    /// The next line that is not blank.
    fn ligne_utile(&mut self) -> io::Result<Option<Ligne>> {
        if let Some(ligne) = self.avance.take() {
            return Ok(Some(ligne));
        }
        while let Some(ligne) = self.ligne()? {
            if !ligne.complete || !ligne.texte.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(ligne));
            }
        }
        Ok(None)
    }

    fn ligne(&mut self) -> io::Result<Option<Ligne>> {
        let mut texte = Vec::new();
        let borne = u64::try_from(TAILLE_MAX).unwrap_or(u64::MAX).saturating_add(1);
        let lus = self.entree.by_ref().take(borne).read_until(b'\n', &mut texte)?;
        if lus == 0 {
            return Ok(None);
        }
        self.lue += 1;
        let complete = texte.len() <= TAILLE_MAX;
        if !complete && texte.last() != Some(&b'\n') {
            self.entree.skip_until(b'\n')?;
        }
        Ok(Some(Ligne { numero: self.lue, texte, complete }))
    }
}

/// An object that begins a line and holds an act is a question of its own: the one before was cut short.
fn commence_une_question(texte: &[u8]) -> bool {
    const ACTE: &[u8] = b"\"acte\"";
    texte.starts_with(b"{") && texte.windows(ACTE.len()).any(|fenetre| fenetre == ACTE)
}

/// Which braces and brackets are open, outside of JSON strings.
#[derive(Debug, Default)]
struct Accolades {
    profondeur: u32,
    dans_un_texte: bool,
}

impl Accolades {
    fn lire(&mut self, ligne: &[u8]) {
        let mut echappe = false;
        for octet in ligne {
            match (octet, self.dans_un_texte) {
                _ if echappe => echappe = false,
                (b'\\', true) => echappe = true,
                (b'"', dedans) => self.dans_un_texte = !dedans,
                (b'{' | b'[', false) => self.profondeur = self.profondeur.saturating_add(1),
                (b'}' | b']', false) => self.profondeur = self.profondeur.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// Is something still open; a text never runs over the end of a line.
    fn ouvertes(&self) -> bool {
        self.profondeur > 0 && !self.dans_un_texte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formes(texte: &[u8]) -> Vec<(u64, Forme)> {
        let mut questions = Enregistrements::new(texte);
        std::iter::from_fn(|| questions.suivant().unwrap())
            .map(|trouve| (trouve.ligne, trouve.forme))
            .collect()
    }

    #[test]
    fn une_ligne_est_une_question() {
        assert_eq!(
            formes(b"{}\n\n  \r\n{\"a\": [1]}\r\nfaux"),
            [(1, Forme::UneLigne), (4, Forme::UneLigne), (5, Forme::UneLigne)]
        );
        assert_eq!(formes(b""), []);
    }

    #[test]
    fn un_objet_s_etend_sur_plusieurs_lignes() {
        let texte = b"{ \"acte\": \"ouvrir\",\n  \"x\": { \"motif\": \"une } et \\\" une {\" },\n  \"y\": [\n{ \"z\": 1 }\n] }\n";
        assert_eq!(formes(texte), [(1, Forme::PlusieursLignes)]);
    }

    #[test]
    fn une_ligne_coupee_n_emporte_pas_la_suivante() {
        let texte = b"{\"acte\": \"ouvrir\", \"le\":\n{\"acte\": \"seance\"}\n{\"acte\": \"clo\n{\"acte\": \"clore\"}\n";
        assert_eq!(
            formes(texte),
            [(1, Forme::UneLigne), (2, Forme::UneLigne), (3, Forme::UneLigne), (4, Forme::UneLigne)]
        );
    }

    #[test]
    fn une_ligne_trop_longue_est_sautee() {
        let longue = vec![b'x'; TAILLE_MAX * 3];
        let texte = [b"{}\n".as_slice(), &longue, b"\n{}\n"].concat();
        assert_eq!(formes(&texte), [(1, Forme::UneLigne), (2, Forme::TropLongue), (3, Forme::UneLigne)]);
        let juste = [vec![b' '; TAILLE_MAX - 3], b"{}\n{}".to_vec()].concat();
        assert_eq!(formes(&juste), [(1, Forme::UneLigne), (2, Forme::UneLigne)]);
    }

    #[test]
    fn un_objet_sans_fin_est_borne() {
        let texte = "{\n".repeat(TAILLE_MAX);
        assert_eq!(formes(texte.as_bytes())[0], (1, Forme::TropLongue));
    }
}
