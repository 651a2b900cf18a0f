//! The tables of a variant that may be shown, read once for a whole page: their sums, and what is hidden of each.

use std::sync::Arc;

use droit::acces::Lecteur;
use droit::indicateur::secret::Masque;
use droit::indicateur::{Champ, Comptes, Participation, Periode, Tableau, Variante};
use entrepot::indicateur;
use entrepot::{Echec, Tx};

use super::lecture::Moment;
use crate::indicateur::lecture::Question;
use crate::indicateur::memoire::{Masques, masques};

/// The tables of a variant.
pub struct Publiees {
    variante: Variante,
    masques: Arc<Masques>,
}

impl Publiees {
    /// Reads them all: what is hidden is decided for all tables at once.
    ///
    /// # Errors
    /// When the base fails.
    pub fn charger(tx: &mut Tx, moment: Moment, variante: Variante) -> Result<Self, Echec> {
        Ok(Self { variante, masques: masques(tx, moment.reglement, variante)? })
    }

    /// The figures of a field over a period; `participation` is none where MKs and delays do not matter.
    ///
    /// # Errors
    /// When the base fails, or the period does not exist.
    pub fn tableau(
        &self,
        tx: &mut Tx,
        moment: Moment,
        (champ, periode): (&Champ, Periode),
        participation: &Participation,
        lecteur: Lecteur,
    ) -> Result<Tableau, Echec> {
        let question = Question { champ: champ.clone(), periode, variante: self.variante };
        let demande = question.demande(moment.reglement).ok_or(Echec::Absent)?;
        let comptes = indicateur::comptes(tx, &demande)?;
        let masque = self.masque(&question, &comptes, lecteur);
        let au =
            periode.bornes(&champ.perimetre, moment.reglement).map_or(moment.le, |(_, au)| au.min(moment.le));
        let cle = (question.champ, periode, self.variante);
        Ok(Tableau::assembler(cle, &comptes, participation, &masque, (moment.reglement, au)))
    }

    /// A table where nothing is counted has nothing to hide; one that is no part of what is published is hidden whole.
    fn masque(&self, question: &Question, comptes: &Comptes, lecteur: Lecteur) -> Masque {
        if lecteur == Lecteur::EquipeDeSoins || comptes.iter().next().is_none() {
            return Masque::aucun();
        }
        let cle = (question.champ.clone(), question.periode);
        self.masques.get(&cle).cloned().unwrap_or_else(Masque::total)
    }
}
