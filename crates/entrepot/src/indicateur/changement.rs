//! What changes in the sums of a department and of a CPTS, one change after the other: who keeps figures in memory follows them.
//!
//! Changes are written with the sums, under the lock that orders all writers: the numbers of a place have no hole, so that
//! whoever misses one knows it.

use std::collections::{BTreeMap, BTreeSet};

use droit::decision::TypeStructure;
use droit::identifiant::CptsId;
use droit::indicateur::{Perimetre, Releve, Tranche};
use uuid::Uuid;

use super::releve::situation;
use crate::{Echec, Row, Tx, params};

const EPOQUE: &str = "SELECT epoque FROM indicateur_etat WHERE id = 1";
const DERNIER: &str = "SELECT COALESCE(MAX(seq), 0) AS seq FROM indicateur_changement WHERE lieu = $1";
/// In the order of the key, and no more than is kept: without a limit PostgreSQL reads the whole place and sorts it.
const DEPUIS: &str =
    "SELECT seq, contenu FROM indicateur_changement WHERE lieu = $1 AND seq >= $2 ORDER BY seq LIMIT $3";
const NOTER: &str = "INSERT INTO indicateur_changement (lieu, seq, contenu)
    SELECT $1, COALESCE(MAX(seq), 0) + 1, $2 FROM indicateur_changement WHERE lieu = $1";
const ELAGUER: &str = "DELETE FROM indicateur_changement WHERE seq <=
    (SELECT MAX(c.seq) FROM indicateur_changement c WHERE c.lieu = indicateur_changement.lieu) - $1";

/// Changes kept of each place: who is farther behind reads everything again.
const GARDES: u16 = 512;

/// What was counted of the episodes of one patient in one place, before a write and after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changement {
    /// Before.
    pub avant: Vec<Releve>,
    /// After.
    pub apres: Vec<Releve>,
}

impl Changement {
    /// The séances it brings (1) and takes away (-1), by third of a month, MK and type of structure.
    ///
    /// # Errors
    /// When an episode says a structure or a department that does not exist.
    pub fn seances(&self) -> Result<Vec<(Tranche, u128, TypeStructure, i64)>, Echec> {
        let mut seances = Vec::new();
        for (releves, signe) in [(&self.apres, 1), (&self.avant, -1)] {
            for releve in releves {
                let structure = situation(releve)?.structure;
                let siennes = releve.seances.iter();
                seances.extend(siennes.map(|seance| (Tranche::du(seance.le), seance.par, structure, signe)));
            }
        }
        Ok(seances)
    }
}

/// Under which counting a base was made: another one, and everything is other.
///
/// # Errors
/// When the base fails.
pub fn epoque(tx: &mut Tx) -> Result<i64, Echec> {
    tx.query_one(EPOQUE, &[])?.get("epoque")
}

/// Where a place stands: the number of its latest change, none being zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repere(i64);

/// What follows a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suite {
    /// These changes, up to there.
    Continue(Repere, Vec<Changement>),
    /// The point is not one of this base any more, is too old, or comes from after this reading: read everything.
    Rompue,
}

/// Where a place stands now.
///
/// # Errors
/// When the base fails.
pub fn repere(tx: &mut Tx, lieu: &Perimetre) -> Result<Repere, Echec> {
    tx.query_one(DERNIER, &params![lieu.to_string()])?.get("seq").map(Repere)
}

/// What changed in a place since then, in one question: the change that was known comes back first, or the one after nothing.
///
/// # Errors
/// When the base fails.
pub fn depuis(tx: &mut Tx, lieu: &Perimetre, Repere(connu): Repere) -> Result<Suite, Echec> {
    let lignes = tx.query(DEPUIS, &params![lieu.to_string(), connu, GARDES + 1])?;
    let numeros = lignes.iter().map(|ligne| ligne.get("seq")).collect::<Result<Vec<i64>, _>>()?;
    let sues = usize::from(connu > 0);
    let suit = match numeros.first() {
        None => connu == 0,
        Some(premier) => *premier == connu.max(1),
    };
    if !suit || numeros.len() > usize::from(GARDES) {
        return Ok(Suite::Rompue);
    }
    let present = numeros.last().copied().unwrap_or(connu);
    let nouveaux = lignes.iter().skip(sues).map(relire).collect::<Result<_, _>>()?;
    Ok(Suite::Continue(Repere(present), nouveaux))
}

fn relire(ligne: &Row) -> Result<Changement, Echec> {
    let (avant, apres) = serde_json::from_str(&ligne.get::<String>("contenu")?).map_err(Echec::moteur)?;
    Ok(Changement { avant, apres })
}

/// Forgets the changes that nobody should still be waiting for.
///
/// # Errors
/// When the base fails.
pub fn elaguer(tx: &mut Tx) -> Result<u64, Echec> {
    tx.execute(ELAGUER, &params![GARDES])
}

/// The episodes of a patient, as they were counted and as they are.
pub(super) type AvantApres = (BTreeMap<Uuid, Releve>, BTreeMap<Uuid, Releve>);

/// Writes what changed for a patient, in each place of what changed.
pub(super) fn noter(tx: &mut Tx, (avant, apres): &AvantApres) -> Result<(), Echec> {
    let changes = apres.iter().filter(|(id, releve)| avant.get(id) != Some(releve));
    let lieux: BTreeSet<Lieu> = changes.flat_map(|(_, releve)| Lieu::de(releve)).collect();
    for lieu in lieux {
        let dedans = |releves: &BTreeMap<Uuid, Releve>| -> Vec<Releve> {
            releves.values().filter(|releve| Lieu::de(releve).contains(&lieu)).cloned().collect()
        };
        let contenu = serde_json::to_string(&(dedans(avant), dedans(apres))).map_err(Echec::moteur)?;
        tx.enqueue(NOTER, params![lieu.cle(), contenu]);
    }
    Ok(())
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lieu {
    Departement(String),
    Cpts(u128),
}

impl Lieu {
    fn de(releve: &Releve) -> Vec<Self> {
        let departement = Self::Departement(releve.departement.clone());
        std::iter::once(departement).chain(releve.cpts.map(Self::Cpts)).collect()
    }

    /// As the address of the perimeter.
    fn cle(&self) -> String {
        match self {
            Self::Departement(code) => format!("departement/{code}"),
            Self::Cpts(id) => Perimetre::Cpts(CptsId::new(*id)).to_string(),
        }
    }
}
