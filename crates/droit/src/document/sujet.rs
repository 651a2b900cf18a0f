//! Whom the document is about, and which doctor follows him: as they stood when it was written.

use crate::decision::codes;
use crate::identifiant::{Ins, LieuNaissance, Monde, NumeroRpps, PatientId, StatutIdentite, Transmission};
use crate::patient::{Identite, normaliser};
use crate::texte::Intitule;

use super::redacteur::{Adresse, NomComplet, Telephone};

/// The given names of the civil registry, in order, the first one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListePrenoms(Intitule);

/// The list does not begin with the first given name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("la liste des prénoms commence par le premier prénom : vérifiez la pièce d’identité")]
pub struct ListePrenomsInvalide;

impl ListePrenoms {
    /// The list of a person of this first given name.
    pub fn nouvelle(liste: Intitule, premier: &str) -> Result<Self, ListePrenomsInvalide> {
        match normaliser(liste.as_str()).starts_with(&normaliser(premier)) {
            true => Ok(Self(liste)),
            false => Err(ListePrenomsInvalide),
        }
    }

    /// The names, separated by spaces.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// The patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sujet {
    /// Key in this product: the local identifier of documents that may not bear the INS.
    pub id: PatientId,
    /// Traits, number, birthplace, status.
    pub identite: Identite,
    /// All given names, when known.
    pub prenoms: Option<ListePrenoms>,
    /// The name used in daily life, when it is another one.
    pub nom_utilise: Option<NomComplet>,
    /// Address.
    pub adresse: Option<Adresse>,
    /// Telephone.
    pub telephone: Option<Telephone>,
}

codes! {
    /// Why a document leaves without the INS.
    InsRetenue {
        /// No number.
        SansMatricule = "sans-matricule",
        /// Not qualified (RNIV: only then may the number be transmitted).
        NonQualifiee = "non-qualifiee",
        /// Qualified, but the birthplace is not on file: the traits are not whole.
        SansLieuDeNaissance = "sans-lieu-de-naissance",
        /// Qualified, but the list of given names is not on file.
        SansListeDesPrenoms = "sans-liste-des-prenoms",
    }
}

impl InsRetenue {
    /// The reason on screen, and what to do.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::SansMatricule => {
                "Le matricule INS n’est pas connu : le document part avec un identifiant local."
            }
            Self::NonQualifiee => {
                "L’identité n’est pas qualifiée : le matricule INS ne part pas. Vérifiez une pièce d’identité et appelez le téléservice INSi."
            }
            Self::SansLieuDeNaissance => {
                "Le lieu de naissance manque : le matricule INS ne part pas. Complétez l’identité."
            }
            Self::SansListeDesPrenoms => {
                "La liste des prénoms manque : le matricule INS ne part pas. Complétez l’identité."
            }
        }
    }
}

/// An INS that may travel, with the traits that must travel with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InsTransmissible<'s> {
    ins: &'s Ins,
    lieu_naissance: &'s LieuNaissance,
    prenoms: &'s ListePrenoms,
}

/// A number of one world would leave to the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "ce matricule INS n’est pas de ce monde : un numéro de test ne sort pas d’une démonstration, un numéro réel n’y entre pas"
)]
pub struct MondeInterdit;

impl<'s> InsTransmissible<'s> {
    /// The same, once sure that it belongs to the world it leaves to.
    pub fn vers<M: Monde>(self) -> Result<Self, MondeInterdit> {
        if M::admet(self.ins.oid()) { Ok(self) } else { Err(MondeInterdit) }
    }

    /// The number and its authority.
    pub fn ins(&self) -> &'s Ins {
        self.ins
    }

    /// Birthplace.
    pub fn lieu_naissance(&self) -> &'s LieuNaissance {
        self.lieu_naissance
    }

    /// All given names.
    pub fn prenoms(&self) -> &'s ListePrenoms {
        self.prenoms
    }
}

impl Sujet {
    /// The number that a document may bear, or why it bears none.
    pub fn ins_transmissible(&self) -> Result<InsTransmissible<'_>, InsRetenue> {
        let Identite { ins, lieu_naissance, statut, .. } = &self.identite;
        let ins = ins.as_ref().ok_or(InsRetenue::SansMatricule)?;
        if statut.transmission() == Transmission::Interdite {
            return Err(InsRetenue::NonQualifiee);
        }
        let lieu_naissance = lieu_naissance.as_ref().ok_or(InsRetenue::SansLieuDeNaissance)?;
        let prenoms = self.prenoms.as_ref().ok_or(InsRetenue::SansListeDesPrenoms)?;
        Ok(InsTransmissible { ins, lieu_naissance, prenoms })
    }

    /// How far the identity has been checked.
    pub fn statut(&self) -> StatutIdentite {
        self.identite.statut
    }
}

/// A doctor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medecin {
    /// RPPS number, when known.
    pub rpps: Option<NumeroRpps>,
    /// Name.
    pub nom: NomComplet,
    /// Address, when known.
    pub adresse: Option<Adresse>,
}

/// The doctor declared to the health insurance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MedecinTraitant {
    /// This one.
    Connu(Medecin),
    /// The patient has none.
    Aucun,
    /// Nobody asked, or the patient did not say.
    NonPrecise,
}
