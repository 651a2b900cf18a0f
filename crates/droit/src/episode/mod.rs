//! The episode of care in direct access: what happened, and what may be added to it.
//!
//! [`Episode`] is a value read from storage. Its methods decide; what they grant comes back as an [`Accorde`], which
//! only this crate can build and which is all that storage accepts.

mod accord;
mod agregat;
mod alerte;
mod annulation;
mod cloture;
mod compte;
mod diagnostic;
mod document;
mod evenement;
mod localisation;
mod orientation;
mod ouverture;
mod refus;
mod seance;

pub use accord::{Accorde, Auteur, Confirmation, Contexte, Motivation};
pub use agregat::{Episode, EtatEpisode, Fiche};
pub use alerte::{Alerte, Resume};
pub use annulation::{MotifAnnulation, SeanceAnnulee};
pub use cloture::{EpisodeClos, IssueEpisode};
pub use compte::{Compte, Rang, Repartition};
pub use diagnostic::{
    Diagnostic, DiagnosticCorrige, DiagnosticEnregistre, DiagnosticRetire, Effet, MotifRetraitDiagnostic,
};
pub use evenement::{
    AmeliorationEvaluee, Complement, Evenement, EvenementSignale, GraviteEvenement, InformationPatient,
    MomentEvenement, NatureEvenement,
};
pub use localisation::{Cote, Localisation, LocalisationInvalide, Region};
pub use orientation::{Destination, MotifOrientation, Orientation, OrientationFaite, Urgence};
pub use ouverture::{Anterieur, EpisodeOuvert, EpisodeRejoint, Ouverture};
pub use refus::{Empechement, Refus};
pub use seance::{Seance, SeanceAccordee, SeanceSaisie};
