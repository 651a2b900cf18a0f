//! Adverse events after their report: the two volets of a serious one, the examination by the ARS, the end.
//!
//! The facts are reported from an episode ([`crate::episode::Episode::signaler_evenement`]) or without it ([`Depot`]); both
//! give the same [`Signalement`]. Every later step is a [`GesteEvenement`], granted as a [`PasAccorde`].

mod depot;
mod etat;
mod geste;
mod horloge;
mod regle;
#[cfg(test)]
mod tests;

pub use depot::{Depot, SignalementDepose};
pub use etat::{
    Analyse, Cloture, EtapeEvenement, EtatEvenement, Faits, Portail, Signalement, SuiteEvenement, Volets,
};
pub use geste::{EmpechementEvenement, GesteEvenement, PartieEvenement, PasAccorde, PasEvenement};
pub use horloge::{Attente, Jalon};
pub use regle::RegleEvenement;
