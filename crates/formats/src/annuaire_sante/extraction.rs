//! The rows of an extraction, one after the other.

use std::io::BufRead;

use droit::annuaire::Inscription;

use super::colonne::Colonne;
use super::encodage::Encodage;
use super::erreur::{Inexploitable, Raison, Rejet};
use super::flux::{Flux, Tour};
use super::ligne::Ligne;

/// The extraction, by the name its publisher gives it.
const FICHIER: &str = "PS_LibreAcces_Personne_activite";
/// The profession of MKs in the directory's nomenclature.
const MASSEUR_KINESITHERAPEUTE: &[u8] = b"70";
/// The professional category of students.
const ETUDIANT: &[u8] = b"E";

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lue<T = Inscription> {
    /// What it says.
    Gardee(Box<T>),
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
    /// A mailbox that is nobody's own, or whose owner has no RPPS number.
    SansPersonne,
    /// Nothing on the line.
    LigneVide,
}

impl<T> Lue<T> {
    /// The row of this number, read by `lire` when its fields are found.
    pub(super) fn de(
        tour: Tour,
        numero: u64,
        lire: impl FnOnce() -> Result<Result<T, Ecart>, Raison>,
    ) -> Self {
        match tour {
            Tour::Vide => Self::Ecartee(Ecart::LigneVide),
            Tour::Rejet(rejet) => Self::Rejetee(rejet),
            Tour::Lisible => match lire() {
                Ok(Ok(dite)) => Self::Gardee(Box::new(dite)),
                Ok(Err(ecart)) => Self::Ecartee(ecart),
                Err(raison) => Self::Rejetee(Rejet { ligne: numero, raison }),
            },
        }
    }
}

/// An extraction being read; it ends after the first [`Inexploitable`].
#[derive(Debug)]
pub struct Extraction<R>(Flux<R>);

impl<R: BufRead> Extraction<R> {
    /// Reads the header and binds the columns.
    ///
    /// # Errors
    /// When the stream does not begin as an extraction does.
    pub fn ouvrir(entree: R) -> Result<Self, Inexploitable> {
        Flux::ouvrir(entree, &Colonne::TOUTES, FICHIER).map(Self)
    }

    /// Lines read, header included.
    pub fn lignes_lues(&self) -> u64 {
        self.0.lignes_lues()
    }

    /// The encoding found so far.
    pub fn encodage(&self) -> Encodage {
        self.0.encodage()
    }
}

fn inscription(ligne: &Ligne<'_>) -> Result<Result<Inscription, Ecart>, Raison> {
    if ligne.octets(Colonne::Profession) != MASSEUR_KINESITHERAPEUTE {
        return Ok(Err(Ecart::AutreProfession));
    }
    if ligne.octets(Colonne::Categorie) == ETUDIANT {
        return Ok(Err(Ecart::Etudiant));
    }
    ligne.inscription().map(Ok)
}

impl<R: BufRead> Iterator for Extraction<R> {
    type Item = Result<Lue, Inexploitable>;

    fn next(&mut self) -> Option<Self::Item> {
        let tour = self.0.suivante()?;
        Some(tour.map(|tour| Lue::de(tour, self.0.lignes_lues(), || inscription(&self.0.ligne()))))
    }
}
