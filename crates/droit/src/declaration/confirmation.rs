//! The CPTS answers the MK who declares himself: he is a member, and the declaration goes to the ARS, or he is not.

use jiff::civil::Date;

use super::cycle::DeclarationDeposee;
use super::etat::{Declaration, EtatDeclaration, Justificatif, Origine, TypeJustificatif};
use super::motif::MotifRetrait;
use super::prononce::{Declarant, EmpechementDeclaration, Prononce, RefusDeclaration};
use super::rattachement::{CptsSituee, Rattachement, rattacher};
use super::retrait::{DeclarationRetiree, Partie};
use crate::decision::{Decision, Etat, Issue, codes};
use crate::episode::Motivation;
use crate::identifiant::CodeDepartement;
use crate::reglement::{self, Reglement};
use crate::texte::TexteLibre;

codes! {
    /// Why a CPTS does not confirm.
    MotifDementi {
        /// He never was a member.
        PasMembre = "pas-membre",
        /// His membership has ended.
        AdhesionEchue = "adhesion-echue",
        /// He is not a member of the quality the department asks for.
        QualiteInsuffisante = "qualite-insuffisante",
        /// Anything else, told in the text.
        Autre = "autre",
    }
}

impl MotifDementi {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::PasMembre => "N’est pas membre de la CPTS",
            Self::AdhesionEchue => "Son adhésion a pris fin",
            Self::QualiteInsuffisante => "N’a pas la qualité de membre que le département exige",
            Self::Autre => "Autre motif",
        }
    }
}

/// What the department asks of a filing, beside the rules of the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// Is the CPTS one that counts.
    pub rattachement: Rattachement,
    /// Who declares; `None` when no source says.
    pub declarant: Option<reglement::Declarant>,
}

impl Conditions {
    /// Those of a department on a day, for a CPTS.
    pub fn au(reglement: &Reglement, departement: CodeDepartement, le: Date, cpts: &CptsSituee<'_>) -> Self {
        Self {
            rattachement: rattacher(reglement, departement, le, cpts),
            declarant: reglement.parametres(departement).declarant.au(le).connue,
        }
    }

    /// A CPTS that does not count gives nothing to declare with.
    pub(super) fn exiger_cpts(&self) -> Result<(), EmpechementDeclaration> {
        if self.rattachement.etat == Etat::Viole {
            Err(EmpechementDeclaration::CptsNonAdmise)
        } else {
            Ok(())
        }
    }

    /// Must the CPTS confirm before the ARS is told of this declaration.
    pub fn confirmation_exigee(&self, origine: Origine) -> bool {
        origine == Origine::Praticien && self.declarant == Some(reglement::Declarant::PraticienConfirme)
    }
}

/// The MK asks his CPTS to confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfirmationDemandee {
    /// Day.
    pub le: Date,
}

/// The CPTS confirms: the declaration is filed, with this as its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdhesionConfirmee {
    /// Day.
    pub le: Date,
    /// The filing that follows.
    pub depot: Prononce<DeclarationDeposee>,
}

/// The CPTS does not confirm: the declaration ends there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdhesionDementie {
    /// Day.
    pub le: Date,
    /// Why.
    pub motif: MotifDementi,
    /// In words.
    pub precision: Option<TexteLibre>,
    /// The end that follows.
    pub retrait: Prononce<DeclarationRetiree>,
}

/// Where the question to the CPTS stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// Asked, not answered.
    Attendue {
        /// Day of the question.
        depuis: Date,
    },
    /// He is a member.
    Confirmee {
        /// Day of the answer.
        le: Date,
    },
    /// He is not.
    Dementie {
        /// Day of the answer.
        le: Date,
        /// Why.
        motif: MotifDementi,
        /// In words.
        precision: Option<TexteLibre>,
    },
}

impl Declaration {
    /// Asks the CPTS to confirm. What a rule breaks is not asked.
    pub fn demander_confirmation<'r>(
        &self,
        decision: Decision<'r>,
        conditions: &Conditions,
        declarant: &Declarant,
    ) -> Result<Prononce<ConfirmationDemandee>, RefusDeclaration<'r>> {
        self.exiger_brouillon()?;
        conditions.exiger_cpts()?;
        if decision.issue == Issue::Refusee {
            return Err(RefusDeclaration::Refusee(Box::new(decision)));
        }
        let fait = ConfirmationDemandee { le: declarant.aujourd_hui };
        Ok(Prononce::nouveau(self, declarant, Some(Motivation::de(&decision, None)), fait))
    }

    /// The CPTS says he is a member. Its answer is the proof (décret 2024-618, art. 1, II).
    pub fn confirmer<'r>(
        &self,
        question: &Confirmation,
        decision: Decision<'r>,
        conditions: &Conditions,
        declarant: &Declarant,
    ) -> Result<Prononce<AdhesionConfirmee>, RefusDeclaration<'r>> {
        self.exiger_question(question)?;
        let preuve = Justificatif { type_justificatif: TypeJustificatif::AttestationCpts, reference: None };
        let depot = self.deposer_prouvee(preuve, decision, conditions, declarant)?;
        let fait = AdhesionConfirmee { le: declarant.aujourd_hui, depot };
        Ok(Prononce::nouveau(self, declarant, None, fait))
    }

    /// The CPTS says he is not: he may ask another one.
    pub fn dementir(
        &self,
        question: &Confirmation,
        motif: MotifDementi,
        precision: Option<TexteLibre>,
        declarant: &Declarant,
    ) -> Result<Prononce<AdhesionDementie>, EmpechementDeclaration> {
        self.exiger_question(question)?;
        if motif == MotifDementi::Autre && precision.is_none() {
            return Err(EmpechementDeclaration::PrecisionAbsente);
        }
        let le = declarant.aujourd_hui;
        let retrait = self.retirer(MotifRetrait::AdhesionDementie, le, Partie::Regle, declarant)?;
        Ok(Prononce::nouveau(self, declarant, None, AdhesionDementie { le, motif, precision, retrait }))
    }

    fn exiger_brouillon(&self) -> Result<(), EmpechementDeclaration> {
        match self.etat {
            EtatDeclaration::Brouillon => Ok(()),
            _ => Err(self.mal_placee()),
        }
    }

    fn exiger_question(&self, question: &Confirmation) -> Result<(), EmpechementDeclaration> {
        self.exiger_brouillon()?;
        match question {
            Confirmation::Attendue { .. } => Ok(()),
            Confirmation::Confirmee { .. } | Confirmation::Dementie { .. } => {
                Err(EmpechementDeclaration::DejaRepondu)
            }
        }
    }
}
