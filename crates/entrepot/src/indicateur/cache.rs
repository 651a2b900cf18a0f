//! What was hidden of the tables shown so far: it stays hidden as long as its count is the same.

use droit::indicateur::{Mesure, Variante};

use crate::{Echec, Row, Tx, params};

const GARDER: &str =
    "INSERT INTO instantane_cache (variante, perimetre, structure, periode, mesure, modalite, n)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (variante, perimetre, structure, periode, mesure, modalite) DO UPDATE SET n = EXCLUDED.n";
const LIRE: &str = "SELECT perimetre, structure, periode, mesure, modalite, n FROM instantane_cache
    WHERE variante = $1";

/// A hidden count, by its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cachee {
    /// Perimeter, as written in addresses.
    pub perimetre: String,
    /// Code of the structure; empty for all.
    pub structure: String,
    /// Period, as written in addresses.
    pub periode: String,
    /// Measure.
    pub mesure: Mesure,
    /// Modality.
    pub modalite: String,
    /// The count it hides.
    pub n: u64,
}

/// Remembers what a snapshot hides.
pub fn retenir(tx: &mut Tx, variante: Variante, cachee: &Cachee) {
    let n = i64::try_from(cachee.n).unwrap_or(i64::MAX);
    let valeurs = params![
        variante.code(),
        cachee.perimetre.as_str(),
        cachee.structure.as_str(),
        cachee.periode.as_str(),
        cachee.mesure.code(),
        cachee.modalite.as_str(),
        n
    ];
    tx.enqueue(GARDER, valeurs);
}

/// What the snapshots so far hid under a variant.
///
/// # Errors
/// When the base fails.
pub fn retenues(tx: &mut Tx, variante: Variante) -> Result<Vec<Cachee>, Echec> {
    let lue = |ligne: &Row| {
        let code: String = ligne.get("mesure")?;
        let n: i64 = ligne.get("n")?;
        Ok(Cachee {
            perimetre: ligne.get("perimetre")?,
            structure: ligne.get("structure")?,
            periode: ligne.get("periode")?,
            mesure: Mesure::depuis_code(&code)
                .ok_or_else(|| Echec::moteur(format!("mesure « {code} » inconnue")))?,
            modalite: ligne.get("modalite")?,
            n: u64::try_from(n).unwrap_or_default(),
        })
    };
    tx.query(LIRE, &params![variante.code()])?.iter().map(lue).collect()
}
