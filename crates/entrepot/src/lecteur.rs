//! The readers: each closure sees one consistent state of the base.

use crate::sql::Moteur;
use crate::travail::{Refus, Travail};
use crate::{Echec, Tx};

/// Runs a closure on a snapshot and answers.
pub(crate) fn run(tx: &mut Tx, mut travail: Box<dyn Travail>) {
    let verdict = on_snapshot(tx, travail.as_mut());
    travail.answer(verdict);
}

fn on_snapshot(tx: &mut Tx, travail: &mut dyn Travail) -> Result<(), Echec> {
    tx.forget();
    control(tx, "BEGIN")?;
    let issue = travail.run(tx);
    let ecrit = tx.has_pending();
    tx.forget();
    control(tx, "ROLLBACK")?;
    match issue {
        Ok(()) if ecrit => Err(Echec::moteur("une lecture a tenté d’écrire")),
        Ok(()) | Err(Refus::Closure) => Ok(()),
        Err(Refus::Entrepot(echec)) => Err(echec),
    }
}

fn control(tx: &Tx, sql: &'static str) -> Result<(), Echec> {
    let Moteur::Sqlite(sqlite) = tx.moteur();
    sqlite.control(sql)
}
