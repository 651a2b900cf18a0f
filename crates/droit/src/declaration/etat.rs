//! A declaration on file, and where it stands.

use std::ops::Deref;

use jiff::civil::Date;

use super::motif::{MotifRefus, MotifRetrait, MotifSuspension, PieceDemandee};
use crate::decision::codes;
use crate::identifiant::{CodeDepartement, CptsId, DeclarationId, PraticienId};
use crate::texte::TexteLibre;

codes! {
    /// Who declares: the texts say the MK, some departments the CPTS.
    Origine {
        /// The MK himself (décret 2024-618, art. 1, I).
        Praticien = "praticien",
        /// His CPTS, for its volunteers.
        Cpts = "cpts",
    }
}

codes! {
    /// How practice in the CPTS is proved.
    TypeJustificatif {
        /// The CPTS attests it on the platform.
        AttestationCpts = "attestation-cpts",
        /// Receipt of membership.
        RecuAdhesion = "recu-adhesion",
        /// Sworn statement.
        DeclarationSurHonneur = "declaration-sur-honneur",
        /// Another document.
        AutreDocument = "autre-document",
    }
}

impl TypeJustificatif {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::AttestationCpts => "Attestation de la CPTS sur la plateforme",
            Self::RecuAdhesion => "Reçu d’adhésion",
            Self::DeclarationSurHonneur => "Déclaration sur l’honneur",
            Self::AutreDocument => "Autre document",
        }
    }
}

/// The proof of practice in the CPTS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Justificatif {
    /// Kind.
    pub type_justificatif: TypeJustificatif,
    /// Its reference, as the declarant writes it.
    pub reference: Option<TexteLibre>,
}

impl Justificatif {
    /// Is it the word of the CPTS itself, given here.
    pub fn vient_de_la_cpts(&self) -> bool {
        self.type_justificatif == TypeJustificatif::AttestationCpts
    }
}

/// Where a declaration stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatDeclaration {
    /// A volunteer's name, not filed yet.
    Brouillon,
    /// Filed: the ARS has to decide.
    Deposee {
        /// Day of filing.
        le: Date,
    },
    /// The ARS asks for something.
    ACompleter {
        /// Day of the request.
        le: Date,
        /// What is missing.
        pieces: Vec<PieceDemandee>,
        /// In the agent's words.
        precision: Option<TexteLibre>,
    },
    /// Accepted.
    Validee {
        /// Day of acceptance.
        le: Date,
        /// First day of the right to practise; `None` while the event that opens it is awaited.
        effet_du: Option<Date>,
    },
    /// Accepted, then suspended: the right stops, the declaration stays.
    Suspendue {
        /// Day of the decision.
        le: Date,
        /// First day without the right.
        du: Date,
        /// First day of the period that the suspension ends.
        effet_du: Date,
        /// Why.
        motif: MotifSuspension,
        /// In the agent's words.
        precision: Option<TexteLibre>,
    },
    /// Refused.
    Refusee {
        /// Day of the refusal.
        le: Date,
        /// Why, at least one.
        motifs: Vec<MotifRefus>,
        /// In the agent's words.
        precision: Option<TexteLibre>,
    },
    /// Ended.
    Retiree {
        /// Last day of the right, inclusive.
        au: Date,
        /// Why.
        motif: MotifRetrait,
    },
}

impl EtatDeclaration {
    /// The spelling used in storage and URLs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Brouillon => "brouillon",
            Self::Deposee { .. } => "deposee",
            Self::ACompleter { .. } => "a-completer",
            Self::Validee { .. } => "validee",
            Self::Suspendue { .. } => "suspendue",
            Self::Refusee { .. } => "refusee",
            Self::Retiree { .. } => "retiree",
        }
    }

    /// Label on screen.
    pub fn libelle(&self) -> &'static str {
        match self {
            Self::Brouillon => "Volontaire, à déclarer",
            Self::Deposee { .. } => "En instruction",
            Self::ACompleter { .. } => "À compléter",
            Self::Validee { .. } => "Acceptée",
            Self::Suspendue { .. } => "Suspendue",
            Self::Refusee { .. } => "Refusée",
            Self::Retiree { .. } => "Retirée",
        }
    }

    /// Does it stand in the way of another declaration of the same MK in the same department.
    pub fn en_cours(&self) -> bool {
        !matches!(self, Self::Refusee { .. } | Self::Retiree { .. })
    }
}

/// What is on file, as storage gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FicheDeclaration {
    /// Key.
    pub id: DeclarationId,
    /// The MK.
    pub praticien: PraticienId,
    /// Department.
    pub departement: CodeDepartement,
    /// The CPTS it rests on.
    pub cpts: CptsId,
    /// Who declares.
    pub origine: Origine,
    /// Proof of practice in the CPTS.
    pub justificatif: Option<Justificatif>,
    /// Day of the first filing.
    pub depose_le: Option<Date>,
    /// Where it stands.
    pub etat: EtatDeclaration,
    /// Grows by one at each write.
    pub version: i64,
}

/// A declaration: read with `.champ`, changed only through what the rules grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration(FicheDeclaration);

impl Deref for Declaration {
    type Target = FicheDeclaration;

    fn deref(&self) -> &FicheDeclaration {
        &self.0
    }
}

impl Declaration {
    /// The declaration on file.
    pub fn relue(fiche: FicheDeclaration) -> Self {
        Self(fiche)
    }
}
