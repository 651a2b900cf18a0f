//! Extractors of one role: the wrong role gets the answer of a page that does not exist.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use droit::acces::Acteur;
use droit::identifiant::{CodeDepartement, CptsId, PraticienId};

use super::{Connecte, Identite};
use crate::echec::Failure;

macro_rules! extraire {
    ($nom:ident, $acteur:ident => $motif:pat => $lie:expr) => {
        impl<S: Send + Sync> FromRequestParts<S> for $nom {
            type Rejection = Failure;

            async fn from_request_parts(parties: &mut Parts, etat: &S) -> Result<Self, Failure> {
                let Connecte(identite) = Connecte::from_request_parts(parties, etat).await?;
                let $acteur = identite.acteur.clone();
                match $acteur {
                    $motif => Ok(Self(identite, $lie)),
                    _ => Err(Failure::Introuvable),
                }
            }
        }
    };
}

/// A masseur-kinésithérapeute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mk(pub Identite, pub PraticienId);

/// The coordination of a CPTS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordination(pub Identite, pub CptsId);

/// An agent of an ARS, with his departments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentArs(pub Identite, pub Vec<CodeDepartement>);

/// An agent of a CPAM, with his department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentCpam(pub Identite, pub CodeDepartement);

extraire!(Mk, acteur => Acteur::Mk { praticien } => praticien);
extraire!(Coordination, acteur => Acteur::CoordinationCpts { cpts } => cpts);
extraire!(AgentArs, acteur => Acteur::AgentArs { departements } => departements);
extraire!(AgentCpam, acteur => Acteur::AgentCpam { departement } => departement);
