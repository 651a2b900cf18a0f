//! Who may see and do what: one file, its functions and their matrix.
//!
//! What an actor may not see answers like what does not exist: the existence of an episode is health data.

mod adhesion;
mod alerte;
mod comite;
mod episode;
mod evaluation;
mod evenement;
mod indicateur;
mod instruction;
#[cfg(test)]
mod matrice;

pub use adhesion::{PartieFiche, modifier_piece, partie_de_la_fiche, voir_piece};
pub use alerte::{Regard, alertes};
pub use comite::{PartieComite, comite, comites};
pub use episode::{
    Auteur, VueAutrePraticien, VueOrientation, VuePraticien, VueSeance, apercevoir, lire_document, modifier,
    tableau, voir,
};
pub use evaluation::{lire_rapport, rediger_rapport};
pub use evenement::{LectureRetour, ecrire_retour, lire_retour, voir_evenement};
pub use indicateur::{Lecteur, lire_indicateurs};
pub use instruction::{
    Instruisable, comptes, file_ars, instruire, liste_caisse, membres, modifier_declaration, transmettre,
    voir_declaration, voir_transmissions,
};

use std::ops::Deref;

use crate::decision::codes;
use crate::identifiant::{CodeDepartement, CptsId, PraticienId};

codes! {
    /// The capacity in which somebody acts.
    Role {
        /// Masseur-kinésithérapeute.
        Mk = "mk",
        /// Coordination of a CPTS.
        CoordinationCpts = "coordination-cpts",
        /// Doctor.
        Medecin = "medecin",
        /// Agent of an agence régionale de santé.
        AgentArs = "agent-ars",
        /// Agent of a caisse primaire d'assurance maladie.
        AgentCpam = "agent-cpam",
        /// Member of a department's monitoring committee.
        MembreComite = "membre-comite",
        /// Administrator of the installation.
        Administrateur = "administrateur",
    }
}

/// Somebody who acts, with the territory or the structure his role is tied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acteur {
    /// A masseur-kinésithérapeute.
    Mk {
        /// Who he is.
        praticien: PraticienId,
    },
    /// The coordination of a CPTS.
    CoordinationCpts {
        /// Its CPTS.
        cpts: CptsId,
    },
    /// A doctor.
    Medecin {
        /// Who he is.
        praticien: PraticienId,
    },
    /// An agent of an ARS.
    AgentArs {
        /// The departments whose declarations he decides.
        departements: Vec<CodeDepartement>,
    },
    /// An agent of a CPAM.
    AgentCpam {
        /// The department of his caisse.
        departement: CodeDepartement,
    },
    /// A member of a monitoring committee.
    MembreComite {
        /// The department of the committee.
        departement: CodeDepartement,
    },
    /// The administrator of the installation: accounts, never patients.
    Administrateur,
}

impl Acteur {
    /// The capacity, without its territory.
    pub fn role(&self) -> Role {
        match self {
            Self::Mk { .. } => Role::Mk,
            Self::CoordinationCpts { .. } => Role::CoordinationCpts,
            Self::Medecin { .. } => Role::Medecin,
            Self::AgentArs { .. } => Role::AgentArs,
            Self::AgentCpam { .. } => Role::AgentCpam,
            Self::MembreComite { .. } => Role::MembreComite,
            Self::Administrateur => Role::Administrateur,
        }
    }
}

/// What an actor may not see, or what does not exist: nobody can tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cette page n’existe pas, ou ne vous est pas ouverte")]
pub struct Invisible;

/// A thing its holder may change: the proof goes with the value, and only this module gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modifiable<T>(T);

impl<T> Modifiable<T> {
    /// The value.
    pub fn dans(self) -> T {
        self.0
    }
}

impl<T> Deref for Modifiable<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
