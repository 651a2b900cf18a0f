//! The worker: takes what must leave from the outbox, hands it over, writes back what the receiver answered.
//!
//! One turn is a function that tests call by hand; the loop only repeats it. A message is marked delivered after the
//! receiver accepted it: a worker that dies in between hands it over again, under the same identifier.

mod aiguillage;

use std::time::Duration;

use entrepot::outbox::{self, Pli, Suite};
use entrepot::{Echec, idempotence, notification};
use jiff::{SignedDuration, Timestamp};
use passerelles::{Echec as Sortie, Envoi};
use tokio::sync::watch;
use uuid::Uuid;

use crate::connexion::pro_sante_connect;
use crate::remise;
use crate::serveur::App;
use crate::transmission::{self, accuses};

pub use aiguillage::{Aiguillage, COURRIEL, Voie};

/// How long a message is held by one worker.
const BAIL: SignedDuration = SignedDuration::from_mins(2);
/// How many messages are taken at once.
const LOT: u32 = 50;
/// How many notifications are turned into e-mails at once.
const AVIS: u16 = 200;
/// How long to wait when nothing is due.
const REPOS: Duration = Duration::from_secs(2);
/// How often what is too old is forgotten.
const MENAGE: SignedDuration = SignedDuration::from_hours(1);

/// A worker with its ways out.
pub struct Travailleur {
    app: App,
    aiguillage: Aiguillage,
    nom: Uuid,
}

/// What one turn did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tour {
    /// Messages accepted by their receiver.
    pub remis: u32,
    /// Messages put off.
    pub repousses: u32,
    /// Messages set aside for a person to look at.
    pub abandonnes: u32,
}

impl Travailleur {
    /// A worker on the store of the application.
    pub fn new(app: App, aiguillage: Aiguillage) -> Self {
        let nom = app.alea.uuid(app.horloge.maintenant());
        Self { app, aiguillage, nom }
    }

    /// Takes the messages due and hands each over.
    ///
    /// # Errors
    /// When the store fails; messages taken come back when their lease ends.
    pub async fn tour(&self) -> Result<Tour, Echec> {
        let (nom, maintenant) = (self.nom, self.app.horloge.maintenant());
        let site = self.app.ecoute.url_publique.clone();
        self.app
            .entrepot
            .ecrire(move |tx| notification::expedier(tx, site.as_deref(), maintenant, AVIS))
            .await?;
        let plis =
            self.app.entrepot.ecrire(move |tx| outbox::prendre(tx, nom, maintenant, BAIL, LOT)).await?;
        let mut tour = Tour::default();
        for pli in plis {
            match self.acheminer(pli).await? {
                None => tour.remis += 1,
                Some(Suite::Repousse(_)) => tour.repousses += 1,
                Some(Suite::Abandonne) => tour.abandonnes += 1,
            }
        }
        Ok(tour)
    }

    /// Hands one message over and writes the outcome back.
    async fn acheminer(&self, pli: Pli) -> Result<Option<Suite>, Echec> {
        let issue = self.sortir(&pli).await;
        let maintenant = self.app.horloge.maintenant();
        let Err(echec) = issue else { return self.marquer_remis(pli, maintenant).await };
        let (hasard, erreur) = (u64::from_le_bytes(self.app.alea.octets()), echec.to_string());
        tracing::warn!(message = %pli.id, genre = pli.genre, essais = pli.essais, erreur, "message not delivered");
        self.app
            .entrepot
            .ecrire(move |tx| {
                Ok(Some(match echec {
                    Sortie::Definitif(_) => outbox::abandonner(tx, &pli, &erreur),
                    Sortie::Passager(_) => outbox::repousser(tx, &pli, &erreur, maintenant, hasard),
                }))
            })
            .await
    }

    /// Takes the way out of the message's kind.
    async fn sortir(&self, pli: &Pli) -> Result<(), Sortie> {
        let passerelle = match self.aiguillage.voie(&pli.genre)? {
            Voie::Caisses(canaux) => return transmission::traiter(&self.app, &canaux, pli).await,
            Voie::Passerelle(passerelle) => passerelle,
        };
        let envoi = Envoi {
            id: pli.id.to_string(),
            sujet: pli.genre.clone(),
            contenu: pli.contenu.clone().into_bytes(),
        };
        match tokio::task::spawn_blocking(move || passerelle.remettre(&envoi)).await {
            Ok(issue) => issue.map(|_| ()),
            Err(panne) => Err(Sortie::Passager(panne.to_string())),
        }
    }

    /// Another worker may have taken the message after a long pause: it then writes the outcome, not we.
    async fn marquer_remis(&self, pli: Pli, maintenant: Timestamp) -> Result<Option<Suite>, Echec> {
        let ecriture = self.app.entrepot.ecrire(move |tx| {
            outbox::remettre(tx, &pli, maintenant);
            Ok::<_, Echec>(())
        });
        match ecriture.await {
            Ok(()) | Err(Echec::Conflit) => Ok(None),
            Err(echec) => Err(echec),
        }
    }

    /// Works until told to stop; what addressees drop back is fetched beside, documents leave beside and figures are
    /// published beside, so that a slow one delays nothing.
    pub async fn veiller(self, arret: watch::Receiver<bool>) {
        let canaux = self.aiguillage.canaux();
        let tournee =
            canaux.map(|canaux| accuses::veiller(self.app.clone(), canaux, self.nom, arret.clone()));
        let tournee = async move {
            if let Some(tournee) = tournee {
                tournee.await;
            }
        };
        let documents = remise::veille::veiller(self.app.clone(), self.nom, arret.clone());
        let prets = pro_sante_connect::veille::veiller(self.app.clone(), arret.clone());
        let chiffres = crate::indicateur::veille::veiller(self.app.clone(), arret.clone());
        tokio::join!(self.vider(arret), tournee, documents, prets, chiffres);
    }

    /// Empties the outbox until told to stop.
    async fn vider(&self, mut arret: watch::Receiver<bool>) {
        let mut menage_du = self.app.horloge.maintenant();
        loop {
            let maintenant = self.app.horloge.maintenant();
            if maintenant >= menage_du {
                menage_du = maintenant + MENAGE;
                self.faire_le_menage(maintenant).await;
                self.veiller_aux_adhesions().await;
                self.veiller_a_l_evaluation().await;
            }
            if let Err(cause) = crate::piece::veille::analyser(&self.app).await {
                tracing::error!(%cause, "proofs could not be searched for viruses");
            }
            let occupe = match self.tour().await {
                Ok(tour) => tour.remis > 0,
                Err(cause) => {
                    tracing::error!(%cause, "the worker could not read the outbox");
                    false
                }
            };
            let pause = if occupe { Duration::ZERO } else { REPOS };
            if tokio::time::timeout(pause, arret.wait_for(|arrete| *arrete)).await.is_ok() {
                return;
            }
        }
    }

    /// Reminds of the memberships that end, applies their end, erases the proofs kept long enough.
    async fn veiller_aux_adhesions(&self) {
        let rappels = crate::adhesion::rappeler(&self.app).await.map(u64::from);
        let fins = crate::adhesion::appliquer_les_fins(&self.app).await.map(u64::from);
        let purge = crate::piece::veille::purger(&self.app).await;
        if let Err(cause) = crate::declaration::veille::signaler_les_retards(&self.app).await {
            tracing::error!(%cause, "late files could not be told of");
        }
        for (quoi, issue) in [("reminders", rappels), ("ends", fins), ("proofs", purge)] {
            match issue {
                Ok(0) => {}
                Ok(nombre) => tracing::info!(quoi, nombre, "memberships looked after"),
                Err(cause) => tracing::error!(quoi, %cause, "memberships could not be looked after"),
            }
        }
    }

    /// Reminds of what the evaluation awaits.
    async fn veiller_a_l_evaluation(&self) {
        let analyses = crate::evenement::veille::rappeler(&self.app).await;
        let fiches = crate::campagne::veille::rappeler(&self.app).await;
        let comites = crate::comite::veille::rappeler(&self.app).await;
        for (quoi, issue) in [("analyses", analyses), ("campaigns", fiches), ("committees", comites)] {
            match issue {
                Ok(0) => {}
                Ok(nombre) => tracing::info!(quoi, nombre, "the evaluation reminded of"),
                Err(cause) => tracing::error!(quoi, %cause, "the evaluation could not be looked after"),
            }
        }
    }

    /// Forgets the answers kept for retries and the sessions that are over.
    async fn faire_le_menage(&self, maintenant: Timestamp) {
        let menage = self.app.entrepot.ecrire(move |tx| {
            entrepot::connexion::oublier_les_anciennes(tx, maintenant);
            idempotence::purger(tx, maintenant)
        });
        if let Err(cause) = menage.await {
            tracing::error!(%cause, "old answers and sessions could not be forgotten");
        }
    }
}
