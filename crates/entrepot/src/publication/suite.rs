//! What the journal says has changed for the public list since a position of it.
//!
//! Every act leaves its line in the transaction of its cause, and lines are committed in the order of their numbers: a
//! reader who knows all lines up to a position, then reads those that follow, misses nothing, on any node.

use std::collections::BTreeSet;

use droit::identifiant::{DeclarationId, PraticienId};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Echec, Tx, journal, params};

/// Beyond this many relevant lines everything is read again.
const LIGNES_MAX: u16 = 2_000;

/// Only these lines may say something of the list: those about an MK, a declaration, a CPTS. Which MKs are authorised, where
/// and with whom is written nowhere without one of them.
const SUITE: &str = "SELECT instant, sujet FROM journal
    WHERE seq > $1
        AND (sujet LIKE 'praticien/%' OR sujet LIKE 'declaration/%' OR sujet LIKE 'cpts/%')
    ORDER BY seq LIMIT $2";
const DE_LA_DECLARATION: &str = "SELECT praticien FROM declaration WHERE id = $1";

/// What to read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concernes {
    /// These MKs.
    Praticiens(BTreeSet<PraticienId>),
    /// Everything: a CPTS changed, or more than can be followed line by line.
    Tous,
}

/// What followed a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suite {
    /// The position reached.
    pub position: i64,
    /// The instant of the last relevant line, if there is one.
    pub modifie: Option<Timestamp>,
    /// What to read again.
    pub concernes: Concernes,
}

/// What followed this position.
///
/// # Errors
/// When the base fails.
pub fn suite(tx: &mut Tx, depuis: i64) -> Result<Suite, Echec> {
    let position = journal::tete(tx)?.seq;
    if position < depuis {
        return Ok(Suite { position, modifie: None, concernes: Concernes::Tous });
    }
    let mut concernes = BTreeSet::new();
    if position == depuis {
        return Ok(Suite { position, modifie: None, concernes: Concernes::Praticiens(concernes) });
    }
    let lignes = tx.query(SUITE, &params![depuis, LIGNES_MAX])?;
    let modifie = lignes.last().map(|ligne| ligne.get("instant")).transpose()?;
    if lignes.len() == usize::from(LIGNES_MAX) {
        return Ok(Suite { position, modifie, concernes: Concernes::Tous });
    }
    for ligne in &lignes {
        let sujet: String = ligne.get("sujet")?;
        match praticien(tx, &sujet)? {
            Some(praticien) => {
                concernes.insert(praticien);
            }
            None => return Ok(Suite { position, modifie, concernes: Concernes::Tous }),
        }
    }
    Ok(Suite { position, modifie, concernes: Concernes::Praticiens(concernes) })
}

/// The MK that a line is about, when it is about one.
fn praticien(tx: &mut Tx, sujet: &str) -> Result<Option<PraticienId>, Echec> {
    let Some((genre, cle)) = sujet.split_once('/') else { return Ok(None) };
    let Ok(cle) = cle.parse::<Uuid>() else { return Ok(None) };
    match genre {
        "praticien" => Ok(Some(PraticienId::new(cle.as_u128()))),
        "declaration" => {
            let id = DeclarationId::new(cle.as_u128());
            tx.query_opt(DE_LA_DECLARATION, &params![id])?.map(|ligne| ligne.get("praticien")).transpose()
        }
        _ => Ok(None),
    }
}
