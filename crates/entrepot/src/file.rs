//! The queue before the threads of the store: bounded, so that callers wait rather than pile up.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::Echec;
use crate::travail::Travail;

/// Closures that wait for a thread.
pub(crate) struct File {
    places: Semaphore,
    contenu: Mutex<Contenu>,
    arrivee: Condvar,
}

struct Contenu {
    travaux: VecDeque<Box<dyn Travail>>,
    fermee: bool,
}

/// What a thread receives.
pub(crate) enum Tirage {
    /// Closures to run, at least one.
    Travaux(Vec<Box<dyn Travail>>),
    /// Nothing came during the wait.
    Rien,
    /// Nothing will come any more.
    Fermee,
}

impl File {
    pub(crate) fn new(capacite: usize) -> Self {
        Self {
            places: Semaphore::new(capacite),
            contenu: Mutex::new(Contenu { travaux: VecDeque::new(), fermee: false }),
            arrivee: Condvar::new(),
        }
    }

    /// Waits for a place, then leaves the closure.
    pub(crate) async fn push(&self, travail: Box<dyn Travail>) -> Result<(), Echec> {
        let place = self.places.acquire().await.map_err(|_| Echec::Ferme)?;
        place.forget();
        let mut contenu = self.lock();
        if contenu.fermee {
            return Err(Echec::Ferme);
        }
        contenu.travaux.push_back(travail);
        drop(contenu);
        self.arrivee.notify_one();
        Ok(())
    }

    /// Takes up to `maximum` closures, waiting for the first one at most `patience`.
    pub(crate) fn pull(&self, maximum: usize, patience: Duration) -> Tirage {
        let contenu = self.lock();
        let (mut contenu, _) = self
            .arrivee
            .wait_timeout_while(contenu, patience, |c| c.travaux.is_empty() && !c.fermee)
            .unwrap_or_else(PoisonError::into_inner);
        if contenu.travaux.is_empty() {
            return if contenu.fermee { Tirage::Fermee } else { Tirage::Rien };
        }
        let nombre = contenu.travaux.len().min(maximum);
        let travaux: Vec<_> = contenu.travaux.drain(..nombre).collect();
        drop(contenu);
        self.places.add_permits(nombre);
        Tirage::Travaux(travaux)
    }

    /// Accepts nothing more; what waits is still run.
    pub(crate) fn close(&self) {
        self.lock().fermee = true;
        self.places.close();
        self.arrivee.notify_all();
    }

    /// Accepts nothing more and drops what waits: each caller receives [`Echec::Ferme`].
    pub(crate) fn abort(&self) {
        self.close();
        self.lock().travaux.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Contenu> {
        self.contenu.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
