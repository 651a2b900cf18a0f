//! What happens to a delivery, and what it becomes.

use jiff::Timestamp;

use super::etat::{Canal, Cause, Etat, Preuve, Remise};
use super::relance::{ESSAIS_MAXIMUM, prochain_essai};

/// Something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evenement {
    /// Somebody asks that it leave.
    Demandee,
    /// It still waits, for something else than was said.
    Precisee(Cause),
    /// An attempt begins; written before anything leaves.
    Commencee,
    /// The server took it.
    Acceptee,
    /// Nothing left: to be tried again. `hasard` spreads the attempts.
    Empechee {
        /// Why.
        cause: Cause,
        /// Any number.
        hasard: u64,
    },
    /// Nobody knows whether it left: the connection died, or the process.
    Incertaine {
        /// What is known.
        cause: Cause,
        /// Any number.
        hasard: u64,
    },
    /// It was queued, and what was learnt since keeps it back: it waits for somebody.
    Retenue(Cause),
    /// The server, or the receiver's software, refuses it.
    Refusee(Cause),
    /// It arrived.
    Arrivee(Preuve),
    /// The receiver's server could not deliver it yet, and goes on trying.
    Retardee(Cause),
    /// Nothing came back in time.
    DelaiEcoule,
    /// It must not leave any more.
    Annulee(Cause),
}

/// The event changes nothing: it comes too late, or does not fit this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cet événement ne change rien à une remise « {etat} »")]
pub struct SansEffet {
    /// Label of the state.
    pub etat: &'static str,
}

impl Remise {
    /// The delivery after the event. An answer may come late: whatever the state, what proves an arrival is kept, and
    /// a refusal after the server accepted is one, unless the document is known to have been taken in or read.
    pub fn apres(&self, evenement: Evenement, le: Timestamp) -> Result<Self, SansEffet> {
        let suite = match evenement {
            Evenement::Demandee => self.demander(le),
            Evenement::Precisee(_) => (self.etat == Etat::Compose).then(|| self.clone()),
            Evenement::Commencee => self.commencer(le),
            Evenement::Acceptee => self.en_cours().map(|()| self.vers(Etat::Accepte { le })),
            Evenement::Empechee { cause, hasard } => {
                self.en_cours().map(|()| self.remettre_en_file(cause, hasard, le))
            }
            Evenement::Incertaine { cause, hasard } => self.en_cours().map(|()| Self {
                doublons_possibles: self.doublons_possibles + 1,
                ..self.remettre_en_file(cause, hasard, le)
            }),
            Evenement::Retenue(_) => match self.etat {
                Etat::EnFile { .. } => Some(self.vers(Etat::Compose)),
                _ => None,
            },
            Evenement::Refusee(cause) => self.refuser(cause, le),
            Evenement::Arrivee(preuve) => self.arriver(preuve, le),
            Evenement::Retardee(_) => match self.etat {
                Etat::Accepte { .. } | Etat::SansReponse { .. } => Some(self.clone()),
                _ => None,
            },
            Evenement::DelaiEcoule => match self.etat {
                Etat::Accepte { .. } => Some(self.vers(Etat::SansReponse { le })),
                _ => None,
            },
            Evenement::Annulee(cause) => match self.etat {
                Etat::Compose
                | Etat::EnFile { .. }
                | Etat::Abandonne { .. }
                | Etat::Rejete { .. }
                | Etat::SansReponse { .. } => Some(self.vers(Etat::Annule { le, cause })),
                _ => None,
            },
        };
        suite.ok_or(SansEffet { etat: self.etat.libelle() })
    }

    fn vers(&self, etat: Etat) -> Self {
        Self { etat, ..self.clone() }
    }

    fn en_cours(&self) -> Option<()> {
        matches!(self.etat, Etat::EnCours { .. }).then_some(())
    }

    /// Paper is never queued.
    fn demander(&self, le: Timestamp) -> Option<Self> {
        let attend = self.etat.attend_quelqu_un() && self.canal != Canal::MainPropre;
        let abandonne = matches!(self.etat, Etat::Abandonne { .. });
        let essais = if abandonne { 0 } else { self.essais };
        attend.then(|| Self { essais, ..self.vers(Etat::EnFile { pas_avant: le }) })
    }

    fn commencer(&self, le: Timestamp) -> Option<Self> {
        match self.etat {
            Etat::EnFile { pas_avant } if pas_avant <= le => {
                Some(Self { essais: self.essais + 1, ..self.vers(Etat::EnCours { depuis: le }) })
            }
            _ => None,
        }
    }

    fn remettre_en_file(&self, cause: Cause, hasard: u64, le: Timestamp) -> Self {
        if self.essais >= ESSAIS_MAXIMUM {
            return self.vers(Etat::Abandonne { le, cause });
        }
        self.vers(Etat::EnFile { pas_avant: prochain_essai(self.essais, le, hasard) })
    }

    fn refuser(&self, cause: Cause, le: Timestamp) -> Option<Self> {
        match self.etat {
            Etat::EnCours { .. } | Etat::EnFile { .. } | Etat::Accepte { .. } | Etat::SansReponse { .. } => {
                (self.essais > 0).then(|| self.vers(Etat::Rejete { le, cause }))
            }
            Etat::Remis { preuve: Preuve::BoiteAtteinte, .. } => Some(self.vers(Etat::Rejete { le, cause })),
            _ => None,
        }
    }

    /// A stronger proof takes the place of « in the mailbox »; the first of the others stays.
    fn arriver(&self, preuve: Preuve, le: Timestamp) -> Option<Self> {
        let declaree = matches!(preuve, Preuve::RemiseDeclaree | Preuve::DepotDeclare);
        match self.etat {
            Etat::Annule { .. } => None,
            Etat::Remis { preuve: Preuve::BoiteAtteinte, .. } if preuve != Preuve::BoiteAtteinte => {
                Some(self.vers(Etat::Remis { le, preuve }))
            }
            Etat::Remis { .. } => None,
            _ if self.essais == 0 && !declaree => None,
            _ => Some(self.vers(Etat::Remis { le, preuve })),
        }
    }
}
