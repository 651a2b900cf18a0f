//! A transaction: what a repository function holds. It begins, commits and rolls back elsewhere.

use super::sqlite::Sqlite;
use super::{Row, Value};
use crate::journal::{self, Tete};
use crate::{Echec, outbox};

/// The two engines, closed.
pub(crate) enum Moteur {
    /// A file.
    Sqlite(Box<Sqlite>),
}

/// A transaction on either engine, owned by the thread that runs it.
pub struct Tx {
    moteur: Moteur,
    attente: Vec<Ordre>,
    entrees: Vec<journal::Entree>,
    tete: Option<Tete>,
}

/// A statement that waits for the next flush.
struct Ordre {
    sql: &'static str,
    params: Vec<Value>,
    exigence: Exigence,
}

/// How many rows a waiting statement must change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exigence {
    Aucune,
    UneLigne,
}

impl Tx {
    pub(crate) fn new(moteur: Moteur) -> Self {
        Self { moteur, attente: Vec::new(), entrees: Vec::new(), tete: None }
    }

    /// Runs a query now and returns its rows.
    ///
    /// # Errors
    /// What the engine reports, or the failure of a statement that was waiting.
    pub fn query(&mut self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>, Echec> {
        self.flush()?;
        match &mut self.moteur {
            Moteur::Sqlite(sqlite) => sqlite.query(sql, params),
        }
    }

    /// The first row, if any.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub fn query_opt(&mut self, sql: &'static str, params: &[Value]) -> Result<Option<Row>, Echec> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// The first row.
    ///
    /// # Errors
    /// As [`Tx::query`], and [`Echec::Absent`] without a row.
    pub fn query_one(&mut self, sql: &'static str, params: &[Value]) -> Result<Row, Echec> {
        self.query_opt(sql, params)?.ok_or(Echec::Absent)
    }

    /// Runs a statement now and says how many rows it changed.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64, Echec> {
        self.flush()?;
        match &mut self.moteur {
            Moteur::Sqlite(sqlite) => sqlite.execute(sql, params),
        }
    }

    /// Leaves a statement for the next flush: on PostgreSQL all of them are one round trip.
    pub fn enqueue(&mut self, sql: &'static str, params: impl Into<Vec<Value>>) {
        self.attente.push(Ordre { sql, params: params.into(), exigence: Exigence::Aucune });
    }

    /// As [`Tx::enqueue`] for one `INSERT`, `UPDATE` or `DELETE` without `RETURNING` that must change exactly one row;
    /// else the closure fails with [`Echec::Conflit`] and is undone.
    pub fn enqueue_one(&mut self, sql: &'static str, params: impl Into<Vec<Value>>) {
        self.attente.push(Ordre { sql, params: params.into(), exigence: Exigence::UneLigne });
    }

    /// Adds a line to the journal, in this transaction.
    pub fn tracer(&mut self, entree: journal::Entree) {
        self.entrees.push(entree);
    }

    /// Leaves a message for the outside, in this transaction.
    pub fn deposer(&mut self, message: outbox::Message) {
        message.enqueue(self);
    }

    /// Sends what waits. Called before each immediate statement and at the end of each closure.
    pub(crate) fn flush(&mut self) -> Result<(), Echec> {
        for ordre in std::mem::take(&mut self.attente) {
            let lignes = match &mut self.moteur {
                Moteur::Sqlite(sqlite) => sqlite.execute(ordre.sql, &ordre.params)?,
            };
            if ordre.exigence == Exigence::UneLigne && lignes != 1 {
                return Err(Echec::Conflit);
            }
        }
        Ok(())
    }

    pub(crate) fn has_pending(&self) -> bool {
        !self.attente.is_empty() || !self.entrees.is_empty()
    }

    /// Forgets what a failed closure left waiting.
    pub(crate) fn forget(&mut self) {
        self.attente.clear();
        self.entrees.clear();
    }

    /// Chains the lines traced by one closure and leaves them for the flush.
    pub(crate) fn chain(&mut self) -> Result<(), Echec> {
        for entree in std::mem::take(&mut self.entrees) {
            let tete = match self.tete.take() {
                Some(tete) => tete,
                None => Tete::charger(self)?,
            };
            self.tete = Some(tete.suivante(&entree, self));
        }
        Ok(())
    }

    pub(crate) fn tete(&self) -> Option<Tete> {
        self.tete.clone()
    }

    pub(crate) fn set_tete(&mut self, tete: Option<Tete>) {
        self.tete = tete;
    }

    pub(crate) fn moteur(&self) -> &Moteur {
        &self.moteur
    }

    /// The only places where the two SQL differ: claiming a job.
    pub(crate) fn dialect(&self, sqlite: &'static str, _postgres: &'static str) -> &'static str {
        match self.moteur {
            Moteur::Sqlite(_) => sqlite,
        }
    }
}
