//! A statement that waits for the next flush, and the failure that may come of it.

use super::{RANG_TETE, Value};
use crate::Echec;

/// A waiting statement, and the rank in its batch of the closure that left it.
#[derive(Clone, Debug)]
pub(crate) struct Ordre {
    pub(crate) fait: usize,
    pub(crate) texte: Texte,
}

/// What waits.
#[derive(Clone, Debug)]
pub(crate) enum Texte {
    /// `BEGIN`, `COMMIT`, savepoints.
    Controle(&'static str),
    /// A statement of a repository function.
    Enonce { sql: &'static str, params: Vec<Value>, exigence: Exigence },
}

/// How many rows a statement must change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Exigence {
    Aucune,
    UneLigne,
}

/// A failed flush: which closure of the batch caused it, and how far it reaches.
#[derive(Clone, Debug)]
pub(crate) struct Panne {
    pub(crate) fait: usize,
    pub(crate) portee: Portee,
    pub(crate) echec: Echec,
}

/// How far a failure reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Portee {
    /// The closure alone: its savepoint still stands.
    Fait,
    /// The whole transaction.
    Lot,
}

impl Panne {
    pub(crate) fn of_fait(fait: usize, echec: Echec) -> Self {
        let portee = if echec == Echec::Occupe { Portee::Lot } else { Portee::Fait };
        Self { fait, portee, echec }
    }

    /// Another node extended the journal meanwhile.
    pub(crate) fn is_of_head(&self) -> bool {
        self.fait == RANG_TETE && matches!(self.echec, Echec::Conflit | Echec::Doublon { .. })
    }

    pub(crate) fn of_lot(fait: usize, echec: Echec) -> Self {
        Self { fait, portee: Portee::Lot, echec }
    }
}
