//! The periods of one department, sorted by name: a day is compared with two numbers side by side in memory.

use std::sync::Arc;

use entrepot::publication::Periode;
use jiff::civil::Date;

use super::inscrit::{Inscrit, dernier, jour};

/// The periods, and their days at the same ranks.
#[derive(Debug, Default)]
pub(super) struct Registre {
    jours: Vec<(i32, i32)>,
    entrees: Vec<Entree>,
}

/// One period of one MK.
#[derive(Clone, Debug)]
pub(super) struct Entree {
    pub(super) inscrit: Arc<Inscrit>,
    pub(super) periode: Periode,
}

impl Registre {
    /// Adds periods; [`Registre::ranger`] follows.
    pub(super) fn ajouter(&mut self, entree: Entree) {
        self.entrees.push(entree);
    }

    /// Takes out whoever does not satisfy.
    pub(super) fn garder(&mut self, garder: impl Fn(&Entree) -> bool) {
        self.entrees.retain(garder);
    }

    /// Sorts by name, and lays the days side by side.
    pub(super) fn ranger(&mut self) {
        self.entrees.sort_by(|a, b| {
            let cle = |e: &'_ Entree| (e.periode.declaration, e.periode.du);
            a.inscrit.publie.recherche.cmp(&b.inscrit.publie.recherche).then_with(|| cle(a).cmp(&cle(b)))
        });
        self.jours = self.entrees.iter().map(|e| (jour(e.periode.du), dernier(e.periode.au))).collect();
    }

    /// Those of a day, by name.
    pub(super) fn au(&self, le: Date) -> impl Iterator<Item = &Entree> {
        let le = jour(le);
        let court = move |(jours, _): &(&(i32, i32), _)| jours.0 <= le && le <= jours.1;
        self.jours.iter().zip(&self.entrees).filter(court).map(|(_, entree)| entree)
    }

    /// Every period.
    pub(super) fn entrees(&self) -> impl Iterator<Item = &Entree> {
        self.entrees.iter()
    }
}
