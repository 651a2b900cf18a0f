//! An MK of the directory: recorded from his number by the administrator or by himself, with his places of practice.

pub mod liste;
pub mod nouveau;
pub mod page;
pub mod saisie;

use droit::decision::Statut;
use droit::identifiant::{LieuId, NumeroRpps, PraticienId};
use entrepot::Tx;
use entrepot::praticien::{self, NouveauLieu, NouveauPraticien};
use jiff::civil::Date;

use super::lieu::{Adresse, Exercice};
use crate::serveur::App;

/// What is recorded of an MK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fiche {
    /// Name.
    pub nom: String,
    /// First name.
    pub prenom: String,
    /// How he exercises.
    pub statut: Statut,
    /// Where; the first is the main one.
    pub adresses: Vec<Adresse>,
}

/// An MK and his places, under their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inscription {
    /// The MK.
    pub praticien: NouveauPraticien,
    lieux: Vec<NouveauLieu>,
}

impl Inscription {
    /// Draws the keys; the places are his from this day on.
    pub fn preparer(app: &App, rpps: NumeroRpps, fiche: Fiche, du: Date) -> Self {
        let maintenant = app.horloge.maintenant();
        let id = PraticienId::new(app.alea.uuid(maintenant).as_u128());
        let lieu = |(rang, adresse): (usize, Adresse)| {
            adresse.en_lieu(Exercice {
                id: LieuId::new(app.alea.uuid(maintenant).as_u128()),
                praticien: id,
                principal: rang == 0,
                numero_am: None,
                du,
            })
        };
        Self {
            lieux: fiche.adresses.into_iter().enumerate().map(lieu).collect(),
            praticien: NouveauPraticien {
                id,
                rpps,
                nom: fiche.nom,
                prenom: fiche.prenom,
                statut: fiche.statut,
                inscrit_le: maintenant,
            },
        }
    }

    /// Leaves it for the flush; a number on file is [`entrepot::Echec::Doublon`].
    pub fn inscrire(&self, tx: &mut Tx, acteur: &str) {
        praticien::inscrire(tx, &self.praticien, acteur);
        for lieu in &self.lieux {
            praticien::ajouter_lieu(tx, lieu, acteur, self.praticien.inscrit_le);
        }
    }
}
