//! The total activity of an MK over a year: the denominator that the platform does not own.

use droit::identifiant::PraticienId;
use jiff::Timestamp;

use crate::journal::Entree;
use crate::{Echec, Tx, params};

const DECLARER: &str =
    "INSERT INTO indicateur_activite (praticien, annee, seances, origine, connue_le) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (praticien, annee) DO UPDATE
        SET seances = EXCLUDED.seances, origine = EXCLUDED.origine, connue_le = EXCLUDED.connue_le";
const OUBLIER: &str = "DELETE FROM indicateur_activite WHERE praticien = $1 AND annee = $2";
const LIRE: &str = "SELECT seances, origine FROM indicateur_activite WHERE praticien = $1 AND annee = $2";

/// Where a total comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrigineActivite {
    /// The MK entered it.
    Declaree,
    /// The health insurance gave it.
    Importee,
}

impl OrigineActivite {
    fn code(self) -> &'static str {
        match self {
            Self::Declaree => "declaree",
            Self::Importee => "importee",
        }
    }

    fn depuis_code(code: &str) -> Result<Self, Echec> {
        match code {
            "declaree" => Ok(Self::Declaree),
            "importee" => Ok(Self::Importee),
            autre => Err(Echec::moteur(format!("origine « {autre} » inconnue"))),
        }
    }
}

/// Records all the séances of an MK over a calendar year, whatever the way of access. A later total replaces it.
pub fn declarer_activite(
    tx: &mut Tx,
    praticien: PraticienId,
    annee: i16,
    seances: u32,
    (origine, acteur, instant): (OrigineActivite, &str, Timestamp),
) {
    let valeurs = params![praticien, i64::from(annee), seances, origine.code(), instant];
    tx.enqueue_one(DECLARER, valeurs);
    tx.tracer(Entree::new(instant, acteur, "activite.declarer", format!("praticien/{praticien}")));
}

/// Takes away the total of an MK over a year, whoever gave it.
pub(crate) fn oublier_activite(tx: &mut Tx, praticien: PraticienId, annee: i16) {
    tx.enqueue(OUBLIER, params![praticien, i64::from(annee)]);
}

/// All his séances over a year, where somebody gave them.
///
/// # Errors
/// When the base fails.
pub fn activite(tx: &mut Tx, praticien: PraticienId, annee: i16) -> Result<Option<u32>, Echec> {
    Ok(activite_connue(tx, praticien, annee)?.map(|(seances, _)| seances))
}

/// The same, with who gave them.
///
/// # Errors
/// When the base fails.
pub fn activite_connue(
    tx: &mut Tx,
    praticien: PraticienId,
    annee: i16,
) -> Result<Option<(u32, OrigineActivite)>, Echec> {
    let ligne = tx.query_opt(LIRE, &params![praticien, i64::from(annee)])?;
    let lue = |ligne: crate::Row| {
        Ok((ligne.get("seances")?, OrigineActivite::depuis_code(&ligne.get::<String>("origine")?)?))
    };
    ligne.map(lue).transpose()
}
