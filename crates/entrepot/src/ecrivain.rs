//! The single writer: many facts, one durable commit, then all the answers.

use crate::journal::Tete;
use crate::sql::Moteur;
use crate::travail::{Refus, Travail};
use crate::{Echec, Tx};

/// Runs a batch in one transaction, each closure in its own savepoint, and answers after the commit.
pub(crate) fn run_batch(tx: &mut Tx, travaux: Vec<Box<dyn Travail>>) {
    let mut verdicts = Vec::with_capacity(travaux.len());
    let mut travaux = travaux;
    let fin = run_all(tx, &mut travaux, &mut verdicts);
    for (rang, travail) in travaux.into_iter().enumerate() {
        let verdict = match &fin {
            Ok(()) => verdicts.get(rang).cloned().unwrap_or(Err(Echec::Ferme)),
            Err(echec) => Err(echec.clone()),
        };
        travail.answer(verdict);
    }
}

fn run_all(
    tx: &mut Tx,
    travaux: &mut [Box<dyn Travail>],
    verdicts: &mut Vec<Result<(), Echec>>,
) -> Result<(), Echec> {
    tx.forget();
    tx.set_tete(None);
    control(tx, "BEGIN IMMEDIATE")?;
    for travail in travaux.iter_mut() {
        match run_one(tx, travail.as_mut()) {
            Ok(verdict) => verdicts.push(verdict),
            Err(echec) => return Err(abandon(tx, echec)),
        }
    }
    commit(tx).map_err(|echec| abandon(tx, echec))
}

/// One closure. The outer error condemns the whole batch.
fn run_one(tx: &mut Tx, travail: &mut dyn Travail) -> Result<Result<(), Echec>, Echec> {
    let tete = tx.tete();
    control(tx, "SAVEPOINT fait")?;
    let issue = match travail.run(tx) {
        Ok(()) => tx.chain().and_then(|()| tx.flush()),
        Err(Refus::Closure) => {
            undo(tx, tete)?;
            return Ok(Ok(()));
        }
        Err(Refus::Entrepot(echec)) => Err(echec),
    };
    match issue {
        Ok(()) => control(tx, "RELEASE fait").map(Ok),
        Err(echec) => {
            undo(tx, tete)?;
            Ok(Err(echec))
        }
    }
}

fn undo(tx: &mut Tx, tete: Option<Tete>) -> Result<(), Echec> {
    tx.forget();
    tx.set_tete(tete);
    let Moteur::Sqlite(sqlite) = tx.moteur();
    if !sqlite.in_transaction() {
        return Err(Echec::DisquePlein);
    }
    control(tx, "ROLLBACK TO fait")?;
    control(tx, "RELEASE fait")
}

fn commit(tx: &mut Tx) -> Result<(), Echec> {
    if let Some(tete) = tx.tete() {
        tete.avancer(tx);
        tx.flush()?;
    }
    control(tx, "COMMIT")
}

/// Undoes the batch if the engine has not done so itself; the first failure is the one to tell.
fn abandon(tx: &mut Tx, echec: Echec) -> Echec {
    tx.forget();
    let Moteur::Sqlite(sqlite) = tx.moteur();
    if sqlite.in_transaction()
        && let Err(suite) = sqlite.control("ROLLBACK")
    {
        tracing::error!(erreur = %suite, "rollback of a batch failed");
    }
    echec
}

fn control(tx: &Tx, sql: &'static str) -> Result<(), Echec> {
    let Moteur::Sqlite(sqlite) = tx.moteur();
    sqlite.control(sql)
}
