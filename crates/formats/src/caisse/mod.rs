//! The files for the local bodies of the health insurance: complete or differential, as CSV and as JSON.
//!
//! A complete file holds every period of authorisation of a department, place by place. A differential holds what
//! changed since the file before: applied in order to a complete one, differentials give the next complete one.

mod accuse;
mod csv;
mod json;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use accuse::{ACCUSE_MAXIMUM, Accuse, AccuseInvalide};
pub use csv::{ecrire_csv, ecrire_table};
pub use json::{SCHEMA, ecrire_json};

/// What the files are.
pub const FORMAT: &str = "acces-direct/caisse";
/// The version of their form: a new one when a reader of this one would be wrong.
pub const VERSION: u32 = 1;

/// All the lines, or those that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// Every line.
    Complet,
    /// The lines that changed since the file before.
    Differentiel,
}

impl Nature {
    /// As written in files and storage.
    pub fn code(self) -> &'static str {
        match self {
            Self::Complet => "complet",
            Self::Differentiel => "differentiel",
        }
    }

    /// The nature of a spelling.
    pub fn depuis_code(code: &str) -> Option<Self> {
        [Self::Complet, Self::Differentiel].into_iter().find(|nature| nature.code() == code)
    }
}

/// What the file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entete {
    /// Code of the addressee, part of the name of the file.
    pub destinataire: String,
    /// Name of the body.
    pub organisme: String,
    /// Department.
    pub departement: String,
    /// All the lines, or those that changed.
    pub nature: Nature,
    /// Number of the file: one more than the file before, without gap.
    pub numero: u64,
    /// As of when.
    pub arrete_le: Timestamp,
}

impl Entete {
    /// The number of the file before; none for the first.
    pub fn precedent(&self) -> Option<u64> {
        self.numero.checked_sub(1).filter(|precedent| *precedent > 0)
    }

    /// The name of the file without its extension; safe in any folder.
    pub fn nom(&self) -> String {
        let Self { destinataire, departement, nature, numero, .. } = self;
        format!("acces-direct_{departement}_{destinataire}_{numero:06}_{}", nature.code())
    }
}

/// A period of authorisation at a place of practice. Days are inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ligne {
    /// What makes it the same line from one file to the next.
    pub cle: String,
    /// RPPS number.
    pub rpps: String,
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// Assurance Maladie number of the place, when on file.
    pub numero_am: Option<String>,
    /// Street.
    pub adresse: Option<String>,
    /// Postcode.
    pub code_postal: Option<String>,
    /// Commune.
    pub commune: Option<String>,
    /// First day at the place.
    pub lieu_du: Option<Date>,
    /// Last day at the place.
    pub lieu_au: Option<Date>,
    /// CPTS the authorisation rests on.
    pub cpts: String,
    /// First day of the authorisation.
    pub autorise_du: Date,
    /// Last day of the authorisation; none while it runs.
    pub autorise_au: Option<Date>,
    /// Why it ended.
    pub motif_fin: Option<String>,
}

/// What the receiver does with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// A line he does not have.
    Inscription,
    /// A line to put in the place of the one under the same key.
    Modification,
    /// A line to take off.
    Suppression,
}

impl Operation {
    fn code(self) -> &'static str {
        match self {
            Self::Inscription => "inscription",
            Self::Modification => "modification",
            Self::Suppression => "suppression",
        }
    }
}

/// A line and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mouvement {
    /// What becomes of it.
    pub operation: Operation,
    /// The line: as it is, or as it was when it is taken off.
    #[serde(flatten)]
    pub ligne: Ligne,
}

/// Lines under their keys.
pub type Lignes = BTreeMap<String, Ligne>;

/// The complete file: every line is new.
pub fn tout(lignes: &Lignes) -> Vec<Mouvement> {
    lignes.values().map(|ligne| mouvement(Operation::Inscription, ligne)).collect()
}

/// What leads from some lines to others, in the order of the keys.
pub fn difference(avant: &Lignes, apres: &Lignes) -> Vec<Mouvement> {
    let nouvelles = apres.iter().filter_map(|(cle, ligne)| match avant.get(cle) {
        None => Some(mouvement(Operation::Inscription, ligne)),
        Some(ancienne) if ancienne != ligne => Some(mouvement(Operation::Modification, ligne)),
        Some(_) => None,
    });
    let otees = avant.iter().filter(|(cle, _)| !apres.contains_key(*cle));
    nouvelles.chain(otees.map(|(_, ligne)| mouvement(Operation::Suppression, ligne))).collect()
}

/// What the receiver does: applies a file to the lines he has.
pub fn appliquer(lignes: &mut Lignes, mouvements: &[Mouvement]) {
    for Mouvement { operation, ligne } in mouvements {
        match operation {
            Operation::Suppression => lignes.remove(&ligne.cle),
            Operation::Inscription | Operation::Modification => {
                lignes.insert(ligne.cle.clone(), ligne.clone())
            }
        };
    }
}

fn mouvement(operation: Operation, ligne: &Ligne) -> Mouvement {
    Mouvement { operation, ligne: ligne.clone() }
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn empreinte(octets: &[u8]) -> String {
    Sha256::digest(octets).iter().map(|octet| format!("{octet:02x}")).collect()
}

/// The line that `sha256sum -c` checks.
pub fn temoin(nom: &str, octets: &[u8]) -> Vec<u8> {
    format!("{}  {nom}\n", empreinte(octets)).into_bytes()
}
