//! A transaction: what a repository function holds. It begins, commits and rolls back elsewhere.

use super::ordre::{Exigence, Ordre, Panne, Portee, Texte};
use super::postgres::{Postgres, Requete, Retour};
use super::sqlite::Sqlite;
use std::collections::BTreeSet;

use droit::identifiant::{DocumentId, EpisodeId, EvenementId};
use uuid::Uuid;

use super::{Row, Value};
use crate::journal::{self, Tete};
use crate::{Echec, outbox};

/// The two engines, closed.
pub(crate) enum Moteur {
    /// A file.
    Sqlite(Box<Sqlite>),
    /// A server.
    Postgres(Box<Postgres>),
}

impl Moteur {
    /// Several statements in one text, without parameters.
    pub(crate) fn batch(&self, sql: &str) -> Result<(), Echec> {
        match self {
            Self::Sqlite(sqlite) => sqlite.batch(sql),
            Self::Postgres(postgres) => postgres.batch(sql),
        }
    }

    /// One statement, at once.
    pub(crate) fn query(&mut self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>, Echec> {
        let retour = match self {
            Self::Sqlite(sqlite) => sqlite.run(sql, params),
            Self::Postgres(postgres) => {
                postgres.send(&[], Some(&Requete { fait: 0, sql, params })).map_err(|panne| panne.echec)
            }
        };
        retour.map(|r| r.lignes)
    }
}

/// A transaction on either engine, owned by the thread that runs it.
///
/// After a failed statement the closure is undone whatever it returns: let the error out.
pub struct Tx {
    pub(super) moteur: Moteur,
    pub(super) attente: Vec<Ordre>,
    pub(super) entrees: Vec<journal::Entree>,
    pub(super) chaine: Chaine,
    pub(super) fait: Fait,
    /// What this closure changed that is counted, then what the batch did.
    pub(super) touches: Touches,
    pub(super) a_compter: Touches,
    /// A failure that condemns the whole batch.
    pub(super) panne: Option<Panne>,
}

/// Episodes whose facts changed, documents whose deliveries did, events without an episode: what is counted of them is
/// made again.
#[derive(Debug, Default)]
pub(crate) struct Touches {
    pub(crate) episodes: BTreeSet<Uuid>,
    pub(crate) documents: BTreeSet<Uuid>,
    pub(crate) signalements: BTreeSet<Uuid>,
}

/// What the writer knows of the journal's head.
#[derive(Default)]
pub(super) struct Chaine {
    /// In the current transaction.
    pub(super) tete: Option<Tete>,
    /// After the last commit; another node may have moved it since.
    pub(super) connue: Option<Tete>,
    /// How many batches will lock the head first, because another node is writing.
    pub(super) prudence: u32,
}

/// The closure under way.
#[derive(Default)]
pub(super) struct Fait {
    pub(super) rang: usize,
    /// Where its statements begin among those that wait.
    pub(super) debut: usize,
    /// It ran a statement at once, hence after a savepoint.
    pub(super) immediat: bool,
    /// The head before it.
    pub(super) tete: Option<Tete>,
    /// Its first failed statement.
    pub(super) echec: Option<Echec>,
}

impl Tx {
    pub(crate) fn new(moteur: Moteur) -> Self {
        Self {
            moteur,
            attente: Vec::new(),
            entrees: Vec::new(),
            chaine: Chaine::default(),
            fait: Fait::default(),
            touches: Touches::default(),
            a_compter: Touches::default(),
            panne: None,
        }
    }

    /// Runs a query now and returns its rows.
    ///
    /// # Errors
    /// What the engine reports, or the failure of a statement that was waiting.
    pub fn query(&mut self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>, Echec> {
        self.immediate(sql, params).map(|retour| retour.lignes)
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
        self.immediate(sql, params).map(|retour| retour.nombre)
    }

    /// Leaves a statement for the next flush: on PostgreSQL all of them are one round trip.
    pub fn enqueue(&mut self, sql: &'static str, params: impl Into<Vec<Value>>) {
        self.wait(sql, params.into(), Exigence::Aucune);
    }

    /// As [`Tx::enqueue`] for one `INSERT`, `UPDATE` or `DELETE` without `RETURNING` that must change exactly one row;
    /// else the closure fails with [`Echec::Conflit`] and is undone.
    pub fn enqueue_one(&mut self, sql: &'static str, params: impl Into<Vec<Value>>) {
        self.wait(sql, params.into(), Exigence::UneLigne);
    }

    /// Adds a line to the journal, in this transaction.
    pub fn tracer(&mut self, entree: journal::Entree) {
        self.entrees.push(entree);
    }

    /// What this episode counts for is made again, in this transaction. Every write of a counted fact says so.
    pub(crate) fn toucher_episode(&mut self, id: EpisodeId) {
        self.touches.episodes.insert(Uuid::from_u128(id.bits()));
    }

    /// The same for the episode of this document.
    pub(crate) fn toucher_document(&mut self, id: DocumentId) {
        self.touches.documents.insert(Uuid::from_u128(id.bits()));
    }

    /// The same for an event reported without an episode.
    pub(crate) fn toucher_signalement(&mut self, id: EvenementId) {
        self.touches.signalements.insert(Uuid::from_u128(id.bits()));
    }

    /// A query of the batch itself: what waits is sent with it, and a failure may be that of one closure.
    pub(crate) fn query_of_batch(&mut self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>, Panne> {
        self.flush_and(sql, params).map(|retour| retour.lignes)
    }

    /// Leaves a message for the outside, in this transaction.
    pub fn deposer(&mut self, message: outbox::Message) {
        message.enqueue(self);
    }

    /// The text of the engine in use. Only for claiming a job: everything else is one text.
    pub(crate) fn dialect(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.moteur {
            Moteur::Sqlite(_) => sqlite,
            Moteur::Postgres(_) => postgres,
        }
    }

    fn wait(&mut self, sql: &'static str, params: Vec<Value>, exigence: Exigence) {
        let texte = Texte::Enonce { sql, params, exigence };
        self.attente.push(Ordre { fait: self.fait.rang, texte });
    }

    fn immediate(&mut self, sql: &'static str, params: &[Value]) -> Result<Retour, Echec> {
        if let Some(panne) = &self.panne {
            return Err(panne.echec.clone());
        }
        if let Some(echec) = &self.fait.echec {
            return Err(echec.clone());
        }
        let retour = self.flush_and(sql, params);
        retour.map_err(|panne| {
            let echec = panne.echec.clone();
            if panne.fait == self.fait.rang && panne.portee == Portee::Fait {
                self.fait.echec.get_or_insert(panne.echec);
            } else {
                self.panne = Some(panne);
            }
            echec
        })
    }

    fn flush_and(&mut self, sql: &'static str, params: &[Value]) -> Result<Retour, Panne> {
        self.mark_savepoint();
        let ordres = std::mem::take(&mut self.attente);
        self.fait.debut = 0;
        let fait = self.fait.rang;
        match &mut self.moteur {
            Moteur::Postgres(postgres) => postgres.send(&ordres, Some(&Requete { fait, sql, params })),
            Moteur::Sqlite(sqlite) => {
                sqlite.send(&ordres)?;
                sqlite.run(sql, params).map_err(|echec| Panne::of_fait(fait, echec))
            }
        }
    }
}
