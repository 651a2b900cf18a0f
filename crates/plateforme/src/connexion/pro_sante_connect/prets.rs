//! The tokens that MKs lend while their sessions last: in memory, renewed when needed, forgotten with the session.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use droit::identifiant::PraticienId;
use jiff::{SignedDuration, Timestamp};
use passerelles::Secret;
use passerelles::pro_sante_connect::{EchecPsc, Identification, Jetons};
use uuid::Uuid;

use super::Psc;

/// A provider out of reach is not asked again before this long.
const REPIT: SignedDuration = SignedDuration::from_secs(30);

/// What one session lends.
#[derive(Debug)]
pub(super) struct Pret {
    praticien: PraticienId,
    preuve: Secret,
    /// Held while it is being renewed: a renewal serves once, two at a time would end both.
    etat: Mutex<Etat>,
}

#[derive(Debug)]
struct Etat {
    /// `None` once the provider refused to renew them.
    jetons: Option<Jetons>,
    pas_avant: Timestamp,
}

/// No token can be had now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SansJeton {
    /// The MK must sign in.
    Absent,
    /// The provider is out of reach.
    Injoignable(String),
}

impl Psc {
    /// What an MK lends by signing in.
    pub fn preter(&self, session: Uuid, praticien: PraticienId, identification: Identification) {
        let etat = Etat { jetons: Some(identification.jetons), pas_avant: Timestamp::MIN };
        let pret = Pret { praticien, preuve: identification.preuve, etat: Mutex::new(etat) };
        ouvrir(&self.prets).insert(session, Arc::new(pret));
    }

    /// Forgets what a session lent, and gives back the proof by which the provider ends its own.
    pub fn rendre(&self, session: Uuid) -> Option<Secret> {
        ouvrir(&self.prets).remove(&session).map(|pret| pret.preuve.clone())
    }

    /// The sessions that lend something.
    pub fn sessions(&self) -> Vec<Uuid> {
        ouvrir(&self.prets).keys().copied().collect()
    }

    /// Forgets what these sessions lent.
    pub fn oublier(&self, finies: &[Uuid]) {
        ouvrir(&self.prets).retain(|session, _| !finies.contains(session));
    }

    /// The MKs whose mails may leave.
    pub fn preteurs(&self, maintenant: Timestamp) -> Vec<PraticienId> {
        let prets = ouvrir(&self.prets);
        let mut eux: Vec<_> =
            prets.values().filter(|pret| pret.sert(maintenant)).map(|pret| pret.praticien).collect();
        eux.sort_unstable();
        eux.dedup();
        eux
    }

    /// May the mails of this MK leave.
    pub fn prete(&self, praticien: PraticienId, maintenant: Timestamp) -> bool {
        self.de(praticien).iter().any(|pret| pret.sert(maintenant))
    }

    /// A token of this MK that still lasts, renewed if need be. Blocks this thread.
    ///
    /// # Errors
    /// Why there is none.
    pub fn jeton(&self, praticien: PraticienId, maintenant: Timestamp) -> Result<Secret, SansJeton> {
        let mut manque = SansJeton::Absent;
        for pret in self.de(praticien) {
            match self.jeton_du_pret(&pret, maintenant) {
                Ok(jeton) => return Ok(jeton),
                Err(SansJeton::Absent) => {}
                Err(injoignable) => manque = injoignable,
            }
        }
        Err(manque)
    }

    /// The operator refused the token of this MK: the next one must be another.
    pub fn refuser(&self, praticien: PraticienId) {
        for pret in self.de(praticien) {
            let mut etat = ouvrir(&pret.etat);
            etat.jetons = etat.jetons.take().map(Jetons::sans_acces);
        }
    }

    /// Renews what would be over soon. Blocks this thread.
    pub fn entretenir(&self, maintenant: Timestamp) {
        let tous: Vec<_> = ouvrir(&self.prets).values().cloned().collect();
        for pret in tous {
            let mut etat = ouvrir(&pret.etat);
            if etat.jetons.as_ref().is_some_and(|jetons| jetons.a_renouveler(maintenant)) {
                self.renouveler(&mut etat, maintenant);
            }
        }
    }

    fn de(&self, praticien: PraticienId) -> Vec<Arc<Pret>> {
        ouvrir(&self.prets).values().filter(|pret| pret.praticien == praticien).cloned().collect()
    }

    fn jeton_du_pret(&self, pret: &Pret, maintenant: Timestamp) -> Result<Secret, SansJeton> {
        let mut etat = ouvrir(&pret.etat);
        if let Some(jeton) = etat.jetons.as_ref().and_then(|jetons| jetons.acces(maintenant)) {
            return Ok(jeton.clone());
        }
        self.renouveler(&mut etat, maintenant);
        match &etat.jetons {
            None => Err(SansJeton::Absent),
            Some(jetons) => match jetons.acces(maintenant) {
                Some(jeton) => Ok(jeton.clone()),
                None if jetons.finis(maintenant) => Err(SansJeton::Absent),
                None => Err(SansJeton::Injoignable("Pro Santé Connect ne répond pas".to_owned())),
            },
        }
    }

    /// A refusal ends them; a silence only puts the next attempt off.
    fn renouveler(&self, etat: &mut Etat, maintenant: Timestamp) {
        let Some(jetons) = etat.jetons.as_ref().filter(|_| maintenant >= etat.pas_avant) else { return };
        match self.fournisseur.renouveler(jetons, maintenant) {
            Ok(Some(neufs)) => etat.jetons = Some(neufs),
            Ok(None) => {}
            Err(EchecPsc::Perime) => etat.jetons = None,
            Err(cause) => {
                tracing::warn!(%cause, "a token of Pro Santé Connect could not be renewed");
                etat.pas_avant = maintenant.saturating_add(REPIT).unwrap_or(Timestamp::MAX);
            }
        }
    }
}

impl Pret {
    /// Can a token still be had; one that is being renewed counts.
    fn sert(&self, maintenant: Timestamp) -> bool {
        match self.etat.try_lock() {
            Ok(etat) => etat.jetons.as_ref().is_some_and(|jetons| !jetons.finis(maintenant)),
            Err(TryLockError::WouldBlock) => true,
            Err(TryLockError::Poisoned(etat)) => etat.into_inner().jetons.is_some(),
        }
    }
}

fn ouvrir<T>(verrou: &Mutex<T>) -> MutexGuard<'_, T> {
    verrou.lock().unwrap_or_else(PoisonError::into_inner)
}
