//! How much the base holds, table by table, for whoever looks after it; figures only.

use crate::{Echec, Tx, params};

const COMPTER: &str = "SELECT
    (SELECT count(*) FROM praticien) AS praticiens,
    (SELECT count(*) FROM cpts) AS cpts,
    (SELECT count(*) FROM declaration) AS declarations,
    (SELECT count(*) FROM patient) AS patients,
    (SELECT count(*) FROM episode) AS episodes,
    (SELECT count(*) FROM seance) AS seances,
    (SELECT count(*) FROM outbox) AS messages";

/// How many rows of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taille {
    /// The kind, on screen.
    pub libelle: &'static str,
    /// Rows.
    pub lignes: u64,
}

/// The rows of the main tables.
///
/// # Errors
/// When the base fails.
pub fn tailles(tx: &mut Tx) -> Result<Vec<Taille>, Echec> {
    let ligne = tx.query_one(COMPTER, &params![])?;
    let taille = |libelle, colonne: &'static str| {
        let lignes = ligne.get::<i64>(colonne)?.max(0).unsigned_abs();
        Ok::<Taille, Echec>(Taille { libelle, lignes })
    };
    Ok(vec![
        taille("Praticiens", "praticiens")?,
        taille("CPTS", "cpts")?,
        taille("Déclarations", "declarations")?,
        taille("Patients", "patients")?,
        taille("Épisodes", "episodes")?,
        taille("Séances", "seances")?,
        taille("Messages", "messages")?,
    ])
}
