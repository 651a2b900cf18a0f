//! The shapes of the groups that MKs look at, as they were published: each publication replaces them all.

use std::collections::{BTreeMap, BTreeSet};

use droit::evaluation::Forme;
use droit::identifiant::{CptsId, PraticienId};
use droit::indicateur::{Indicateur, Variante};

use crate::{Echec, Tx, params};

const OUBLIER: &str = "DELETE FROM parution_miroir";
const GARDER: &str = "INSERT INTO parution_miroir (cpts, annee, variante, contenu) VALUES ($1, $2, $3, $4)";
const LIRE: &str = "SELECT contenu FROM parution_miroir WHERE cpts = $1 AND annee = $2 AND variante = $3";
const ACTIFS: &str =
    "SELECT DISTINCT praticien, annee FROM indicateur_praticien_annee WHERE cpts = $1 AND n > 0";

/// The shapes of a group: the MKs of a CPTS over a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miroir {
    /// Whose MKs.
    pub cpts: CptsId,
    /// Over which calendar year.
    pub annee: i16,
    /// Which episodes are kept.
    pub variante: Variante,
    /// The shape of each figure; empty when too few make it.
    pub formes: Vec<(Indicateur, Forme)>,
}

/// Replaces all of them, in the publication that writes.
///
/// # Errors
/// When one cannot be written.
pub fn remplacer(tx: &mut Tx, miroirs: &[Miroir]) -> Result<(), Echec> {
    tx.enqueue(OUBLIER, params![]);
    for miroir in miroirs {
        let formes: Vec<(&str, Forme)> =
            miroir.formes.iter().map(|(indicateur, forme)| (indicateur.code(), *forme)).collect();
        let contenu = serde_json::to_string(&formes).map_err(Echec::moteur)?;
        let valeurs = params![miroir.cpts, i64::from(miroir.annee), miroir.variante.code(), contenu];
        tx.enqueue(GARDER, valeurs);
    }
    Ok(())
}

/// The shapes of a group as they were published; `None` when there was no such group.
///
/// # Errors
/// When the base fails.
pub fn lire(
    tx: &mut Tx,
    cpts: CptsId,
    annee: i16,
    variante: Variante,
) -> Result<Option<Vec<(Indicateur, Forme)>>, Echec> {
    let lue = tx.query_opt(LIRE, &params![cpts, i64::from(annee), variante.code()])?;
    lue.map(|ligne| relire(&ligne.get::<String>("contenu")?)).transpose()
}

fn relire(contenu: &str) -> Result<Vec<(Indicateur, Forme)>, Echec> {
    let lues: Vec<(String, Forme)> = serde_json::from_str(contenu).map_err(Echec::moteur)?;
    // An indicator that exists no more is compared no more.
    Ok(lues.into_iter().filter_map(|(code, forme)| Some((Indicateur::depuis_code(&code)?, forme))).collect())
}

/// The MKs who did a séance under a CPTS, by calendar year.
///
/// # Errors
/// When the base fails.
pub fn actifs_par_annee(tx: &mut Tx, cpts: CptsId) -> Result<BTreeMap<i16, BTreeSet<PraticienId>>, Echec> {
    let mut annees: BTreeMap<i16, BTreeSet<PraticienId>> = BTreeMap::new();
    for ligne in &tx.query(ACTIFS, &params![cpts])? {
        annees.entry(ligne.get("annee")?).or_default().insert(ligne.get("praticien")?);
    }
    Ok(annees)
}
