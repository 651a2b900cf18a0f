//! The SQLite engine: one connection, its settings, its cached statements.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement, ToSql};

use super::ordre::{Exigence, Ordre, Panne, Texte};
use super::postgres::Retour;
use super::{Kind, Row, Value};
use crate::checkpoint::Signal;
use crate::{Disque, Echec};

/// Long enough for another process's commit, short enough for a person who waits.
const BUSY: Duration = Duration::from_secs(10);
/// Attempts to set the write-ahead log among nodes that start at once, and the pause between two: [`BUSY`] in all.
const RENCONTRES: u32 = 500;
const RENCONTRE: Duration = Duration::from_millis(20);
/// More than the number of statements of the product: each is parsed once per connection.
const STATEMENTS: usize = 512;

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Usage {
    /// Reads only; the engine itself refuses anything else.
    Lecture,
    /// The writer; checkpoints are left to the checkpointer.
    Ecriture,
}

/// Where the file is and by which disk it is reached.
#[derive(Clone, Debug)]
pub(crate) struct Fichier {
    pub(crate) chemin: PathBuf,
    pub(crate) disque: Disque,
}

pub(crate) struct Sqlite {
    conn: Connection,
    colonnes: HashMap<&'static str, Arc<[String]>>,
}

impl Fichier {
    pub(crate) fn connect(&self) -> Result<Connection, Echec> {
        connect(&self.chemin, self.disque.vfs())
    }

    pub(crate) fn open(&self, usage: Usage) -> Result<Sqlite, Echec> {
        let conn = self.connect()?;
        conn.pragma_update(None, "foreign_keys", true)?;
        conn.pragma_update(None, "cache_size", -65_536)?;
        conn.pragma_update(None, "temp_store", "memory")?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        // Plans depend on the text alone: a bound `LIKE` would otherwise be parsed again at every run.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        match usage {
            Usage::Lecture => {
                conn.pragma_update(None, "mmap_size", 268_435_456)?;
                conn.pragma_update(None, "query_only", true)?;
            }
            Usage::Ecriture => {
                write_ahead(&conn)?;
                conn.pragma_update(None, "synchronous", self.disque.synchronous())?;
                conn.pragma_update(None, "wal_autocheckpoint", 0)?;
            }
        }
        Ok(Sqlite { conn, colonnes: HashMap::new() })
    }
}

/// Sets the write-ahead log. Nodes that meet on an empty file each hold what the other needs: rather than let them wait
/// for ever, SQLite answers one of them « busy » at once, without the patience of the connection.
fn write_ahead(conn: &Connection) -> Result<(), Echec> {
    let mut issue = Ok(());
    for _ in 0..RENCONTRES {
        issue = conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())).map_err(Echec::from);
        if issue != Err(Echec::Occupe) {
            break;
        }
        std::thread::sleep(RENCONTRE);
    }
    issue
}

/// A new base is for its owner alone; SQLite gives its log the same rights.
#[cfg(unix)]
pub(crate) fn reserve(chemin: &Path) -> Result<(), Echec> {
    use std::io::ErrorKind;
    use std::os::unix::fs::OpenOptionsExt as _;
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(chemin) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => {
            Err(Echec::Connexion { cause: format!("« {} » : {e}", chemin.display()) })
        }
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
pub(crate) fn reserve(_: &Path) -> Result<(), Echec> {
    Ok(())
}

fn connect(chemin: &Path, vfs: Option<&str>) -> Result<Connection, Echec> {
    reserve(chemin)?;
    let options =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = match vfs {
        Some(nom) => Connection::open_with_flags_and_vfs(chemin, options, nom)?,
        None => Connection::open_with_flags(chemin, options)?,
    };
    conn.busy_timeout(BUSY)?;
    Ok(conn)
}

impl Sqlite {
    /// Tells the checkpointer of every commit.
    pub(crate) fn tell(&mut self, signal: &Arc<Signal>) -> Result<(), Echec> {
        signal.listen(&mut self.conn)
    }

    pub(crate) fn batch(&self, sql: &str) -> Result<(), Echec> {
        Ok(self.conn.execute_batch(sql)?)
    }

    /// A statement of the transaction's own control, parsed once.
    pub(crate) fn control(&self, sql: &'static str) -> Result<(), Echec> {
        self.conn.prepare_cached(sql)?.raw_execute()?;
        Ok(())
    }

    /// After a full disk or an I/O error, SQLite undoes the whole transaction by itself.
    pub(crate) fn in_transaction(&self) -> bool {
        !self.conn.is_autocommit()
    }

    /// Runs what waits.
    pub(crate) fn send(&mut self, ordres: &[Ordre]) -> Result<(), Panne> {
        for ordre in ordres {
            let lignes = match &ordre.texte {
                Texte::Controle(sql) => self.control(sql).map(|()| 1),
                Texte::Enonce { sql, params, .. } => self.run(sql, params).map(|retour| retour.nombre),
            };
            let lignes = lignes.map_err(|echec| Panne::of_fait(ordre.fait, echec))?;
            if matches!(ordre.texte, Texte::Enonce { exigence: Exigence::UneLigne, .. }) && lignes != 1 {
                return Err(Panne::of_fait(ordre.fait, Echec::Conflit));
            }
        }
        Ok(())
    }

    /// Runs one statement; its rows, and their number or that of the rows changed.
    pub(crate) fn run(&mut self, sql: &'static str, params: &[Value]) -> Result<Retour, Echec> {
        let mut statement = self.conn.prepare_cached(sql)?;
        bind(&mut statement, params)?;
        if statement.column_count() == 0 {
            let nombre = u64::try_from(statement.raw_execute()?).unwrap_or(u64::MAX);
            return Ok(Retour { lignes: Vec::new(), nombre });
        }
        let colonnes =
            self.colonnes.entry(sql).or_insert_with(|| statement.column_names().map(str::to_owned).collect());
        let mut reponse = statement.raw_query();
        let mut lignes = Vec::new();
        while let Some(ligne) = reponse.next()? {
            let mut valeurs = Vec::with_capacity(colonnes.len());
            for i in 0..colonnes.len() {
                valeurs.push(read(ligne.get_ref(i)?)?);
            }
            lignes.push(Row::new(Arc::clone(colonnes), valeurs));
        }
        Ok(Retour { nombre: lignes.len() as u64, lignes })
    }
}

/// SQLite numbers `$n` by order of appearance, not by n: each place is looked up by its name.
fn bind(statement: &mut Statement<'_>, params: &[Value]) -> Result<(), Echec> {
    let mut dernier = 0;
    for place in 1..=statement.parameter_count() {
        let numero = statement
            .parameter_name(place)
            .and_then(|nom| nom.strip_prefix('$')?.parse::<usize>().ok())
            .ok_or_else(|| Echec::moteur("un paramètre ne s’écrit pas $n"))?;
        let valeur = numero
            .checked_sub(1)
            .and_then(|i| params.get(i))
            .ok_or_else(|| Echec::moteur(format!("le paramètre ${numero} n’a pas de valeur")))?;
        statement.raw_bind_parameter(place, valeur)?;
        dernier = dernier.max(numero);
    }
    if dernier != params.len() {
        return Err(Echec::moteur(format!("{} valeurs pour {dernier} paramètres", params.len())));
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null(_) => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Real(x) => ValueRef::Real(*x),
            Self::Text(texte) => ValueRef::Text(texte.as_bytes()),
            Self::Bytes(octets) => ValueRef::Blob(octets),
            Self::Uuid(id) => ValueRef::Blob(id.as_bytes()),
        }))
    }
}

/// SQLite does not say the kind of an absent value; no reader asks for it.
fn read(valeur: ValueRef<'_>) -> Result<Value, Echec> {
    Ok(match valeur {
        ValueRef::Null => Value::Null(Kind::Text),
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Real(x) => Value::Real(x),
        ValueRef::Text(octets) => Value::Text(std::str::from_utf8(octets).map_err(Echec::moteur)?.to_owned()),
        ValueRef::Blob(octets) => Value::Bytes(octets.to_vec()),
    })
}
