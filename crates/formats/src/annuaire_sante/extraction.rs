//! The rows of an extraction, one after the other.

use std::io::BufRead;

use droit::annuaire::Inscription;

use super::colonne::{Colonne, Colonnes};
use super::encodage::Encodage;
use super::erreur::{Inexploitable, Raison, Rejet};
use super::ligne::{Coupe, Ligne};
use super::rang::{Fin, LONGUEUR_MAX, Lignes};

/// The profession of MKs in the directory's nomenclature.
const MASSEUR_KINESITHERAPEUTE: &[u8] = b"70";
/// The professional category of students.
const ETUDIANT: &[u8] = b"E";
const BOM_UTF8: &[u8] = b"\xEF\xBB\xBF";

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lue {
    /// What it says of an MK.
    Gardee(Box<Inscription>),
    /// Of no use here.
    Ecartee(Ecart),
    /// Unreadable.
    Rejetee(Rejet),
}

/// Why a row is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ecart {
    /// Another profession.
    AutreProfession,
    /// A student: not an MK yet.
    Etudiant,
    /// Nothing on the line.
    LigneVide,
}

/// An extraction being read; it ends after the first [`Inexploitable`].
#[derive(Debug)]
pub struct Extraction<R> {
    lignes: Lignes<R>,
    colonnes: Colonnes,
    encodage: Encodage,
    coupe: Coupe,
    finie: bool,
}

impl<R: BufRead> Extraction<R> {
    /// Reads the header and binds the columns.
    ///
    /// # Errors
    /// When the stream does not begin as an extraction does.
    pub fn ouvrir(entree: R) -> Result<Self, Inexploitable> {
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
        let colonnes = Colonnes::lier(&coupe.champs(texte, encodage))?;
        Ok(Self { lignes, colonnes, encodage, coupe, finie: false })
    }

    /// Lines read, header included.
    pub fn lignes_lues(&self) -> u64 {
        self.lignes.numero()
    }

    /// The encoding found so far.
    pub fn encodage(&self) -> Encodage {
        self.encodage
    }

    fn suivante(&mut self) -> Result<Option<Lue>, Inexploitable> {
        let Some(fin) = avancer(&mut self.lignes)? else { return Ok(None) };
        let ligne = self.lignes.numero();
        if fin == Fin::TropLongue {
            return Ok(Some(rejeter(ligne, Raison::TropLongue(LONGUEUR_MAX))));
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
            return Ok(Some(Lue::Ecartee(Ecart::LigneVide)));
        }
        if trouvees != attendues {
            return Ok(Some(rejeter(ligne, Raison::Colonnes { attendues, trouvees })));
        }
        Ok(Some(self.lire(ligne)))
    }

    fn lire(&self, numero: u64) -> Lue {
        let ligne = Ligne {
            texte: self.lignes.texte(),
            coupe: &self.coupe,
            colonnes: &self.colonnes,
            encodage: self.encodage,
        };
        if ligne.octets(Colonne::Profession) != MASSEUR_KINESITHERAPEUTE {
            return Lue::Ecartee(Ecart::AutreProfession);
        }
        if ligne.octets(Colonne::Categorie) == ETUDIANT {
            return Lue::Ecartee(Ecart::Etudiant);
        }
        match ligne.inscription() {
            Ok(inscription) => Lue::Gardee(Box::new(inscription)),
            Err(raison) => rejeter(numero, raison),
        }
    }
}

impl<R: BufRead> Iterator for Extraction<R> {
    type Item = Result<Lue, Inexploitable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.finie {
            return None;
        }
        let suivante = self.suivante().transpose();
        self.finie = !matches!(suivante, Some(Ok(_)));
        suivante
    }
}

fn rejeter(ligne: u64, raison: Raison) -> Lue {
    Lue::Rejetee(Rejet { ligne, raison })
}

fn avancer<R: BufRead>(lignes: &mut Lignes<R>) -> Result<Option<Fin>, Inexploitable> {
    lignes.avancer().map_err(|cause| Inexploitable::Lecture { ligne: lignes.numero(), cause })
}
