//! A CPTS of the directory: recorded once under its name, by a page, a file or the command line.

pub mod fichier;
pub mod liste;
pub mod page;

use droit::declaration::NomCpts;
use droit::identifiant::{CodeDepartement, CptsId};
use entrepot::cpts::{self, Cpts, NouvelleCpts};
use entrepot::{Echec, Tx};
use jiff::Timestamp;

/// What is recorded of a CPTS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fiche {
    /// Name.
    pub nom: NomCpts,
    /// Department of its seat, when known.
    pub siege: Option<CodeDepartement>,
    /// The departments it acts in.
    pub territoire: Vec<CodeDepartement>,
}

/// Why a CPTS is not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RefusCpts {
    /// Its name is another's.
    #[error(
        "La CPTS « {0} » est déjà enregistrée : corrigez sa fiche, ou ajoutez au nom ce qui distingue la vôtre (une ville, un département)."
    )]
    Connue(String),
    /// The store.
    #[error(transparent)]
    Entrepot(#[from] Echec),
}

/// Records a CPTS whose name is nobody's.
///
/// # Errors
/// When its name is taken, or the base fails.
pub fn inscrire(
    tx: &mut Tx,
    id: CptsId,
    fiche: &Fiche,
    (acteur, instant): (&str, Timestamp),
) -> Result<(), RefusCpts> {
    if let Some(connue) = cpts::nommee(tx, fiche.nom.as_str())? {
        return Err(RefusCpts::Connue(connue.nom));
    }
    let nouvelle = NouvelleCpts {
        id,
        nom: fiche.nom.to_string(),
        siege: fiche.siege,
        territoire: fiche.territoire.clone(),
    };
    cpts::enregistrer(tx, &nouvelle, acteur, instant);
    Ok(())
}

/// Corrects what was read of a CPTS.
///
/// # Errors
/// When its name is taken by another, or the base fails.
pub fn corriger(
    tx: &mut Tx,
    lue: &Cpts,
    fiche: &Fiche,
    (acteur, instant): (&str, Timestamp),
) -> Result<(), RefusCpts> {
    match cpts::nommee(tx, fiche.nom.as_str())? {
        Some(autre) if autre.id != lue.id => return Err(RefusCpts::Connue(autre.nom)),
        _ => cpts::corriger(tx, lue, &fiche.nom, (fiche.siege, &fiche.territoire), acteur, instant),
    }
    Ok(())
}
