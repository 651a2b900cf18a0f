//! What every institution calls a CPTS: no key of the installation, the same words for whoever holds the same facts.

use droit::identifiant::{CodeDepartement, CptsId};

use super::{Cpts, departements, du_departement};
use crate::{Echec, Tx};

/// A CPTS and its shared name. The installation records no FINESS number of a CPTS: its name and the department of its seat
/// tell it from any other, since no two may be recorded under one name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Designation {
    /// `cpts/45/CPTS Orléanaise`.
    pub cle: String,
    /// « CPTS Orléanaise ».
    pub nom: String,
    /// Its key here, which leaves the installation with nothing.
    pub id: CptsId,
}

/// The shared names of the CPTS of a department, in their order, which depends on no key.
///
/// # Errors
/// When the base fails.
pub fn designations(tx: &mut Tx, departement: CodeDepartement) -> Result<Vec<Designation>, Echec> {
    let mut lues = Vec::new();
    for cpts in du_departement(tx, departement)? {
        lues.push(designer(tx, cpts)?);
    }
    lues.sort();
    Ok(lues)
}

/// The department of the seat where it is recorded, else the first one the CPTS acts in.
fn designer(tx: &mut Tx, cpts: Cpts) -> Result<Designation, Echec> {
    let siege = match cpts.siege {
        Some(siege) => Some(siege),
        None => departements(tx, cpts.id)?.first().copied(),
    };
    let lieu = siege.map_or_else(|| "–".to_owned(), |code| code.to_string());
    Ok(Designation { cle: format!("cpts/{lieu}/{}", cpts.nom), nom: cpts.nom, id: cpts.id })
}
