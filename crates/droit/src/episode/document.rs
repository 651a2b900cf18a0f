//! A document validated: by an MK of the episode, about its patient, at this very moment.

use super::accord::{Accorde, Auteur};
use super::agregat::Episode;
use super::refus::Empechement;
use crate::document::{Contenu, Document, EnTete, Sujet};

impl Episode {
    /// Validates a document. A closed episode allows it: the report is written when care is over (décret 2024-618,
    /// art. 2: bilan and report are owed, without delay set).
    ///
    /// What the episode knows is taken from it, not from the draft: patient, place treated, department, moment.
    pub fn valider_document(
        &self,
        en_tete: EnTete,
        contenu: Contenu,
        auteur: &Auteur,
    ) -> Result<Accorde<Document>, Empechement> {
        if !self.suivi_par(auteur.par) {
            return Err(Empechement::NonParticipant);
        }
        let en_tete = EnTete {
            episode: self.id,
            localisation: self.localisation,
            departement: self.departement,
            valide_le: auteur.maintenant,
            sujet: Sujet { id: self.patient, ..en_tete.sujet },
            ..en_tete
        };
        Ok(Accorde::nouveau(self, auteur, None, Document { en_tete, contenu }))
    }
}
