//! The public list held in memory: exact at every read, on every node, because the journal says what has changed.
//!
//! [`Publication::lire`] compares the position of the index with that of the journal before it answers, and reads again
//! what the lines in between are about. Nothing expires and nothing is told: see `docs/decisions/0049`.

pub mod commune;
pub mod critere;
mod index;
mod inscrit;
mod lexique;
mod registre;
mod suite;
mod terrain;

pub use critere::{Accueille, Autour, Critere, Curseur, Souhaits, Tri, Trouves};
pub use index::{Changement, Index};
pub use inscrit::{Ligne, Place};

use std::sync::{PoisonError, RwLock};

use entrepot::publication::{self, Concernes, Suite};
use entrepot::{Echec, Entrepot, journal};
use tokio::sync::Mutex;

/// The index with its position, shared by all requests.
#[derive(Default)]
pub struct Publication {
    index: RwLock<Option<Index>>,
    /// One request brings the index up to date, the others wait for it.
    tour: Mutex<()>,
}

impl Publication {
    /// Answers from an index that holds every act committed before the question.
    ///
    /// # Errors
    /// When the base fails.
    pub async fn lire<T>(&self, entrepot: &Entrepot, question: impl FnOnce(&Index) -> T) -> Result<T, Echec> {
        self.mettre_a_jour(entrepot).await?;
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        index.as_ref().map(question).ok_or(Echec::Absent)
    }

    fn position(&self) -> Option<i64> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        index.as_ref().map(Index::position)
    }

    async fn mettre_a_jour(&self, entrepot: &Entrepot) -> Result<(), Echec> {
        let tete = entrepot.lire(|tx| Ok::<_, Echec>(journal::tete(tx)?.seq)).await?;
        if self.position() == Some(tete) {
            return Ok(());
        }
        let _tour = self.tour.lock().await;
        let depuis = self.position();
        let lu = entrepot.lire(move |tx| lire(tx, depuis)).await?;
        // A whole index is made before its place is taken: readers of the one before do not wait.
        let neuf = match lu {
            Lu::Tout(tout) => Index::new(tout.position, tout.praticiens, tout.communautes),
            Lu::Suite(suite, praticiens) => {
                let mut place = self.index.write().unwrap_or_else(PoisonError::into_inner);
                place.get_or_insert_with(Index::default).suivre(&suite, praticiens);
                return Ok(());
            }
        };
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = Some(neuf);
        Ok(())
    }
}

struct Tout {
    position: i64,
    praticiens: Vec<publication::Publie>,
    communautes: std::collections::HashMap<droit::identifiant::CptsId, String>,
}

enum Lu {
    Tout(Tout),
    Suite(Suite, Vec<publication::Publie>),
}

/// The position is read before the rest: what is read after it can only be read twice.
fn lire(tx: &mut entrepot::Tx, depuis: Option<i64>) -> Result<Lu, Echec> {
    let Some(depuis) = depuis else {
        let position = journal::tete(tx)?.seq;
        return tout(tx, position).map(Lu::Tout);
    };
    let suite = publication::suite(tx, depuis)?;
    match &suite.concernes {
        Concernes::Tous => tout(tx, suite.position).map(Lu::Tout),
        Concernes::Praticiens(cles) => {
            let praticiens = publication::publies(tx, cles.iter().copied())?;
            Ok(Lu::Suite(suite, praticiens))
        }
    }
}

fn tout(tx: &mut entrepot::Tx, position: i64) -> Result<Tout, Echec> {
    Ok(Tout { position, praticiens: publication::tous(tx)?, communautes: publication::communautes(tx)? })
}
