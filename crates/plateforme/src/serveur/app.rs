//! What every handler can reach: the rules, the store, the doors of time and chance.

use std::ops::Deref;
use std::sync::Arc;

use droit::reglement::Reglement;
use entrepot::Entrepot;
use passerelles::ApiAnnuaire;

use crate::alea::Alea;
use crate::config::Ecoute;
use crate::connexion::Guichet;
use crate::connexion::pro_sante_connect::Psc;
use crate::horloge::Horloge;
use crate::presse::Presse;
use crate::publication::Publication;
use crate::remise::voies::Voies;

/// The parts of the application.
pub struct Ressources {
    /// The door of time.
    pub horloge: Horloge,
    /// The door of chance.
    pub alea: Alea,
    /// The rules, embedded and checked.
    pub reglement: &'static Reglement,
    /// The store.
    pub entrepot: Entrepot,
    /// Where passwords are checked, a few at a time.
    pub guichet: Guichet,
    /// The interface of the national directory, when the site has a key for it.
    pub annuaire: Option<ApiAnnuaire>,
    /// How the site is reached.
    pub ecoute: Ecoute,
}

/// The application, shared by all requests; cloning it is counting one more reader.
#[derive(Clone)]
pub struct App(Arc<Interieur>);

struct Interieur {
    ressources: Ressources,
    publication: Publication,
    presse: Presse,
    voies: Voies,
    psc: Option<Arc<Psc>>,
}

impl App {
    /// The application made of these parts; documents have the ways out of an installation without settings.
    pub fn new(ressources: Ressources) -> Self {
        let voies = Voies::sans_reglage(ressources.ecoute.monde);
        Self::avec_voies(ressources, voies)
    }

    /// The same, with these ways out for documents.
    pub fn avec_voies(ressources: Ressources, voies: Voies) -> Self {
        Self::raccordee(ressources, voies, None)
    }

    /// The same, with the national identity provider when the site has one.
    pub fn raccordee(ressources: Ressources, voies: Voies, psc: Option<Arc<Psc>>) -> Self {
        let (publication, presse) = (Publication::default(), Presse::default());
        Self(Arc::new(Interieur { ressources, publication, presse, voies, psc }))
    }

    /// The national identity provider.
    pub fn psc(&self) -> Option<&Arc<Psc>> {
        self.0.psc.as_ref()
    }

    /// The ways out of documents.
    pub fn voies(&self) -> &Voies {
        &self.0.voies
    }

    /// The public list held in memory.
    pub fn publication(&self) -> &Publication {
        &self.0.publication
    }

    /// Where pages are typeset, a few at a time.
    pub fn presse(&self) -> &Presse {
        &self.0.presse
    }
}

impl Deref for App {
    type Target = Ressources;

    fn deref(&self) -> &Ressources {
        &self.0.ressources
    }
}
