//! The readers: each closure sees one consistent state of the base.

use crate::travail::{Refus, Travail};
use crate::{Echec, Tx};

/// Attempts when the connection is cut during a reading.
const ESSAIS: usize = 3;

/// Runs a closure on a snapshot and answers.
pub(crate) fn run(tx: &mut Tx, mut travail: Box<dyn Travail>) {
    let mut verdict = Err(Echec::Occupe);
    for _ in 0..ESSAIS {
        verdict = on_snapshot(tx, travail.as_mut());
        if !tx.is_lost() || matches!(verdict, Err(Echec::Connexion { .. })) {
            break;
        }
    }
    travail.answer(verdict);
}

fn on_snapshot(tx: &mut Tx, travail: &mut dyn Travail) -> Result<(), Echec> {
    tx.ensure_connected()?;
    tx.open_read()?;
    let issue = travail.run(tx);
    let fin = tx.close_read();
    match issue {
        Ok(()) => fin,
        Err(Refus::Closure) => Ok(()),
        Err(Refus::Entrepot(echec)) => Err(echec),
    }
}
