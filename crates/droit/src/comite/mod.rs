//! The monitoring committee of a department: its members by institution, its calendar, its meetings, its decisions.

mod calendrier;
mod decision;
mod membre;
mod reunion;
mod siege;
#[cfg(test)]
mod tests;

pub use calendrier::{Calendrier, Echeance, calendrier};
pub use decision::{
    DecisionAvancee, DecisionComite, DecisionPrise, EmpechementDecision, EtapeDecision, EtatDecision,
    GesteDecision,
};
pub use membre::{EmpechementMembre, Institution, Membre, MembreInscrit, NouveauMembre};
pub use reunion::{
    CompteRendu, EmpechementReunion, EtapeReunion, EtatReunion, GesteReunion, NouvelleReunion, Rendezvous,
    Reunion, ReunionAvancee, VersionEcrite, proposer,
};
pub use siege::{Siege, a_pourvoir, sieges};
