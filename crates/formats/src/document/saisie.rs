//! What was typed in the form of a draft, field by field: kept as typed, so that nothing unfinished is lost.

use serde::{Deserialize, Serialize};

use super::{DocumentIllisible, FORME, depuis, octets};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SaisieJson {
    forme: u16,
    champs: Vec<(String, String)>,
}

/// Writes the fields of a form, in their order.
///
/// # Errors
/// Only when a value cannot be written.
pub fn ecrire_saisie(champs: &[(String, String)]) -> Result<Vec<u8>, DocumentIllisible> {
    octets(&SaisieJson { forme: FORME, champs: champs.to_vec() })
}

/// Reads the fields of a form.
///
/// # Errors
/// Names the field at fault.
pub fn lire_saisie(octets: &[u8]) -> Result<Vec<(String, String)>, DocumentIllisible> {
    Ok(depuis::<SaisieJson>(octets)?.champs)
}
