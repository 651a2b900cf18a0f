//! Values to typeset pages: the only crate that knows the typesetting engine.
//!
//! One function per document takes a typed value and gives a [`Pdf`]: tagged, in French, with its fonts, the same bytes
//! for the same value. Nothing is read outside: templates and fonts are embedded, instants and references are given.

mod attestation;
mod certificat;
mod clinique;
mod composition;
mod decision;
mod echec;
mod monde;
mod papier;
mod rapport;
mod recepisse;
mod seance_comite;
mod texte;

pub use attestation::{Attestation, attestation};
pub use certificat::{Certificat, certificat};
pub use clinique::{
    Bloc, CHAMPS_DU_GABARIT, Cadre, FauteDeGabarit, Feuille, Gabarit, GabaritInvalide, Marques, Personne,
    Section, clinique,
};
pub use composition::Pdf;
pub use decision::{Decision, Prononce, Recours, decision};
pub use echec::Echec;
pub use papier::{Destinataire, EnTete, Fondement, Praticien, Signataire};
pub use rapport::{ChiffreCle, Figure, LigneRapport, Place, Rapport, SectionRapport, Signe, rapport};
pub use recepisse::{Recepisse, Volet, recepisse};
pub use seance_comite::{
    Chiffre, DossierDeSeance, Participation, Repartition, SectionDossier, Suivi, dossier_de_seance,
};
