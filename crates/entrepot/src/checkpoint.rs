//! The checkpointer: moves the write-ahead log of SQLite into the base, away from the path of a commit.
//!
//! Under load it copies without blocking anybody; past a bound it asks the writer to start the log again; when
//! nothing is written any more, and at the end, it empties the log.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use crate::sql::sqlite::Fichier;
use crate::{Disque, Echec};

/// Without a commit for that long, the log is emptied.
const REPOS: Duration = Duration::from_secs(2);
/// How long the writer may be held while the log starts again behind a slow reader.
const RETENUE: Duration = Duration::from_millis(100);

const PASSIVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";
const RESTART: &str = "PRAGMA wal_checkpoint(RESTART)";
const TRUNCATE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// What the writer tells the checkpointer.
pub(crate) struct Signal {
    /// Pages written since the last copy that are worth another one.
    seuil: i32,
    /// Pages in the log beyond which it must start again.
    plafond: i32,
    etat: Mutex<Etat>,
    reveil: Condvar,
}

#[derive(Clone, Copy, Default)]
struct Etat {
    /// Pages in the log after the last commit.
    pages: i32,
    /// Of them, those already copied.
    copiees: i32,
    commits: u64,
    ferme: bool,
}

impl Signal {
    pub(crate) fn new(disque: &Disque) -> Self {
        let (seuil, plafond) = disque.checkpoints();
        Self { seuil, plafond, etat: Mutex::default(), reveil: Condvar::new() }
    }

    /// Called after each commit of this connection.
    pub(crate) fn listen(self: &Arc<Self>, conn: &mut Connection) -> Result<(), Echec> {
        let signal = Arc::clone(self);
        Ok(conn.wal_hook(Some(move |_: &mut Wal, pages| {
            signal.committed(pages);
            Ok(())
        }))?)
    }

    pub(crate) fn close(&self) {
        self.lock().ferme = true;
        self.reveil.notify_all();
    }

    fn committed(&self, pages: i32) {
        let mut etat = self.lock();
        if pages < etat.pages {
            etat.copiees = 0;
        }
        etat.pages = pages;
        etat.commits += 1;
        let plein = etat.is_due(self.seuil);
        drop(etat);
        if plein {
            self.reveil.notify_one();
        }
    }

    fn wait(&self) -> Etat {
        let (etat, _) = self
            .reveil
            .wait_timeout_while(self.lock(), REPOS, |etat| !etat.ferme && !etat.is_due(self.seuil))
            .unwrap_or_else(PoisonError::into_inner);
        *etat
    }

    fn copied(&self, copiees: i32) {
        self.lock().copiees = copiees;
    }

    fn lock(&self) -> MutexGuard<'_, Etat> {
        self.etat.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Etat {
    fn is_due(self, seuil: i32) -> bool {
        self.pages - self.copiees >= seuil
    }
}

/// The body of the thread.
pub(crate) fn run(fichier: &Fichier, signal: &Signal) -> Result<(), Echec> {
    let conn = fichier.connect()?;
    conn.busy_timeout(RETENUE)?;
    let mut vus = 0;
    loop {
        let etat = signal.wait();
        if etat.ferme {
            checkpoint(&conn, TRUNCATE);
            return Ok(());
        }
        if etat.is_due(signal.seuil) {
            let (pages, copiees) = checkpoint(&conn, PASSIVE);
            if pages >= signal.plafond {
                checkpoint(&conn, RESTART);
            }
            signal.copied(copiees.max(etat.copiees));
        } else if etat.commits == vus && etat.pages > 0 {
            checkpoint(&conn, TRUNCATE);
            let mut courant = signal.lock();
            if courant.commits == vus {
                (courant.pages, courant.copiees) = (0, 0);
            }
        }
        vus = etat.commits;
    }
}

/// Pages in the log, and those copied. A reader may hold the log: the next turn tries again.
fn checkpoint(conn: &Connection, pragma: &'static str) -> (i32, i32) {
    conn.query_row(pragma, [], |ligne| Ok((ligne.get(1)?, ligne.get(2)?))).unwrap_or_else(|e| {
        tracing::debug!(erreur = %e, "checkpoint put off");
        (0, 0)
    })
}
