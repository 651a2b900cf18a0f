//! A file of CPTS, taken up whole: those unknown are recorded, those that differ corrected, the others left alone.

use droit::identifiant::CptsId;
use entrepot::cpts;
use entrepot::{Echec, Tx};
use formats::liste_cpts::CptsLue;
use jiff::Timestamp;

use super::{Fiche, RefusCpts};

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
    lignes.iter().map(|(id, lue)| une(tx, *id, lue, quand)).collect()
}

fn une(tx: &mut Tx, id: CptsId, lue: &CptsLue, quand: (&str, Timestamp)) -> Result<Sort, Echec> {
    let mut fiche = Fiche { nom: lue.nom.clone(), siege: lue.siege, territoire: lue.territoire.clone() };
    let Some(connue) = cpts::nommee(tx, lue.nom.as_str())? else {
        return tenir(super::inscrire(tx, id, &fiche, quand)).map(|()| Sort::Creee);
    };
    fiche.siege = fiche.siege.or(connue.siege);
    let deja = (connue.nom.as_str(), connue.siege, cpts::departements(tx, connue.id)?);
    if deja == (fiche.nom.as_str(), fiche.siege, fiche.territoire.clone()) {
        return Ok(Sort::Inchangee);
    }
    tenir(super::corriger(tx, &connue, &fiche, quand)).map(|()| Sort::Corrigee)
}

/// The name was looked for just before: it is nobody else's.
fn tenir(issue: Result<(), RefusCpts>) -> Result<(), Echec> {
    issue.map_err(|refus| match refus {
        RefusCpts::Connue(_) => Echec::Conflit,
        RefusCpts::Entrepot(echec) => echec,
    })
}
