//! The store: opens the base, brings its schema up to date, starts its threads.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::checkpoint::Signal;
use crate::chiffre::{self, CleMaitresse, Trousseau};
use crate::file::{File, Tirage};
use crate::journal::Signataire;
use crate::source::Source;
use crate::sql::Moteur;
use crate::sql::sqlite::Usage;
use crate::travail::{travail, wait};
use crate::{Disque, Echec, Tx, certificat, checkpoint, ecrivain, indicateur, lecteur, migration};

/// Closures that may wait for the writer before callers wait themselves.
const FILE_ECRITURE: usize = 1024;
/// The same for the readers.
const FILE_LECTURE: usize = 1024;
/// The largest batch: beyond, latency grows and throughput does not.
const LOT: usize = 64;
const PATIENCE: Duration = Duration::from_secs(1);

/// Where the base is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Emplacement {
    /// A file; created if absent.
    Sqlite(PathBuf),
    /// A PostgreSQL address, `postgres://…` or `host=… dbname=…`.
    Postgres(String),
}

/// All that opening a store needs.
#[derive(Clone)]
pub struct Configuration {
    /// Where the base is.
    pub emplacement: Emplacement,
    /// The key that keeps identities.
    pub cle: CleMaitresse,
    /// The keys used before it, which still open what they sealed.
    pub anciennes_cles: Vec<CleMaitresse>,
    /// The disk under a SQLite file.
    pub disque: Disque,
    /// Reader threads, each with its own connection.
    pub lecteurs: usize,
}

impl Configuration {
    /// Four readers.
    #[must_use]
    pub fn new(emplacement: Emplacement, cle: CleMaitresse) -> Self {
        Self { emplacement, cle, anciennes_cles: Vec::new(), disque: Disque::Reel, lecteurs: 4 }
    }
}

/// The store; cheap to clone. The last clone dropped waits for what was accepted, then closes the base.
#[derive(Clone)]
pub struct Entrepot {
    interieur: Arc<Interieur>,
}

struct Interieur {
    signataire: Signataire,
    certificats: certificat::Signataire,
    trousseau: Trousseau,
    emplacement: Emplacement,
    ecritures: Arc<File>,
    lectures: Arc<File>,
    checkpoint: Arc<Signal>,
    fils: Mutex<Vec<JoinHandle<()>>>,
    checkpointer: Mutex<Option<JoinHandle<()>>>,
}

impl Entrepot {
    /// Opens the base, migrates it and starts the threads. The time does not depend on the size of the base.
    ///
    /// # Errors
    /// When the base cannot be reached, or its schema is not ours.
    pub fn ouvrir(configuration: Configuration) -> Result<Self, Echec> {
        let source = Source::new(&configuration)?;
        let mut moteur = source.open(Usage::Ecriture)?;
        migration::migrate(&mut moteur)?;
        let trousseau = Trousseau::new(&configuration.cle, &configuration.anciennes_cles);
        chiffre::reconnaitre(&mut moteur, &trousseau)?;
        let maitresses = configuration.anciennes_cles.iter().chain([&configuration.cle]);
        certificat::reconnaitre(&mut moteur, maitresses)?;
        let interieur = Interieur {
            signataire: Signataire::new(&configuration.cle),
            certificats: certificat::Signataire::new(&configuration.cle),
            trousseau,
            emplacement: configuration.emplacement,
            ecritures: Arc::new(File::new(FILE_ECRITURE)),
            lectures: Arc::new(File::new(FILE_LECTURE)),
            checkpoint: Arc::new(Signal::new(&configuration.disque)),
            fils: Mutex::new(Vec::new()),
            checkpointer: Mutex::new(None),
        };
        interieur.start(&source, moteur, configuration.lecteurs)?;
        let entrepot = Self { interieur: Arc::new(interieur) };
        if !entrepot.lire_ici(indicateur::est_a_jour)? {
            entrepot.ecrire_ici(indicateur::mettre_a_jour)?;
        }
        Ok(entrepot)
    }

    /// Runs a closure on a reader, on one consistent state of the base.
    ///
    /// # Errors
    /// What the closure returns, or the failure of the store.
    pub async fn lire<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Echec> + Send + 'static,
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
    {
        submit(&self.interieur.lectures, closure).await
    }

    /// Runs a closure on the writer, possibly several times: it must have no effect but on `Tx`. `Ok` means durable.
    ///
    /// # Errors
    /// What the closure returns, or the failure of the store: nothing is then recorded.
    pub async fn ecrire<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Echec> + Send + 'static,
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
    {
        submit(&self.interieur.ecritures, closure).await
    }

    /// [`Entrepot::lire`] for the command line and tests: blocks this thread.
    ///
    /// # Errors
    /// As [`Entrepot::lire`].
    pub fn lire_ici<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Echec> + Send + 'static,
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
    {
        wait(self.lire(closure))
    }

    /// [`Entrepot::ecrire`] for the command line and tests: blocks this thread.
    ///
    /// # Errors
    /// As [`Entrepot::ecrire`].
    pub fn ecrire_ici<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Echec> + Send + 'static,
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
    {
        wait(self.ecrire(closure))
    }

    /// The keys that keep identities.
    #[must_use]
    pub fn trousseau(&self) -> &Trousseau {
        &self.interieur.trousseau
    }

    /// Who signs the head of the journal.
    #[must_use]
    pub fn signataire(&self) -> &Signataire {
        &self.interieur.signataire
    }

    /// Who signs certificates of authorisation.
    #[must_use]
    pub fn signataire_des_certificats(&self) -> &certificat::Signataire {
        &self.interieur.certificats
    }

    /// Where the base is.
    #[must_use]
    pub fn emplacement(&self) -> &Emplacement {
        &self.interieur.emplacement
    }
}

impl Interieur {
    fn start(&self, source: &Source, mut moteur: Moteur, lecteurs: usize) -> Result<(), Echec> {
        if let (Source::Sqlite(fichier), Moteur::Sqlite(sqlite)) = (source, &mut moteur) {
            sqlite.tell(&self.checkpoint)?;
            let (fichier, signal) = (fichier.clone(), Arc::clone(&self.checkpoint));
            let fil = spawn("checkpoint", move || {
                if let Err(echec) = checkpoint::run(&fichier, &signal) {
                    tracing::error!(erreur = %echec, "the checkpointer stopped: the log grows until the next start");
                }
            })?;
            *lock(&self.checkpointer) = Some(fil);
        }
        let mut fils = lock(&self.fils);
        fils.push(spawn("ecrivain", writer_loop(Tx::new(moteur), Arc::clone(&self.ecritures)))?);
        for _ in 0..lecteurs.max(1) {
            let tx = Tx::new(source.open(Usage::Lecture)?);
            fils.push(spawn("lecteur", reader_loop(tx, Arc::clone(&self.lectures)))?);
        }
        Ok(())
    }
}

impl Drop for Interieur {
    fn drop(&mut self) {
        self.ecritures.close();
        self.lectures.close();
        lock(&self.fils).drain(..).for_each(join);
        self.checkpoint.close();
        lock(&self.checkpointer).take().into_iter().for_each(join);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn join(fil: JoinHandle<()>) {
    // The last clone may be dropped by a closure, hence on a thread of the store itself.
    if fil.thread().id() != thread::current().id() && fil.join().is_err() {
        tracing::error!("a thread of the store had panicked");
    }
}

async fn submit<T, E, F>(file: &File, closure: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Echec> + Send + 'static,
    F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
{
    let (travail, reponse) = travail(closure);
    file.push(travail).await?;
    reponse.await.unwrap_or_else(|_| Err(E::from(Echec::Ferme)))
}

fn spawn(nom: &str, corps: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Echec> {
    thread::Builder::new().name(nom.to_owned()).spawn(corps).map_err(Echec::moteur)
}

fn writer_loop(mut tx: Tx, file: Arc<File>) -> impl FnOnce() + Send {
    move || {
        let _garde = Garde(&file);
        loop {
            match file.pull(LOT, PATIENCE) {
                Tirage::Travaux(travaux) => ecrivain::run_batch(&mut tx, travaux),
                Tirage::Rien => tx.idle(),
                Tirage::Fermee => return,
            }
        }
    }
}

/// Should the writer ever die, those who wait are told rather than left waiting.
struct Garde<'a>(&'a File);

impl Drop for Garde<'_> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn reader_loop(mut tx: Tx, file: Arc<File>) -> impl FnOnce() + Send {
    move || {
        loop {
            match file.pull(1, PATIENCE) {
                Tirage::Travaux(travaux) => {
                    for travail in travaux {
                        lecteur::run(&mut tx, travail);
                    }
                }
                Tirage::Rien => tx.idle(),
                Tirage::Fermee => return,
            }
        }
    }
}
