//! The answers of the FHIR interface of the Annuaire Santé: pages of a search, joined into what they say of an RPPS.
//!
//! Only what a check needs is read; what is not understood is left aside, and what is missing stays unknown. An answer
//! that is not a search at all is an [`Illisible`].

mod page;
mod ressource;

pub use page::{ENTREES_MAX, Illisible, Page};

use std::collections::BTreeMap;

use droit::annuaire::{Activite, Releve};
use droit::identifiant::NumeroRpps;
use ressource::{Exercice, Situation, Structure};

/// What the pages read so far say.
#[derive(Debug, Default)]
pub struct Recueil {
    exercices: Vec<Exercice>,
    situations: Vec<Situation>,
    structures: BTreeMap<String, Structure>,
}

impl Recueil {
    /// One more page.
    pub fn ajouter(&mut self, page: Page) {
        self.exercices.extend(page.exercices);
        self.situations.extend(page.situations);
        self.structures.extend(page.structures);
    }

    /// The technical keys of the MK of this number, to ask for his activities by.
    pub fn cles<'r>(&'r self, rpps: &'r NumeroRpps) -> impl Iterator<Item = &'r str> {
        self.siens(rpps).map(|exercice| exercice.cle.as_str())
    }

    /// What they say of the number; `None` when no MK in exercise bears it.
    pub fn releve(&self, rpps: &NumeroRpps) -> Option<Releve> {
        let premier = self.siens(rpps).next()?;
        let siennes = self.situations.iter().filter(|s| self.cles(rpps).any(|cle| cle == s.praticien));
        let activites = siennes.filter(|s| s.active).map(|s| self.activite(s)).collect();
        Some(Releve { nom: premier.nom.clone(), prenom: premier.prenom.clone(), activites })
    }

    fn siens<'r>(&'r self, rpps: &'r NumeroRpps) -> impl Iterator<Item = &'r Exercice> {
        self.exercices.iter().filter(|exercice| exercice.kinesitherapeute && exercice.rpps == *rpps)
    }

    fn activite(&self, situation: &Situation) -> Activite {
        let structure = situation.structure.as_ref().and_then(|cle| self.structures.get(cle));
        let (lieu, site) = structure.map(|s| (s.lieu.clone(), s.site.clone())).unwrap_or_default();
        Activite { mode: situation.mode, cadre: situation.cadre, lieu, site }
    }
}

#[cfg(test)]
mod tests;
