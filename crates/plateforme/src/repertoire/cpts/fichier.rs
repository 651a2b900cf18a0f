//! A file of CPTS, taken up whole: those unknown are recorded, those that differ corrected, the others left alone.

use std::collections::HashMap;

use droit::declaration::cle_du_nom;
use droit::identifiant::CptsId;
use entrepot::cpts::{self, Cpts, NouvelleCpts};
use entrepot::{Echec, Tx};
use formats::liste_cpts::CptsLue;
use jiff::Timestamp;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Recorded.
    Creee,
    /// Its name, seat or departments were others.
    Corrigee,
    /// Nothing to change.
    Inchangee,
}

impl Sort {
    /// In words.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Creee => "enregistrée",
            Self::Corrigee => "corrigée",
            Self::Inchangee => "inchangée",
        }
    }
}

/// Takes up every line, each under its own key when it is new; gives what became of each, in order.
///
/// # Errors
/// When the base fails: nothing is then recorded.
pub fn reprendre(
    tx: &mut Tx,
    lignes: &[(CptsId, CptsLue)],
    quand: (&str, Timestamp),
) -> Result<Vec<Sort>, Echec> {
    let toutes = cpts::toutes(tx)?.into_iter();
    let connues: HashMap<String, Cpts> = toutes.map(|cpts| (cle_du_nom(&cpts.nom), cpts)).collect();
    let mut sorts = Vec::with_capacity(lignes.len());
    for (id, lue) in lignes {
        sorts.push(match connues.get(&lue.nom.cle()) {
            Some(connue) => comparer(tx, connue, lue, quand)?,
            None => creer(tx, *id, lue, quand),
        });
    }
    Ok(sorts)
}

fn creer(tx: &mut Tx, id: CptsId, lue: &CptsLue, (acteur, instant): (&str, Timestamp)) -> Sort {
    let nouvelle =
        NouvelleCpts { id, nom: lue.nom.to_string(), siege: lue.siege, territoire: lue.territoire.clone() };
    cpts::enregistrer(tx, &nouvelle, acteur, instant);
    Sort::Creee
}

/// A seat that the file does not give is kept.
fn comparer(
    tx: &mut Tx,
    connue: &Cpts,
    lue: &CptsLue,
    (acteur, instant): (&str, Timestamp),
) -> Result<Sort, Echec> {
    let siege = lue.siege.or(connue.siege);
    let territoire = cpts::departements(tx, connue.id)?;
    if (connue.nom.as_str(), connue.siege, &territoire) == (lue.nom.as_str(), siege, &lue.territoire) {
        return Ok(Sort::Inchangee);
    }
    cpts::corriger(tx, connue, &lue.nom, (siege, &lue.territoire), acteur, instant);
    Ok(Sort::Corrigee)
}
