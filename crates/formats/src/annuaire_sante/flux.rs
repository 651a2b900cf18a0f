//! A file of the directory, line after line: its header bound, its encoding followed, its faults told apart.

use std::io::BufRead;

use super::colonne::{Colonnes, Lisible};
use super::encodage::Encodage;
use super::erreur::{Inexploitable, Raison, Rejet};
use super::ligne::{Coupe, Ligne};
use super::rang::{Fin, LONGUEUR_MAX, Lignes};

const BOM_UTF8: &[u8] = b"\xEF\xBB\xBF";

/// A file being read.
#[derive(Debug)]
pub(super) struct Flux<R> {
    lignes: Lignes<R>,
    colonnes: Colonnes,
    encodage: Encodage,
    coupe: Coupe,
    fini: bool,
}

/// What a line is, before anybody asks what it says.
pub(super) enum Tour {
    /// Its fields are found.
    Lisible,
    /// Nothing on it.
    Vide,
    /// They are not.
    Rejet(Rejet),
}

impl<R: BufRead> Flux<R> {
    /// Reads the header and binds the columns.
    pub(super) fn ouvrir<C: Lisible>(
        entree: R,
        lues: &[C],
        fichier: &'static str,
    ) -> Result<Self, Inexploitable> {
        let mut lignes = Lignes::new(entree);
        match avancer(&mut lignes)? {
            None => return Err(Inexploitable::FichierVide),
            Some(Fin::TropLongue) => return Err(Inexploitable::EnteteTropLong(LONGUEUR_MAX)),
            Some(Fin::Complete | Fin::DuFichier) => {}
        }
        let texte = lignes.texte();
        if texte.starts_with(b"\xFF\xFE") || texte.starts_with(b"\xFE\xFF") {
            return Err(Inexploitable::Utf16);
        }
        let (debut, texte) = match texte.strip_prefix(BOM_UTF8) {
            Some(reste) => (Encodage::Utf8, reste),
            None => (Encodage::Ascii, texte),
        };
        let encodage =
            debut.suivre(texte).ok_or(Inexploitable::EncodageMele { ligne: 1, encodage: debut })?;
        let mut coupe = Coupe::default();
        coupe.couper(texte, usize::MAX - 1);
        let colonnes = Colonnes::lier(&coupe.champs(texte, encodage), lues, fichier)?;
        Ok(Self { lignes, colonnes, encodage, coupe, fini: false })
    }

    /// Lines read, header included.
    pub(super) fn lignes_lues(&self) -> u64 {
        self.lignes.numero()
    }

    /// The encoding found so far.
    pub(super) fn encodage(&self) -> Encodage {
        self.encodage
    }

    /// The line just read.
    pub(super) fn ligne(&self) -> Ligne<'_> {
        Ligne {
            texte: self.lignes.texte(),
            coupe: &self.coupe,
            colonnes: &self.colonnes,
            encodage: self.encodage,
        }
    }

    /// Reads the next line; nothing follows the first [`Inexploitable`].
    pub(super) fn suivante(&mut self) -> Option<Result<Tour, Inexploitable>> {
        if self.fini {
            return None;
        }
        let suivante = self.lire().transpose();
        self.fini = !matches!(suivante, Some(Ok(_)));
        suivante
    }

    fn lire(&mut self) -> Result<Option<Tour>, Inexploitable> {
        let Some(fin) = avancer(&mut self.lignes)? else { return Ok(None) };
        let ligne = self.lignes.numero();
        if fin == Fin::TropLongue {
            return Ok(Some(Tour::Rejet(Rejet { ligne, raison: Raison::TropLongue(LONGUEUR_MAX) })));
        }
        let (texte, attendues) = (self.lignes.texte(), self.colonnes.nombre());
        self.coupe.couper(texte, attendues);
        let trouvees = self.coupe.nombre();
        let vide = texte.trim_ascii().is_empty();
        if fin == Fin::DuFichier && trouvees != attendues && !vide {
            return Err(Inexploitable::Tronque { ligne });
        }
        let mele = Inexploitable::EncodageMele { ligne, encodage: self.encodage };
        self.encodage = self.encodage.suivre(texte).ok_or(mele)?;
        if vide {
            return Ok(Some(Tour::Vide));
        }
        if trouvees != attendues {
            let raison = Raison::Colonnes { attendues, trouvees };
            return Ok(Some(Tour::Rejet(Rejet { ligne, raison })));
        }
        Ok(Some(Tour::Lisible))
    }
}

fn avancer<R: BufRead>(lignes: &mut Lignes<R>) -> Result<Option<Fin>, Inexploitable> {
    lignes.avancer().map_err(|cause| Inexploitable::Lecture { ligne: lignes.numero(), cause })
}
