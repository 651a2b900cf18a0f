//! Which way out each kind of message takes: a table, read once from the settings.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use entrepot::transmission::{COMPOSER, LIVRER, TRANSMETTRE};
use passerelles::{BoiteAuxLettres, DossierDeDepot, Echec, Passerelle, Smtp};

use crate::config::Sorties;
use crate::transmission::Canaux;

/// Kinds left in the drop folder for other systems to collect.
const AU_DEPOT: [&str; 6] = [
    "adresser-orientation",
    "confirmer-adhesion",
    "instruire-declaration",
    "notifier-praticien",
    "publier-liste",
    "rappel-adhesion",
];
/// A mail: its address, its subject, its text.
pub const COURRIEL: &str = "courriel";

/// What is done of the messages of a kind.
#[derive(Clone)]
pub enum Voie {
    /// Handed over as they are.
    Passerelle(Arc<dyn Passerelle>),
    /// Turned into numbered files for the local bodies.
    Caisses(Arc<Canaux>),
}

/// The ways out, by kind of message.
#[derive(Clone, Default)]
pub struct Aiguillage {
    voies: BTreeMap<&'static str, Voie>,
}

impl Aiguillage {
    /// The ways out of an installation; without a mail server, mails wait in the drop folder.
    ///
    /// # Errors
    /// When the settings of the mail cannot work.
    pub fn des_reglages(sorties: &Sorties, depot: &Path) -> Result<Self, Echec> {
        let dossier: Arc<dyn Passerelle> = Arc::new(DossierDeDepot::new(depot.to_owned()));
        let smtp = smtp(sorties)?;
        let canaux = Arc::new(Canaux::des_reglages(sorties, depot, smtp.clone())?);
        let courriel: Arc<dyn Passerelle> = match smtp {
            Some(smtp) => Arc::new(BoiteAuxLettres(smtp)),
            None => Arc::clone(&dossier),
        };
        let vers_le_depot = |table: Self, genre| table.avec(genre, Arc::clone(&dossier));
        Ok(AU_DEPOT
            .into_iter()
            .fold(Self::default(), vers_le_depot)
            .avec(COURRIEL, courriel)
            .avec_les_caisses(&canaux))
    }

    /// The files for the local bodies.
    #[must_use]
    pub fn avec_les_caisses(mut self, canaux: &Arc<Canaux>) -> Self {
        for genre in [TRANSMETTRE, COMPOSER, LIVRER] {
            self.voies.insert(genre, Voie::Caisses(Arc::clone(canaux)));
        }
        self
    }

    /// The ways to the local bodies, when they are reached from here.
    pub fn canaux(&self) -> Option<Arc<Canaux>> {
        match self.voies.get(LIVRER) {
            Some(Voie::Caisses(canaux)) => Some(Arc::clone(canaux)),
            _ => None,
        }
    }

    /// One more kind.
    #[must_use]
    pub fn avec(mut self, genre: &'static str, voie: Arc<dyn Passerelle>) -> Self {
        self.voies.insert(genre, Voie::Passerelle(voie));
        self
    }

    /// The way of a kind.
    ///
    /// # Errors
    /// When no way is known: a person must look.
    pub fn voie(&self, genre: &str) -> Result<Voie, Echec> {
        self.voies.get(genre).cloned().ok_or_else(|| {
            Echec::Definitif(format!(
                "aucune sortie n’est prévue pour un message « {genre} » : il a sans doute été écrit par une version \
                 plus récente ; mettez le programme à jour, puis relancez le message"
            ))
        })
    }
}

/// The mail server of the settings.
fn smtp(sorties: &Sorties) -> Result<Option<Arc<Smtp>>, Echec> {
    let Some((relais, expediteur)) = sorties.relais()? else { return Ok(None) };
    Ok(Some(Arc::new(Smtp::new(&relais, expediteur)?)))
}
