//! A batch: the control of a transaction that carries several closures, each of which can be undone alone.
//!
//! On SQLite every statement runs at once, behind a savepoint per closure. On PostgreSQL statements wait and leave in
//! one round trip, `BEGIN` and `COMMIT` included; a savepoint is added only for a closure that needs an answer.

use super::Value;
use super::ordre::{Exigence, Ordre, Panne, Texte};
use super::tx::{Fait, Moteur, Touches, Tx};
use crate::Echec;
use crate::indicateur;
use crate::journal::{Empreinte, Tete};

/// The rank under which the batch's own statements fail.
pub(crate) const RANG_TETE: usize = usize::MAX;
/// After another node moved the head, this many batches lock it before extending it.
const PRUDENCE: u32 = 16;

const DEBUT_LECTURE_SQLITE: &str = "BEGIN";
const DEBUT_LECTURE_POSTGRES: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

impl Tx {
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.moteur, Moteur::Sqlite(_))
    }

    /// Reaches the server if need be.
    pub(crate) fn ensure_connected(&mut self) -> Result<(), Echec> {
        match &mut self.moteur {
            Moteur::Sqlite(_) => Ok(()),
            Moteur::Postgres(postgres) => {
                if postgres.is_lost() {
                    self.chaine.connue = None;
                }
                postgres.ensure_connected()
            }
        }
    }

    /// Called when nothing has been asked for a while.
    pub(crate) fn idle(&self) {
        if let Moteur::Postgres(postgres) = &self.moteur {
            postgres.idle();
        }
    }

    /// True when the connection was cut; never on SQLite.
    pub(crate) fn is_lost(&self) -> bool {
        match &self.moteur {
            Moteur::Sqlite(_) => false,
            Moteur::Postgres(postgres) => postgres.is_lost(),
        }
    }

    pub(crate) fn open_read(&mut self) -> Result<(), Echec> {
        self.reset();
        match &self.moteur {
            Moteur::Sqlite(sqlite) => sqlite.control(DEBUT_LECTURE_SQLITE),
            Moteur::Postgres(_) => {
                self.control(DEBUT_LECTURE_POSTGRES);
                self.fait.immediat = true;
                Ok(())
            }
        }
    }

    /// Ends a reading; `Err` if the closure left something to write.
    pub(crate) fn close_read(&mut self) -> Result<(), Echec> {
        let ecrit = !self.entrees.is_empty()
            || self.attente.iter().any(|ordre| matches!(ordre.texte, Texte::Enonce { .. }));
        let parti = self.attente.is_empty();
        self.reset();
        match &self.moteur {
            Moteur::Sqlite(sqlite) => sqlite.control("ROLLBACK")?,
            Moteur::Postgres(postgres) if parti => postgres.post("ROLLBACK"),
            Moteur::Postgres(_) => {}
        }
        if ecrit { Err(Echec::moteur("une lecture a tenté d’écrire")) } else { Ok(()) }
    }

    pub(crate) fn open_batch(&mut self) -> Result<(), Panne> {
        self.reset();
        self.fait.rang = RANG_TETE;
        match &self.moteur {
            Moteur::Sqlite(sqlite) => sqlite.control("BEGIN IMMEDIATE").map_err(of_batch),
            Moteur::Postgres(_) => {
                self.control("BEGIN");
                if self.chaine.prudence == 0 {
                    self.chaine.tete.clone_from(&self.chaine.connue);
                    return Ok(());
                }
                self.chaine.prudence -= 1;
                self.fait.immediat = true;
                self.chaine.tete = Some(Tete::charger_verrouillee(self).map_err(of_batch)?);
                Ok(())
            }
        }
    }

    pub(crate) fn open_fait(&mut self, rang: usize) -> Result<(), Panne> {
        self.entrees.clear();
        self.touches = Touches::default();
        self.fait = Fait {
            rang,
            debut: self.attente.len(),
            immediat: false,
            tete: self.chaine.tete.clone(),
            echec: None,
        };
        match &self.moteur {
            Moteur::Sqlite(sqlite) => sqlite.control("SAVEPOINT fait").map_err(of_batch),
            Moteur::Postgres(_) => Ok(()),
        }
    }

    /// Keeps what the closure wrote; `Ok(Err)` when one of its own statements failed and it is undone.
    pub(crate) fn keep_fait(&mut self) -> Result<Result<(), Echec>, Panne> {
        match self.finish_fait() {
            Ok(()) => Ok(Ok(())),
            Err(echec) => {
                self.undo_fait()?;
                Ok(Err(echec))
            }
        }
    }

    fn finish_fait(&mut self) -> Result<(), Echec> {
        if let Some(echec) = self.fait.echec.take() {
            return Err(echec);
        }
        self.chain()?;
        if let Moteur::Sqlite(sqlite) = &mut self.moteur {
            let ordres = std::mem::take(&mut self.attente);
            sqlite.send(&ordres).map_err(|panne| panne.echec)?;
            sqlite.control("RELEASE fait")?;
        } else if self.fait.immediat {
            self.control("RELEASE SAVEPOINT fait");
        }
        let touches = std::mem::take(&mut self.touches);
        self.a_compter.episodes.extend(touches.episodes);
        self.a_compter.documents.extend(touches.documents);
        self.a_compter.signalements.extend(touches.signalements);
        Ok(())
    }

    /// Undoes what the closure wrote, and nothing else.
    pub(crate) fn undo_fait(&mut self) -> Result<(), Panne> {
        if let Some(panne) = self.panne.take() {
            return Err(panne);
        }
        self.entrees.clear();
        self.touches = Touches::default();
        self.chaine.tete = self.fait.tete.take();
        self.attente.truncate(self.fait.debut);
        match &self.moteur {
            Moteur::Sqlite(sqlite) => {
                if !sqlite.in_transaction() {
                    return Err(of_batch(self.fait.echec.take().unwrap_or(Echec::DisquePlein)));
                }
                sqlite
                    .control("ROLLBACK TO fait")
                    .and_then(|()| sqlite.control("RELEASE fait"))
                    .map_err(of_batch)
            }
            // At once: until then the server refuses everything, even to prepare the next closure's statements.
            Moteur::Postgres(postgres) if self.fait.immediat => {
                postgres.batch("ROLLBACK TO SAVEPOINT fait").map_err(|echec| match echec {
                    Echec::Connexion { .. } => of_batch(Echec::Occupe),
                    autre => of_batch(autre),
                })
            }
            Moteur::Postgres(_) => Ok(()),
        }
    }

    /// Commits; on return the batch is durable.
    pub(crate) fn commit(&mut self) -> Result<(), Panne> {
        if let Some(panne) = self.panne.take() {
            return Err(panne);
        }
        self.fait = Fait { rang: RANG_TETE, immediat: true, ..Fait::default() };
        if let Some(tete) = self.chaine.tete.clone() {
            tete.avancer(self);
        }
        let touches = std::mem::take(&mut self.a_compter);
        indicateur::tenir(self, touches)?;
        self.commit_now()?;
        self.chaine.connue = self.chaine.tete.take().map(Tete::acquise);
        Ok(())
    }

    fn commit_now(&mut self) -> Result<(), Panne> {
        if let Moteur::Sqlite(sqlite) = &mut self.moteur {
            let ordres = std::mem::take(&mut self.attente);
            sqlite.send(&ordres)?;
            return sqlite.control("COMMIT").map_err(of_batch);
        }
        self.control("COMMIT");
        let ordres = std::mem::take(&mut self.attente);
        if is_empty_transaction(&ordres) {
            return Ok(());
        }
        match &mut self.moteur {
            Moteur::Postgres(postgres) => postgres.send(&ordres, None).map(|_| ()),
            Moteur::Sqlite(_) => Ok(()),
        }
    }

    /// Undoes the batch if the engine has not done so itself.
    pub(crate) fn abandon(&mut self, panne: &Panne) {
        if panne.is_of_head() {
            self.chaine.prudence = PRUDENCE;
        }
        self.reset();
        self.chaine.connue = None;
        let suite = match &mut self.moteur {
            Moteur::Sqlite(sqlite) if sqlite.in_transaction() => sqlite.control("ROLLBACK"),
            Moteur::Sqlite(_) => Ok(()),
            Moteur::Postgres(postgres) if postgres.is_lost() => Ok(()),
            Moteur::Postgres(postgres) => postgres.batch("ROLLBACK").inspect_err(|_| postgres.disconnect()),
        };
        if let Err(echec) = suite {
            tracing::error!(erreur = %echec, "rollback of a batch failed");
        }
    }

    /// The last line that the batch would write, by which a commit of unknown outcome is settled.
    pub(crate) fn last_line(&self) -> Option<(i64, Empreinte)> {
        self.chaine.tete.as_ref().and_then(Tete::derniere_nouvelle)
    }

    /// Is this line in the journal? Waits for the end of a transaction that holds the head.
    pub(crate) fn is_recorded(&mut self, seq: i64, empreinte: &Empreinte) -> Result<bool, Echec> {
        self.ensure_connected()?;
        self.reset();
        self.control("BEGIN");
        self.fait.immediat = true;
        Tete::charger_verrouillee(self)?;
        let inscrite = Tete::empreinte_de(self, seq)?;
        self.control("COMMIT");
        let ordres = std::mem::take(&mut self.attente);
        if let Moteur::Postgres(postgres) = &mut self.moteur {
            postgres.send(&ordres, None).map_err(|panne| panne.echec)?;
        }
        Ok(inscrite.as_ref() == Some(empreinte))
    }

    /// Chains the lines traced by one closure and leaves them for the flush.
    fn chain(&mut self) -> Result<(), Echec> {
        for entree in std::mem::take(&mut self.entrees) {
            let tete = match self.chaine.tete.take() {
                Some(tete) => tete,
                None => Tete::charger(self)?,
            };
            self.chaine.tete = Some(tete.suivante(&entree, self));
        }
        Ok(())
    }

    /// On PostgreSQL, the first statement of a closure that needs an answer comes after a savepoint.
    pub(super) fn mark_savepoint(&mut self) {
        if self.fait.immediat {
            return;
        }
        self.fait.immediat = true;
        if matches!(self.moteur, Moteur::Postgres(_)) {
            let savepoint = Ordre { fait: self.fait.rang, texte: Texte::Controle("SAVEPOINT fait") };
            self.attente.insert(self.fait.debut.min(self.attente.len()), savepoint);
        }
    }

    /// Leaves a statement of the journal, whose failure is the batch's own: another node took its number.
    pub(crate) fn enqueue_of_batch(&mut self, sql: &'static str, params: impl Into<Vec<Value>>) {
        let texte = Texte::Enonce { sql, params: params.into(), exigence: Exigence::Aucune };
        self.attente.push(Ordre { fait: RANG_TETE, texte });
    }

    fn control(&mut self, sql: &'static str) {
        self.attente.push(Ordre { fait: self.fait.rang, texte: Texte::Controle(sql) });
    }

    fn reset(&mut self) {
        self.attente.clear();
        self.entrees.clear();
        self.touches = Touches::default();
        self.a_compter = Touches::default();
        self.chaine.tete = None;
        self.fait = Fait::default();
        self.panne = None;
    }
}

fn of_batch(echec: Echec) -> Panne {
    Panne::of_lot(RANG_TETE, echec)
}

/// `BEGIN` then `COMMIT`, nothing sent yet: nothing to send.
fn is_empty_transaction(ordres: &[Ordre]) -> bool {
    matches!(
        ordres,
        [Ordre { texte: Texte::Controle("BEGIN"), .. }, Ordre { texte: Texte::Controle("COMMIT"), .. }]
    )
}
