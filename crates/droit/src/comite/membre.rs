//! Who sits in the committee, for which institution, from when to when.

use jiff::civil::Date;

use crate::acces::Acteur;
use crate::decision::codes;
use crate::declaration::Declarant;
use crate::identifiant::{AdresseCourriel, CodeDepartement, CptsId, MembreId, PraticienId};
use crate::texte::Intitule;

codes! {
    /// The institutions of a committee.
    Institution {
        /// Agence régionale de santé.
        Ars = "ars",
        /// Caisse primaire d'assurance maladie.
        Cpam = "cpam",
        /// Direction de la coordination de la gestion du risque.
        Dcgdr = "dcgdr",
        /// Union régionale des professionnels de santé, MKs.
        Urps = "urps",
        /// Conseil départemental de l'Ordre des MKs.
        Ordre = "ordre",
        /// A CPTS.
        Cpts = "cpts",
        /// The volunteer MK who speaks for those of a CPTS: one per CPTS.
        Ambassadeur = "ambassadeur",
    }
}

impl Institution {
    /// Is it tied to a CPTS.
    pub fn d_une_cpts(self) -> bool {
        matches!(self, Self::Cpts | Self::Ambassadeur)
    }
}

/// A member, as storage gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membre {
    /// Key.
    pub id: MembreId,
    /// Department.
    pub departement: CodeDepartement,
    /// Institution.
    pub institution: Institution,
    /// Its CPTS.
    pub cpts: Option<CptsId>,
    /// The ambassador himself, when he is on file: his account then reads the pages.
    pub praticien: Option<PraticienId>,
    /// Name.
    pub nom: Intitule,
    /// Where he is written to.
    pub courriel: AdresseCourriel,
    /// First day.
    pub du: Date,
    /// Last day.
    pub au: Option<Date>,
}

impl Membre {
    /// Is it this account that he reads with: that of his CPTS, or his own for an ambassador.
    pub fn est_celui_de(&self, acteur: &Acteur) -> bool {
        match acteur {
            Acteur::CoordinationCpts { cpts } => {
                self.institution == Institution::Cpts && self.cpts == Some(*cpts)
            }
            Acteur::Mk { praticien } => {
                self.institution == Institution::Ambassadeur && self.praticien == Some(*praticien)
            }
            _ => false,
        }
    }

    /// Does he sit on a day.
    pub fn siege_le(&self, le: Date) -> bool {
        self.du <= le && self.au.is_none_or(|au| le <= au)
    }
}

/// A member to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NouveauMembre {
    /// Key drawn by the page that shows the form.
    pub id: MembreId,
    /// Department.
    pub departement: CodeDepartement,
    /// Institution.
    pub institution: Institution,
    /// Its CPTS.
    pub cpts: Option<CptsId>,
    /// The ambassador himself, when he is on file: his account then reads the pages.
    pub praticien: Option<PraticienId>,
    /// Name.
    pub nom: Intitule,
    /// Where he is written to.
    pub courriel: AdresseCourriel,
}

/// A member granted. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembreInscrit {
    membre: Membre,
    auteur: Declarant,
}

impl MembreInscrit {
    /// The member.
    pub fn membre(&self) -> &Membre {
        &self.membre
    }

    /// Who, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// Why a member is not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementMembre {
    /// A CPTS and its ambassador say which one.
    #[error("dites de quelle CPTS il s’agit")]
    SansCpts,
    /// One ambassador per CPTS.
    #[error("cette CPTS a déjà son ambassadeur : mettez d’abord fin à son mandat")]
    DejaUnAmbassadeur,
}

impl NouveauMembre {
    /// Adds it from today on. One ambassador per CPTS, as the cahier des charges of the Loiret has it.
    pub fn inscrire(
        self,
        existants: &[Membre],
        auteur: &Declarant,
    ) -> Result<MembreInscrit, EmpechementMembre> {
        let cpts = self.cpts.filter(|_| self.institution.d_une_cpts());
        if self.institution.d_une_cpts() && cpts.is_none() {
            return Err(EmpechementMembre::SansCpts);
        }
        let meme = |autre: &Membre| {
            autre.institution == Institution::Ambassadeur
                && autre.cpts == cpts
                && autre.siege_le(auteur.aujourd_hui)
        };
        if self.institution == Institution::Ambassadeur && existants.iter().any(meme) {
            return Err(EmpechementMembre::DejaUnAmbassadeur);
        }
        let membre = Membre {
            id: self.id,
            departement: self.departement,
            institution: self.institution,
            cpts,
            praticien: self.praticien.filter(|_| self.institution == Institution::Ambassadeur),
            nom: self.nom,
            courriel: self.courriel,
            du: auteur.aujourd_hui,
            au: None,
        };
        Ok(MembreInscrit { membre, auteur: *auteur })
    }
}
