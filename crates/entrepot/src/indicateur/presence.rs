//! Who was at work in a place, third of a month by third of a month.

use std::collections::{BTreeMap, BTreeSet};

use droit::decision::TypeStructure;
use droit::indicateur::{Compte, Perimetre, Tranche};
use uuid::Uuid;

use super::changement::Changement;
use crate::{Echec, Row, Tx, params};

const DU_DEPARTEMENT: &str =
    "SELECT praticien, tranche, structure, n FROM indicateur_praticien WHERE departement = $1 AND n <> 0";
const DE_LA_CPTS: &str =
    "SELECT praticien, tranche, structure, n FROM indicateur_praticien WHERE cpts = $1 AND n <> 0";

/// An MK in a type of structure.
type Qui = (u128, TypeStructure);
/// How many séances, third of a month by third of a month.
type Seances = BTreeMap<Tranche, i64>;

/// How many séances each MK did in a department or under a CPTS; read once, it follows changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presences(BTreeMap<Qui, Seances>);

impl Presences {
    /// Those of a department or of a CPTS; none for another perimeter.
    ///
    /// # Errors
    /// When the base fails.
    pub fn charger(tx: &mut Tx, lieu: &Perimetre) -> Result<Self, Echec> {
        let lignes = match lieu {
            Perimetre::Departement(code) => tx.query(DU_DEPARTEMENT, &params![*code])?,
            Perimetre::Cpts(id) => tx.query(DE_LA_CPTS, &params![*id])?,
            Perimetre::Praticien(_) | Perimetre::Region(_) | Perimetre::Pays => Vec::new(),
        };
        let mut presences = Self::default();
        for ligne in &lignes {
            let (tranche, qui, n) = presence(ligne)?;
            presences.ajouter(tranche, qui, n);
        }
        Ok(presences)
    }

    /// Adds a change of this place.
    ///
    /// # Errors
    /// When an episode says a structure that does not exist.
    pub fn suivre(&mut self, changement: &Changement) -> Result<(), Echec> {
        for (tranche, praticien, structure, n) in changement.seances()? {
            self.ajouter(tranche, (praticien, structure), n);
        }
        Ok(())
    }

    /// The MKs who did a séance between these thirds, in this type of structure or in any.
    #[must_use]
    pub fn actifs(&self, structure: Option<TypeStructure>, (du, au): (Tranche, Tranche)) -> Compte {
        let retenus = self.0.iter().filter(|((_, sienne), seances)| {
            structure.is_none_or(|voulue| voulue == *sienne) && seances.range(du..=au).any(|(_, n)| *n > 0)
        });
        let praticiens: BTreeSet<u128> = retenus.map(|((praticien, _), _)| *praticien).collect();
        Compte { n: 0, sujets: praticiens.len() as u64 }
    }

    fn ajouter(&mut self, tranche: Tranche, qui: Qui, n: i64) {
        *self.0.entry(qui).or_default().entry(tranche).or_default() += n;
    }
}

fn presence(ligne: &Row) -> Result<(Tranche, Qui, i64), Echec> {
    let praticien: Uuid = ligne.get("praticien")?;
    let qui = (praticien.as_u128(), ligne.get("structure")?);
    Ok((Tranche::de_numero(ligne.get("tranche")?), qui, ligne.get("n")?))
}
