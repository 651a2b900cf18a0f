//! The single writer: many facts, one durable commit, then all the answers.

use crate::sql::{Panne, RANG_TETE};
use crate::travail::{Refus, Travail};
use crate::{Echec, Tx};

/// Attempts of one fact when another node, a deadlock or a cut gets in its way.
const ESSAIS: usize = 8;

type Verdicts = Vec<Result<(), Echec>>;

/// Runs a batch in one transaction and answers after the commit. If the transaction fails because of one closure, the
/// others are tried again without it.
pub(crate) fn run_batch(tx: &mut Tx, mut travaux: Vec<Box<dyn Travail>>) {
    if travaux.len() == 1 {
        return travaux.into_iter().for_each(|travail| run_alone(tx, travail));
    }
    match attempt(tx, &mut travaux) {
        Ok(verdicts) => answer(travaux, verdicts),
        Err(panne) if !is_worth_retrying(tx, &panne, &travaux) => fail(travaux, &panne.echec),
        Err(panne) => run_without(tx, travaux, panne.fait),
    }
}

fn run_without(tx: &mut Tx, mut travaux: Vec<Box<dyn Travail>>, coupable: usize) {
    let coupable = (coupable < travaux.len()).then(|| travaux.remove(coupable));
    match attempt(tx, &mut travaux) {
        Ok(verdicts) => answer(travaux, verdicts),
        Err(panne) if !is_worth_retrying(tx, &panne, &travaux) => fail(travaux, &panne.echec),
        Err(_) => travaux.into_iter().for_each(|travail| run_alone(tx, travail)),
    }
    if let Some(travail) = coupable {
        run_alone(tx, travail);
    }
}

fn run_alone(tx: &mut Tx, travail: Box<dyn Travail>) {
    let mut travaux = vec![travail];
    let mut dernier = Echec::Occupe;
    for _ in 0..ESSAIS {
        match attempt(tx, &mut travaux) {
            Ok(verdicts) => return answer(travaux, verdicts),
            Err(panne) if panne.fait != RANG_TETE && !is_transient(&panne.echec) => {
                return fail(travaux, &panne.echec);
            }
            Err(panne) if !is_worth_retrying(tx, &panne, &travaux) => return fail(travaux, &panne.echec),
            Err(panne) if panne.is_of_head() => dernier = Echec::Occupe,
            Err(panne) => dernier = panne.echec,
        }
    }
    fail(travaux, &dernier);
}

/// One transaction for all. `Err` means that nothing of it is recorded, unless the failure is [`Echec::Incertain`].
fn attempt(tx: &mut Tx, travaux: &mut [Box<dyn Travail>]) -> Result<Verdicts, Panne> {
    tx.ensure_connected().map_err(|echec| Panne::of_lot(RANG_TETE, echec))?;
    let mut verdicts = Vec::with_capacity(travaux.len());
    let issue = run_all(tx, travaux, &mut verdicts).and_then(|()| commit(tx));
    match issue {
        Ok(()) => Ok(verdicts),
        Err(panne) => {
            tx.abandon(&panne);
            Err(panne)
        }
    }
}

fn run_all(tx: &mut Tx, travaux: &mut [Box<dyn Travail>], verdicts: &mut Verdicts) -> Result<(), Panne> {
    tx.open_batch()?;
    for (rang, travail) in travaux.iter_mut().enumerate() {
        tx.open_fait(rang)?;
        verdicts.push(match travail.run(tx) {
            Ok(()) => tx.keep_fait()?,
            Err(Refus::Closure) => {
                tx.undo_fait()?;
                Ok(())
            }
            Err(Refus::Entrepot(echec)) => {
                tx.undo_fait()?;
                Err(echec)
            }
        });
    }
    Ok(())
}

/// Commits. When the connection is cut meanwhile, the journal tells whether the server had committed.
fn commit(tx: &mut Tx) -> Result<(), Panne> {
    let derniere = tx.last_line();
    let Err(panne) = tx.commit() else { return Ok(()) };
    if !tx.is_lost() {
        return Err(panne);
    }
    tracing::warn!("the connection was cut during a commit");
    let Some((seq, empreinte)) = derniere else {
        return Err(Panne::of_lot(RANG_TETE, Echec::Incertain));
    };
    match tx.is_recorded(seq, &empreinte) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Panne::of_lot(RANG_TETE, Echec::Occupe)),
        Err(echec) => {
            tracing::error!(erreur = %echec, "the outcome of a commit is unknown");
            Err(Panne::of_lot(RANG_TETE, Echec::Incertain))
        }
    }
}

/// SQLite has one writer: a failed batch would fail again. On PostgreSQL the batch may have met another node, a
/// deadlock, a cut, or one closure's own failure.
fn is_worth_retrying(tx: &Tx, panne: &Panne, travaux: &[Box<dyn Travail>]) -> bool {
    if tx.is_sqlite() || matches!(panne.echec, Echec::Incertain | Echec::DisquePlein) {
        return false;
    }
    panne.fait < travaux.len() || is_transient(&panne.echec) || panne.is_of_head()
}

/// A deadlock, a cut, another node; not an unreachable server, for which the connection has waited already.
fn is_transient(echec: &Echec) -> bool {
    *echec == Echec::Occupe
}

fn answer(travaux: Vec<Box<dyn Travail>>, verdicts: Verdicts) {
    for (travail, verdict) in travaux.into_iter().zip(verdicts) {
        travail.answer(verdict);
    }
}

fn fail(travaux: Vec<Box<dyn Travail>>, echec: &Echec) {
    for travail in travaux {
        travail.answer(Err(echec.clone()));
    }
}
