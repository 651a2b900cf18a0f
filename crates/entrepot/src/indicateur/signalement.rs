//! Adverse events reported without an episode: each is counted as if its patient had nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use droit::decision::TypeStructure;
use droit::indicateur::{EvenementReleve, Releve};
use uuid::Uuid;

use super::releve::{Lus, parametres, relire};
use super::tenue::morceaux;
use super::{Texte, elargir};
use crate::sql::Panne;
use crate::{Echec, Row, Tx};

const RELEVER_UN: &str = "SELECT v.id, v.praticien, v.departement, v.cpts, v.le, v.gravite, i.releve
    FROM evenement v LEFT JOIN indicateur_episode i ON i.episode = v.id
    WHERE v.id = $1 AND v.episode IS NULL";
static RELEVER: Texte = Texte { une: RELEVER_UN, large: LazyLock::new(|| elargir(RELEVER_UN)) };

/// Every event without an episode after a key, and those between two keys.
pub(super) const TOUS: &str =
    "SELECT id FROM evenement WHERE episode IS NULL AND id > $1 ORDER BY id LIMIT $2";
pub(super) const ENTRE: &str = "SELECT v.id, v.praticien, v.departement, v.cpts, v.le, v.gravite, i.releve
    FROM evenement v LEFT JOIN indicateur_episode i ON i.episode = v.id
    WHERE v.episode IS NULL AND v.id BETWEEN $1 AND $2";

/// What is counted of these events now, and what was counted of them last.
pub(super) fn lire_du_lot(tx: &mut Tx, cles: &BTreeSet<Uuid>) -> Result<Vec<Row>, Panne> {
    let mut lignes = Vec::new();
    for morceau in morceaux(cles) {
        lignes.extend(tx.query_of_batch(RELEVER.pour(morceau.len()), &parametres(&morceau))?);
    }
    Ok(lignes)
}

/// Puts the rows together: an event is its own patient.
pub(super) fn assembler(lignes: &[Row]) -> Result<Lus, Echec> {
    let mut lus = Lus::default();
    for ligne in lignes {
        let id: Uuid = ligne.get("id")?;
        lus.actuels.insert(id, (id, releve(ligne)?));
        if let Some(texte) = ligne.get::<Option<String>>("releve")? {
            lus.comptes.insert(id, BTreeMap::from([(id, relire(&texte)?)]));
        }
    }
    Ok(lus)
}

/// An MK without CPTS is counted outside any coordinated structure: the report does not say in which he practises.
fn releve(ligne: &Row) -> Result<Releve, Echec> {
    let cpts: Option<Uuid> = ligne.get("cpts")?;
    let structure = if cpts.is_some() { TypeStructure::Cpts } else { TypeStructure::Cabinet };
    let evenement = EvenementReleve {
        le: ligne.get("le")?,
        par: ligne.get::<Uuid>("praticien")?.as_u128(),
        gravite: ligne.get("gravite")?,
    };
    let lieu = (ligne.get("departement")?, cpts.map(|cpts| cpts.as_u128()), structure.code().to_owned());
    Ok(Releve::signalement(lieu, evenement))
}
