//! Episodes one by one, for the evaluation: no identity, months for days, keyed pseudonyms that no other export shares.

use droit::identifiant::CodeDepartement;
use droit::indicateur::Releve;
use jiff::civil::Date;
use uuid::Uuid;

use super::releve::relire;
use crate::chiffre::Trousseau;
use crate::{Echec, Tx, params};

const DU_DEPARTEMENT: &str = "SELECT i.episode, i.patient, i.releve FROM indicateur_episode i
    JOIN episode e ON e.id = i.episode
    WHERE e.departement = $1 AND e.ouvert_le BETWEEN $2 AND $3 ORDER BY i.episode";

/// Letters of a pseudonym: enough that two people never share one, too few to hold a key.
const LONGUEUR: usize = 16;

/// An episode without its people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Microdonnee {
    /// Pseudonym of the patient, in this export alone.
    pub patient: String,
    /// Pseudonym of the MK who opened it, in this export alone.
    pub praticien: String,
    /// What is counted of it.
    pub releve: Releve,
}

/// The episodes opened in a department between two days, in the order of their pseudonyms. The key of the pseudonyms
/// depends on `usage`: two exports cannot be joined.
///
/// # Errors
/// When the base fails.
pub fn microdonnees(
    tx: &mut Tx,
    trousseau: &Trousseau,
    (departement, du, au): (CodeDepartement, Date, Date),
    usage: &str,
) -> Result<Vec<Microdonnee>, Echec> {
    let mut lues = Vec::new();
    for ligne in tx.query(DU_DEPARTEMENT, &params![departement, du, au])? {
        let releve = relire(&ligne.get::<String>("releve")?)?;
        let patient: Uuid = ligne.get("patient")?;
        lues.push(Microdonnee {
            patient: pseudonyme(trousseau, &format!("microdonnees/{usage}/patient"), patient.as_u128()),
            praticien: pseudonyme(trousseau, &format!("microdonnees/{usage}/praticien"), releve.ouvert_par),
            releve,
        });
    }
    lues.sort_by(|a, b| (&a.patient, a.releve.ouvert_le).cmp(&(&b.patient, b.releve.ouvert_le)));
    Ok(lues)
}

fn pseudonyme(trousseau: &Trousseau, usage: &str, cle: u128) -> String {
    let empreinte = trousseau.index(usage, &cle.to_be_bytes());
    empreinte.iter().flat_map(|octet| [octet >> 4, octet & 15]).take(LONGUEUR).map(chiffre).collect()
}

fn chiffre(valeur: u8) -> char {
    char::from_digit(u32::from(valeur), 16).unwrap_or('0')
}
