//! The life of a declaration: each step, who may take it from where, and what it gives.

use jiff::civil::Date;

use super::confirmation::Conditions;
use super::etat::{Declaration, EtatDeclaration, FicheDeclaration, Justificatif, Origine};
use super::motif::{MotifRefus, PieceDemandee};
use super::prononce::{Declarant, EmpechementDeclaration, Prononce, RefusDeclaration};
use crate::decision::{Decision, Issue};
use crate::episode::Motivation;
use crate::identifiant::{CodeDepartement, CptsId, DeclarationId, PraticienId};
use crate::reglement::EffetDuDroit;
use crate::texte::TexteLibre;

/// A volunteer to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preparation {
    /// Key drawn by the caller.
    pub id: DeclarationId,
    /// The MK.
    pub praticien: PraticienId,
    /// Department.
    pub departement: CodeDepartement,
    /// CPTS.
    pub cpts: CptsId,
    /// Who declares.
    pub origine: Origine,
    /// Proof of practice in the CPTS.
    pub justificatif: Option<Justificatif>,
}

/// A volunteer recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclarationPreparee {
    /// Who declares.
    pub origine: Origine,
    /// Proof.
    pub justificatif: Option<Justificatif>,
}

/// A declaration filed, or filed again once completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclarationDeposee {
    /// Day.
    pub le: Date,
    /// Proof.
    pub justificatif: Justificatif,
}

/// The ARS asks for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionDemandee {
    /// Day.
    pub le: Date,
    /// What is missing.
    pub pieces: Vec<PieceDemandee>,
    /// In the agent's words.
    pub precision: Option<TexteLibre>,
}

/// The ARS accepts: to be published, transmitted to the caisse, and told to the MK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclarationValidee {
    /// Day.
    pub le: Date,
    /// First day of the right.
    pub effet_du: Date,
    /// Why a red check does not stand in the way, in the agent's words.
    pub precision: Option<TexteLibre>,
}

/// The ARS refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclarationRefusee {
    /// Day.
    pub le: Date,
    /// Why.
    pub motifs: Vec<MotifRefus>,
    /// In the agent's words.
    pub precision: Option<TexteLibre>,
}

impl Declaration {
    /// Records a volunteer; `autres` are the declarations of the same MK in the same department.
    pub fn preparer(
        preparation: Preparation,
        autres: &[EtatDeclaration],
        declarant: &Declarant,
    ) -> Result<Prononce<DeclarationPreparee>, EmpechementDeclaration> {
        if autres.iter().any(EtatDeclaration::en_cours) {
            return Err(EmpechementDeclaration::Doublon);
        }
        let Preparation { id, praticien, departement, cpts, origine, justificatif } = preparation;
        let fait = DeclarationPreparee { origine, justificatif: justificatif.clone() };
        let declaration = Self::relue(FicheDeclaration {
            id,
            praticien,
            departement,
            cpts,
            origine,
            justificatif,
            depose_le: None,
            etat: EtatDeclaration::Brouillon,
            version: 0,
        });
        Ok(Prononce::nouveau(&declaration, declarant, None, fait))
    }

    /// Files it, or files it again once completed. What a rule breaks is not filed, nor what rests on a CPTS that does
    /// not count; what is to be confirmed is, for the ARS decides (décret 2024-618, art. 1).
    pub fn deposer<'r>(
        &self,
        justificatif: Option<Justificatif>,
        decision: Decision<'r>,
        conditions: &Conditions,
        declarant: &Declarant,
    ) -> Result<Prononce<DeclarationDeposee>, RefusDeclaration<'r>> {
        let prouvee = self.justificatif.as_ref().is_some_and(Justificatif::vient_de_la_cpts);
        if conditions.confirmation_exigee(self.origine) && !prouvee {
            return Err(EmpechementDeclaration::ConfirmationAttendue.into());
        }
        let justificatif = justificatif
            .or_else(|| self.justificatif.clone())
            .ok_or(EmpechementDeclaration::JustificatifAbsent)?;
        self.deposer_prouvee(justificatif, decision, conditions, declarant)
    }

    /// Files it with this proof, whoever brings it.
    pub(super) fn deposer_prouvee<'r>(
        &self,
        justificatif: Justificatif,
        decision: Decision<'r>,
        conditions: &Conditions,
        declarant: &Declarant,
    ) -> Result<Prononce<DeclarationDeposee>, RefusDeclaration<'r>> {
        if !matches!(self.etat, EtatDeclaration::Brouillon | EtatDeclaration::ACompleter { .. }) {
            return Err(self.mal_placee().into());
        }
        conditions.exiger_cpts()?;
        if decision.issue == Issue::Refusee {
            return Err(RefusDeclaration::Refusee(Box::new(decision)));
        }
        let fait = DeclarationDeposee { le: declarant.aujourd_hui, justificatif };
        Ok(Prononce::nouveau(self, declarant, Some(Motivation::de(&decision, None)), fait))
    }

    /// Asks for something.
    pub fn demander_completion(
        &self,
        pieces: Vec<PieceDemandee>,
        precision: Option<TexteLibre>,
        declarant: &Declarant,
    ) -> Result<Prononce<CompletionDemandee>, EmpechementDeclaration> {
        self.exiger_deposee()?;
        exiger_motif(&pieces, PieceDemandee::Autre, precision.as_ref())?;
        let fait = CompletionDemandee { le: declarant.aujourd_hui, pieces, precision };
        Ok(Prononce::nouveau(self, declarant, None, fait))
    }

    /// Refuses, with motives of the list and words where the list is not enough.
    pub fn refuser(
        &self,
        motifs: Vec<MotifRefus>,
        precision: Option<TexteLibre>,
        declarant: &Declarant,
    ) -> Result<Prononce<DeclarationRefusee>, EmpechementDeclaration> {
        self.exiger_deposee()?;
        exiger_motif(&motifs, MotifRefus::Autre, precision.as_ref())?;
        let fait = DeclarationRefusee { le: declarant.aujourd_hui, motifs, precision };
        Ok(Prononce::nouveau(self, declarant, None, fait))
    }

    pub(super) fn exiger_deposee(&self) -> Result<(), EmpechementDeclaration> {
        match self.etat {
            EtatDeclaration::Deposee { .. } => Ok(()),
            _ => Err(self.mal_placee()),
        }
    }

    pub(super) fn mal_placee(&self) -> EmpechementDeclaration {
        EmpechementDeclaration::Etat { etat: self.etat.libelle() }
    }
}

/// The day before.
pub(super) fn veille(jour: Date) -> Date {
    jour.yesterday().unwrap_or(jour)
}

/// The first day of the right once accepted on a day.
pub(super) fn effet_du(effet: Option<EffetDuDroit>, depose_le: Option<Date>, le: Date) -> Date {
    match effet {
        Some(EffetDuDroit::Declaration) => depose_le.unwrap_or(le),
        Some(EffetDuDroit::Acceptation) | None => le,
    }
}

pub(super) fn exiger_motif<M: PartialEq>(
    motifs: &[M],
    autre: M,
    precision: Option<&TexteLibre>,
) -> Result<(), EmpechementDeclaration> {
    if motifs.is_empty() {
        Err(EmpechementDeclaration::MotifAbsent)
    } else if motifs.contains(&autre) && precision.is_none() {
        Err(EmpechementDeclaration::PrecisionAbsente)
    } else {
        Ok(())
    }
}
