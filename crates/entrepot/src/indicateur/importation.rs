//! Total activities that come together in a file: all recorded, or none and why.

use std::collections::BTreeSet;

use droit::identifiant::{NumeroRpps, PraticienId};
use droit::indicateur::{Perimetre, Periode, Tranche};
use jiff::Timestamp;

use super::activite::{OrigineActivite, activite_connue, declarer_activite};
use super::reglement;
use crate::journal::Entree;
use crate::{Echec, Tx, params, praticien};

const ACCES_DIRECT: &str = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM indicateur_praticien
    WHERE praticien = $1 AND tranche BETWEEN $2 AND $3";

/// A total to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Number of its line in the file.
    pub ligne: u32,
    /// The MK.
    pub rpps: NumeroRpps,
    /// All his séances of the year.
    pub seances: u32,
}

/// Why a line cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CauseRefus {
    /// Nobody of this number is on file.
    Inconnu,
    /// He is not one of those expected.
    NonAttendu,
    /// He did more séances in direct access than the file says he did in all.
    Moindre {
        /// His séances in direct access.
        acces_direct: u32,
    },
}

/// A line that cannot be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refus {
    /// Its number.
    pub ligne: u32,
    /// Whom it names.
    pub rpps: NumeroRpps,
    /// Why.
    pub cause: CauseRefus,
}

/// What was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bilan {
    /// Totals that were not known.
    pub inscrits: u32,
    /// Imported before, replaced.
    pub remplaces: u32,
    /// Left as they are: the MK gave his own.
    pub gardes: u32,
}

/// Records the totals of a year; when one line cannot be, none is and every reason is given. What an MK gave himself is
/// kept. `attendus` are those who may be in the file; anybody on file when it is `None`.
///
/// # Errors
/// When the base fails.
pub fn importer_activites(
    tx: &mut Tx,
    annee: i16,
    totaux: &[Total],
    attendus: Option<&BTreeSet<PraticienId>>,
    (acteur, instant): (&str, Timestamp),
) -> Result<Result<Bilan, Vec<Refus>>, Echec> {
    let bornes = Periode::Annee(annee).tranches(&Perimetre::Pays, reglement()?).ok_or(Echec::Absent)?;
    let (mut bilan, mut refus, mut justes) = (Bilan::default(), Vec::new(), Vec::new());
    for total in totaux {
        match verifier(tx, bornes, total, attendus)? {
            Ok(praticien) => justes.push((praticien, total.seances)),
            Err(cause) => refus.push(Refus { ligne: total.ligne, rpps: total.rpps.clone(), cause }),
        }
    }
    if !refus.is_empty() {
        return Ok(Err(refus));
    }
    for (praticien, seances) in justes {
        match activite_connue(tx, praticien, annee)? {
            Some((_, OrigineActivite::Declaree)) => {
                bilan.gardes += 1;
                continue;
            }
            Some((_, OrigineActivite::Importee)) => bilan.remplaces += 1,
            None => bilan.inscrits += 1,
        }
        let origine = (OrigineActivite::Importee, acteur, instant);
        declarer_activite(tx, praticien, annee, seances, origine);
    }
    tx.tracer(Entree::new(instant, acteur, "activite.importer", format!("annee/{annee}")));
    Ok(Ok(bilan))
}

fn verifier(
    tx: &mut Tx,
    (du, au): (Tranche, Tranche),
    total: &Total,
    attendus: Option<&BTreeSet<PraticienId>>,
) -> Result<Result<PraticienId, CauseRefus>, Echec> {
    let Some(connu) = praticien::par_rpps(tx, &total.rpps)? else { return Ok(Err(CauseRefus::Inconnu)) };
    if attendus.is_some_and(|attendus| !attendus.contains(&connu.id)) {
        return Ok(Err(CauseRefus::NonAttendu));
    }
    let ligne = tx.query_one(ACCES_DIRECT, &params![connu.id, du.numero(), au.numero()])?;
    let acces_direct: u32 = ligne.get("n")?;
    Ok(if acces_direct > total.seances { Err(CauseRefus::Moindre { acces_direct }) } else { Ok(connu.id) })
}
