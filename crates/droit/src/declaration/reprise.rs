//! A dossier filed and sometimes decided on another platform of the ARS, taken up here as it stands.
//!
//! The ARS received it and decided it: the rules do not judge that again. What they say is shown to the agent beside it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::cycle::{DeclarationDeposee, DeclarationPreparee, DeclarationRefusee, DeclarationValidee};
use super::cycle::{Preparation, effet_du};
use super::etat::{Declaration, EtatDeclaration, FicheDeclaration, Justificatif};
use super::motif::MotifRefus;
use super::prononce::{Declarant, EmpechementDeclaration, Prononce};
use crate::reglement::EffetDuDroit;
use crate::texte::TexteLibre;

/// The number of a dossier on the platform it was filed on, with the rank of a row where one dossier names several MKs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NumeroDossier(i64, u16);

/// A text that is no number of dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "le numéro de dossier est un nombre entier, par exemple 12345678, ou 12345678-2 pour sa deuxième ligne"
)]
pub struct NumeroDossierInvalide;

impl NumeroDossier {
    /// The dossier, as a number.
    pub fn valeur(self) -> i64 {
        self.0
    }

    /// The rank of the row, from 1; 0 where the dossier is of one MK.
    pub fn rang(self) -> u16 {
        self.1
    }

    /// A row of a dossier.
    ///
    /// # Errors
    /// When the number is none of a dossier.
    pub fn de_la_ligne(dossier: i64, rang: u16) -> Result<Self, NumeroDossierInvalide> {
        if dossier > 0 { Ok(Self(dossier, rang)) } else { Err(NumeroDossierInvalide) }
    }
}

impl TryFrom<i64> for NumeroDossier {
    type Error = NumeroDossierInvalide;

    fn try_from(nombre: i64) -> Result<Self, NumeroDossierInvalide> {
        Self::de_la_ligne(nombre, 0)
    }
}

impl FromStr for NumeroDossier {
    type Err = NumeroDossierInvalide;

    fn from_str(texte: &str) -> Result<Self, NumeroDossierInvalide> {
        let chiffres: String = texte.chars().filter(|c| !c.is_whitespace()).collect();
        let entier = |texte: &str| texte.bytes().all(|octet| octet.is_ascii_digit());
        let (dossier, rang) = match chiffres.split_once('-') {
            Some((dossier, rang)) => (dossier, rang.parse().ok().filter(|lu: &u16| *lu > 0 && entier(rang))),
            None => (chiffres.as_str(), Some(0)),
        };
        let nombre = entier(dossier).then(|| dossier.parse::<i64>().ok()).flatten();
        Self::de_la_ligne(nombre.ok_or(NumeroDossierInvalide)?, rang.ok_or(NumeroDossierInvalide)?)
    }
}

impl fmt::Display for NumeroDossier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            0 => self.0.fmt(f),
            rang => write!(f, "{}-{rang}", self.0),
        }
    }
}

/// Where the dossier stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueReprise {
    /// Waiting for the ARS.
    EnInstruction,
    /// Accepted.
    Acceptee {
        /// Day.
        le: Date,
    },
    /// Refused, or closed without a decision.
    Refusee {
        /// Day.
        le: Date,
    },
}

/// The decision taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecisionReprise {
    /// Accepted.
    Validee(Prononce<DeclarationValidee>),
    /// Refused.
    Refusee(Prononce<DeclarationRefusee>),
}

/// A dossier taken up: the draft, its filing, and its decision when there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierRepris {
    /// The draft.
    pub preparee: Prononce<DeclarationPreparee>,
    /// The filing, on its day.
    pub depot: Prononce<DeclarationDeposee>,
    /// The decision.
    pub decision: Option<DecisionReprise>,
}

/// What is read of a dossier.
#[derive(Clone, Debug)]
pub struct Reprise {
    /// Its number.
    pub numero: NumeroDossier,
    /// Day it was filed.
    pub depose_le: Date,
    /// Where it stands.
    pub issue: IssueReprise,
    /// The proof joined to it there.
    pub justificatif: Justificatif,
    /// Why it is refused, in words.
    pub motivation: Option<TexteLibre>,
    /// What opens the right in the department.
    pub effet: Option<EffetDuDroit>,
}

impl Declaration {
    /// Takes up a dossier that is not on file here.
    pub fn reprendre_un_dossier(
        preparation: Preparation,
        autres: &[EtatDeclaration],
        reprise: &Reprise,
        declarant: &Declarant,
    ) -> Result<DossierRepris, EmpechementDeclaration> {
        let preparation = Preparation { justificatif: Some(reprise.justificatif.clone()), ..preparation };
        let preparee = Self::preparer(preparation.clone(), autres, declarant)?;
        let fiche = |etat, version| {
            let Preparation { id, praticien, departement, cpts, origine, justificatif } = preparation.clone();
            let depose_le = (version > 1).then_some(reprise.depose_le);
            Self::relue(FicheDeclaration {
                id,
                praticien,
                departement,
                cpts,
                origine,
                justificatif,
                depose_le,
                etat,
                version,
            })
        };
        let le = reprise.depose_le;
        let fait = DeclarationDeposee { le, justificatif: reprise.justificatif.clone() };
        let depot = Prononce::nouveau(&fiche(EtatDeclaration::Brouillon, 1), declarant, None, fait);
        let deposee = fiche(EtatDeclaration::Deposee { le }, 2);
        let decision = deposee.reprendre_la_decision(reprise, declarant)?;
        Ok(DossierRepris { preparee, depot, decision })
    }

    /// Takes up the decision of a dossier on file here, still to be decided; nothing when there is none yet.
    pub fn reprendre_la_decision(
        &self,
        reprise: &Reprise,
        declarant: &Declarant,
    ) -> Result<Option<DecisionReprise>, EmpechementDeclaration> {
        match reprise.issue {
            IssueReprise::EnInstruction => Ok(None),
            IssueReprise::Acceptee { le } => {
                self.exiger_deposee()?;
                let effet_du = effet_du(reprise.effet, self.depose_le, le);
                let fait = DeclarationValidee { le, effet_du, precision: None };
                let prononce = Prononce::nouveau(self, declarant, None, fait);
                Ok(Some(DecisionReprise::Validee(prononce)))
            }
            IssueReprise::Refusee { le } => {
                self.exiger_deposee()?;
                let motifs = vec![MotifRefus::Autre];
                let fait = DeclarationRefusee { le, motifs, precision: reprise.motivation.clone() };
                Ok(Some(DecisionReprise::Refusee(Prononce::nouveau(self, declarant, None, fait))))
            }
        }
    }
}
