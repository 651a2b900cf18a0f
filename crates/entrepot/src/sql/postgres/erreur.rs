//! PostgreSQL's errors, by what the caller can do. Their DETAIL is never repeated: it holds the values.

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::Echec;

pub(super) fn echec(e: &Error) -> Echec {
    let Some(db) = e.as_db_error() else {
        let cause =
            std::error::Error::source(e).map_or_else(|| e.to_string(), |source| format!("{e} : {source}"));
        return if e.is_closed() || is_io(e) { Echec::Connexion { cause } } else { Echec::Moteur { cause } };
    };
    let cause = db.message().to_owned();
    let contrainte = db.constraint().map_or_else(|| cause.clone(), str::to_owned);
    match db.code() {
        code if *code == SqlState::UNIQUE_VIOLATION => Echec::Doublon { contrainte },
        code if code.code().starts_with("23") => Echec::Contrainte { contrainte },
        code if *code == SqlState::DISK_FULL => Echec::DisquePlein,
        code if is_transient(code) => Echec::Occupe,
        code if code.code().starts_with("08") || code.code().starts_with("57P") => Echec::Connexion { cause },
        _ => Echec::Moteur { cause },
    }
}

/// What another attempt may cure: serialisation, deadlock, lock wait, too many connections, an outdated plan.
fn is_transient(code: &SqlState) -> bool {
    [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::FEATURE_NOT_SUPPORTED,
    ]
    .contains(code)
}

/// The schema changed under a prepared statement.
pub(super) fn is_stale_plan(e: &Error) -> bool {
    e.code().is_some_and(|code| *code == SqlState::FEATURE_NOT_SUPPORTED)
}

pub(super) fn is_division_by_zero(e: &Error) -> bool {
    e.code().is_some_and(|code| *code == SqlState::DIVISION_BY_ZERO)
}

fn is_io(e: &Error) -> bool {
    std::error::Error::source(e).is_some_and(|source| source.is::<std::io::Error>())
}
