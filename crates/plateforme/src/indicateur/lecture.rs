//! The table of all indicators for a field, a period and a variant, as whoever asks may see it.

use droit::acces::Lecteur;
use droit::indicateur::secret::Masque;
use droit::indicateur::{Champ, Periode, Tableau, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::{self, Demande};
use entrepot::{Echec, Tx};
use jiff::civil::Date;

use super::memoire::masques;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Over whom.
    pub champ: Champ,
    /// Over when.
    pub periode: Periode,
    /// Which episodes are kept.
    pub variante: Variante,
}

impl Question {
    /// The question to the sums; `None` for a period that does not exist.
    pub fn demande(&self, reglement: &Reglement) -> Option<Demande> {
        let tranches = self.periode.tranches(&self.champ.perimetre, reglement)?;
        Some(Demande { champ: self.champ.clone(), tranches, variante: self.variante })
    }
}

/// The table. To the care team everything is shown; to anybody else, what the rule of small numbers leaves.
///
/// # Errors
/// When the base fails.
pub fn tableau(
    tx: &mut Tx,
    (reglement, aujourd_hui): (&Reglement, Date),
    question: &Question,
    lecteur: Lecteur,
) -> Result<Tableau, Echec> {
    let Question { champ, periode, variante } = question.clone();
    let demande = question.demande(reglement).ok_or(Echec::Absent)?;
    let comptes = indicateur::comptes(tx, &demande)?;
    let participation = indicateur::participation(tx, &champ, periode)?;
    let masque = match lecteur {
        Lecteur::EquipeDeSoins => Masque::aucun(),
        Lecteur::Exterieur => {
            let masques = masques(tx, reglement, variante)?;
            masques.get(&(champ.clone(), periode)).cloned().unwrap_or_else(Masque::total)
        }
    };
    let au = periode.bornes(&champ.perimetre, reglement).map_or(aujourd_hui, |(_, au)| au.min(aujourd_hui));
    Ok(Tableau::assembler((champ, periode, variante), &comptes, &participation, &masque, (reglement, au)))
}
