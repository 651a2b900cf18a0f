//! A closure on its way to a thread of the store, and the answer on its way back.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::{Echec, Tx};

/// A closure whose type is forgotten; the thread runs it, then gives the verdict of the commit.
pub(crate) trait Travail: Send {
    /// Runs the closure, perhaps not for the first time. `Err` means: undo what it wrote.
    fn run(&mut self, tx: &mut Tx) -> Result<(), Refus>;
    /// Answers the caller: with what the closure returned, or with the failure of the store.
    fn answer(self: Box<Self>, verdict: Result<(), Echec>);
}

/// Why a run is undone.
pub(crate) enum Refus {
    /// The closure itself returned an error: the caller receives it.
    Closure,
    /// The store failed or the closure panicked.
    Entrepot(Echec),
}

struct Fermeture<T, E, F> {
    closure: F,
    resultat: Option<Result<T, E>>,
    reponse: oneshot::Sender<Result<T, E>>,
}

/// Wraps a closure; its answer comes by the receiver.
pub(crate) fn travail<T, E, F>(closure: F) -> (Box<dyn Travail>, oneshot::Receiver<Result<T, E>>)
where
    T: Send + 'static,
    E: From<Echec> + Send + 'static,
    F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
{
    let (reponse, attente) = oneshot::channel();
    (Box::new(Fermeture { closure, resultat: None, reponse }), attente)
}

impl<T, E, F> Travail for Fermeture<T, E, F>
where
    T: Send + 'static,
    E: From<Echec> + Send + 'static,
    F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
{
    fn run(&mut self, tx: &mut Tx) -> Result<(), Refus> {
        self.resultat = None;
        match catch_unwind(AssertUnwindSafe(|| (self.closure)(tx))) {
            Ok(resultat) => {
                let accepte = resultat.is_ok();
                self.resultat = Some(resultat);
                if accepte { Ok(()) } else { Err(Refus::Closure) }
            }
            Err(_) => {
                tracing::error!("a closure of the store panicked; its writes are undone");
                Err(Refus::Entrepot(Echec::Panique))
            }
        }
    }

    fn answer(self: Box<Self>, verdict: Result<(), Echec>) {
        let reponse = match (verdict, self.resultat) {
            (Ok(()), Some(resultat)) => resultat,
            (Ok(()), None) => Err(E::from(Echec::Panique)),
            (Err(echec), _) => Err(E::from(echec)),
        };
        if self.reponse.send(reponse).is_err() {
            tracing::debug!("the caller left before its answer");
        }
    }
}

/// Waits on this thread, inside or outside a runtime: the answer always comes from another thread.
///
/// Unconstrained: inside a task whose budget is spent, the channel would say « not yet » for ever, for the budget is
/// given back only to a task that yields, and this one does not.
pub(crate) fn wait<F: Future>(futur: F) -> F::Output {
    let mut futur = std::pin::pin!(tokio::task::coop::unconstrained(futur));
    let reveil = std::task::Waker::from(std::sync::Arc::new(Reveil(std::thread::current())));
    let mut contexte = std::task::Context::from_waker(&reveil);
    loop {
        match futur.as_mut().poll(&mut contexte) {
            std::task::Poll::Ready(valeur) => return valeur,
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}

struct Reveil(std::thread::Thread);

impl std::task::Wake for Reveil {
    fn wake(self: std::sync::Arc<Self>) {
        self.0.unpark();
    }
}
