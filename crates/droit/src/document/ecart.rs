//! What the file says today and a validated document does not: a document never changes, a correction says it.

use super::contenu::Document;
use super::reference::Genre;
use super::sujet::{Medecin, MedecinTraitant, Sujet};
use crate::decision::codes;
use crate::patient::Trait;

codes! {
    /// In what the document no longer tells what is on file.
    Ecart {
        /// A trait of identity was corrected.
        Traits = "traits",
        /// The INS may leave by now, and the document does not bear it.
        InsConnu = "ins-connu",
        /// The document bears an INS that may not leave any more.
        InsRetire = "ins-retire",
        /// Another doctor follows the patient, or none does, or he is known by now.
        Medecin = "medecin",
    }
}

impl Ecart {
    /// What happened and what to do next.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Traits => {
                "L’identité du patient a été corrigée depuis : corrigez le document, la nouvelle version portera les bons traits."
            }
            Self::InsConnu => {
                "L’INS du patient peut partir depuis : corrigez le document, la nouvelle version portera l’INS."
            }
            Self::InsRetire => {
                "L’identité du patient n’est plus qualifiée : corrigez le document, la nouvelle version partira sans l’INS."
            }
            Self::Medecin => {
                "Le médecin traitant indiqué au dossier n’est plus celui du document : corrigez le document, la nouvelle version le nommera."
            }
        }
    }
}

impl Document {
    /// What a correction of this document would change of itself. Nothing for a justificatif, which is made anew.
    pub fn ecarts(&self, sujet: &Sujet, medecin: &MedecinTraitant) -> Vec<Ecart> {
        let porte = &self.en_tete.sujet;
        let (alors, aujourd_hui) = (porte.ins_transmissible().ok(), sujet.ins_transmissible().ok());
        let ecarte = |ecart: &Ecart| match ecart {
            Ecart::Traits => un_trait_corrige(porte, sujet),
            Ecart::InsConnu => {
                aujourd_hui.is_some() && alors.map(|i| i.ins()) != aujourd_hui.map(|i| i.ins())
            }
            Ecart::InsRetire => alors.is_some() && aujourd_hui.is_none(),
            Ecart::Medecin => !meme_medecin(&self.en_tete.medecin_traitant, medecin),
        };
        match self.genre() {
            Genre::Justificatif => Vec::new(),
            Genre::Bilan | Genre::CompteRendu | Genre::Orientation => {
                Ecart::TOUS.iter().copied().filter(ecarte).collect()
            }
        }
    }
}

/// What was only missing then was not wrong.
fn un_trait_corrige(alors: &Sujet, aujourd_hui: &Sujet) -> bool {
    let porte = alors.identite.etat_civil(alors.prenoms.as_ref());
    let connu = aujourd_hui.identite.etat_civil(aujourd_hui.prenoms.as_ref());
    porte.ecarts(&connu).into_iter().any(|lequel: Trait| !porte.valeur(lequel).is_empty())
}

/// The same person, whatever his address.
fn meme_medecin(alors: &MedecinTraitant, aujourd_hui: &MedecinTraitant) -> bool {
    match (alors, aujourd_hui) {
        (MedecinTraitant::Connu(un), MedecinTraitant::Connu(autre)) => un.est(autre),
        (MedecinTraitant::Aucun, MedecinTraitant::Aucun) => true,
        // Nobody can say that he is another one.
        (_, MedecinTraitant::NonPrecise) => true,
        _ => false,
    }
}

impl Medecin {
    /// Is it the same person: by number where both have one, else by name.
    pub fn est(&self, autre: &Self) -> bool {
        match (&self.rpps, &autre.rpps) {
            (Some(un), Some(deux)) => un == deux,
            _ => self.nom == autre.nom,
        }
    }
}
