//! Read, decide, write; and again when somebody else wrote in between.
//!
//! The decision is made outside the writer, on what a reader gave. The write is guarded by the version that was read: a
//! loser learns nothing from the failure itself, so he reads again, and the rules tell him why, with their findings.

use crate::{Echec, Entrepot, Tx};

/// Each round lets at least one writer through: more rounds than writers ever waiting on one episode.
const ROUNDS: u32 = 256;

/// Nothing was recorded: refused by the rules, or failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Arret<R> {
    /// The decision refused.
    #[error("{0}")]
    Refus(R),
    /// Storage failed.
    #[error(transparent)]
    Echec(#[from] Echec),
}

impl Entrepot {
    /// Reads on a reader, decides, writes on the writer; starts again as long as the write meets a conflict.
    ///
    /// # Errors
    /// The refusal of the decision, or the failure of the store; [`Echec::Occupe`] when conflicts never cease.
    pub async fn reprendre<L, F, R>(
        &self,
        lire: impl Fn(&mut Tx) -> Result<L, Echec> + Clone + Send + 'static,
        mut decider: impl FnMut(L) -> Result<F, R>,
        ecrire: impl Fn(&mut Tx, &F) + Clone + Send + 'static,
    ) -> Result<F, Arret<R>>
    where
        L: Send + 'static,
        F: Clone + Send + 'static,
    {
        for _ in 0..ROUNDS {
            let lu = self.lire(lire.clone()).await?;
            let fait = decider(lu).map_err(Arret::Refus)?;
            match self.inscrire(ecrire.clone(), fait.clone()).await {
                Err(Echec::Conflit) => {}
                issue => return issue.map(|()| fait).map_err(Arret::Echec),
            }
        }
        Err(Arret::Echec(Echec::Occupe))
    }

    async fn inscrire<F: Send + 'static>(
        &self,
        ecrire: impl Fn(&mut Tx, &F) + Send + 'static,
        fait: F,
    ) -> Result<(), Echec> {
        self.ecrire(move |tx| {
            ecrire(tx, &fait);
            Ok::<(), Echec>(())
        })
        .await
    }

    /// [`Entrepot::reprendre`] for the command line and tests: blocks this thread.
    ///
    /// # Errors
    /// As [`Entrepot::reprendre`].
    pub fn reprendre_ici<L, F, R>(
        &self,
        lire: impl Fn(&mut Tx) -> Result<L, Echec> + Clone + Send + 'static,
        decider: impl FnMut(L) -> Result<F, R>,
        ecrire: impl Fn(&mut Tx, &F) + Clone + Send + 'static,
    ) -> Result<F, Arret<R>>
    where
        L: Send + 'static,
        F: Clone + Send + 'static,
    {
        crate::travail::wait(self.reprendre(lire, decider, ecrire))
    }
}
