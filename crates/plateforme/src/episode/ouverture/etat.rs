//! What an opening has to know: is the patient on file, was the place treated, who is the MK.

use droit::episode::{Anterieur, Episode, Localisation};
use droit::identifiant::PraticienId;
use droit::patient::Identite;
use entrepot::chiffre::Trousseau;
use entrepot::patient::{self, Patient, Recherche};
use entrepot::{Echec, Tx, episode};

use crate::episode::exercice::Exercice;

/// What is read.
#[derive(Clone, Debug)]
pub struct Etat {
    /// The MK.
    pub exercice: Exercice,
    /// The patient.
    pub recherche: Recherche,
    /// His episodes.
    pub anterieurs: Vec<Anterieur>,
    /// The open episode that holds the place.
    pub en_cours: Option<Box<Episode>>,
    /// Séances without diagnosis over all his episodes.
    pub seances: u16,
}

impl Etat {
    /// Reads it.
    ///
    /// # Errors
    /// When the base fails.
    pub fn charger(
        tx: &mut Tx,
        trousseau: &Trousseau,
        mk: PraticienId,
        identite: &Identite,
        lieu: Localisation,
    ) -> Result<Self, Echec> {
        let exercice = Exercice::charger(tx, mk)?;
        let recherche = patient::chercher(tx, trousseau, identite)?;
        let Recherche::Un { patient, .. } = &recherche else {
            return Ok(Self { exercice, recherche, anterieurs: Vec::new(), en_cours: None, seances: 0 });
        };
        let id = patient.id;
        let anterieurs = episode::anterieurs(tx, id)?;
        let occupant = anterieurs.iter().find(|a| a.ouvert && a.localisation.recouvre(lieu)).map(|a| a.id);
        let en_cours = match occupant {
            Some(occupant) => episode::charger(tx, trousseau, occupant)?.map(Box::new),
            None => None,
        };
        let personne = droit::identifiant::EpisodeId::new(0);
        let seances = episode::seances_hors_episode(tx, id, personne)?;
        Ok(Self { exercice, recherche, anterieurs, en_cours, seances })
    }

    /// The patient, when he is on file.
    pub fn patient(&self) -> Option<&Patient> {
        match &self.recherche {
            Recherche::Un { patient, .. } => Some(patient),
            Recherche::Aucun { .. } | Recherche::Plusieurs => None,
        }
    }
}
