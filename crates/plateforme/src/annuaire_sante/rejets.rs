//! The rejected rows: the first ones kept for the summary, all of them written where asked.

use std::io::{self, Write};

use formats::annuaire_sante::Rejet;

/// Rejects shown in the summary.
const MONTRES: usize = 20;

/// Rejects as they come.
#[derive(Debug)]
pub struct Rejets<W> {
    sortie: W,
    premiers: Vec<Rejet>,
    nombre: u64,
}

impl<W: Write> Rejets<W> {
    /// Written there as CSV with semicolons. The reasons are our own words: nothing of the file is copied, so no cell
    /// can hold a formula.
    pub fn vers(sortie: W) -> Self {
        Self { sortie, premiers: Vec::new(), nombre: 0 }
    }

    /// One more.
    pub(super) fn noter(&mut self, rejet: Rejet) -> io::Result<()> {
        if self.nombre == 0 {
            writeln!(self.sortie, "ligne;raison")?;
        }
        self.nombre += 1;
        writeln!(self.sortie, "{};\"{}\"", rejet.ligne, rejet.raison)?;
        if self.premiers.len() < MONTRES {
            self.premiers.push(rejet);
        }
        Ok(())
    }

    pub(super) fn finir(&mut self) -> io::Result<()> {
        self.sortie.flush()
    }

    /// The first ones.
    pub fn premiers(&self) -> &[Rejet] {
        &self.premiers
    }

    /// How many there are.
    pub fn nombre(&self) -> u64 {
        self.nombre
    }
}
