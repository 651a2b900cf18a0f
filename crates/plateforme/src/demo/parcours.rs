//! The history of a declaration: asked, completed, decided, withdrawn, each step with its day.

use droit::declaration::{MotifRefus, MotifRetrait, PieceDemandee};
use jiff::ToSpan;
use jiff::civil::Date;

use super::hasard::Hasard;

/// What becomes of a declaration, before its dates are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Member of a CPTS who did not volunteer.
    NonVolontaire,
    /// Being written by the CPTS.
    Brouillon,
    /// Waits for the ARS.
    Deposee,
    /// The ARS asked for a document.
    ACompleter,
    /// Accepted.
    Validee,
    /// Refused.
    Refusee,
    /// Accepted, then ended.
    Retiree,
}

/// A demand for completion and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complement {
    /// The day the ARS asked.
    pub demande_le: Date,
    /// What it asked for.
    pub piece: PieceDemandee,
    /// The day the CPTS answered.
    pub recu_le: Date,
}

/// The declaration with its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parcours {
    /// Nothing was declared.
    NonVolontaire {
        /// The day the CPTS noted it.
        le: Date,
    },
    /// Not sent yet.
    Brouillon {
        /// The day it was begun.
        le: Date,
    },
    /// Waits for the ARS.
    Deposee {
        /// The day it was sent.
        le: Date,
    },
    /// Sent back.
    ACompleter {
        /// The day it was sent.
        le: Date,
        /// The day the ARS asked.
        demande_le: Date,
        /// What it asked for.
        piece: PieceDemandee,
    },
    /// Accepted.
    Validee {
        /// The day it was sent.
        le: Date,
        /// A completion on the way.
        complement: Option<Complement>,
        /// The day of acceptance.
        validee_le: Date,
    },
    /// Refused.
    Refusee {
        /// The day it was sent.
        le: Date,
        /// The day of refusal.
        refusee_le: Date,
        /// Why.
        motif: MotifRefus,
    },
    /// Accepted then ended.
    Retiree {
        /// The day it was sent.
        le: Date,
        /// The day of acceptance.
        validee_le: Date,
        /// The day of the end.
        retiree_le: Date,
        /// Why.
        motif: MotifRetrait,
    },
}

const PIECES: [(PieceDemandee, usize); 3] =
    [(PieceDemandee::JustificatifCpts, 70), (PieceDemandee::LieuExercice, 20), (PieceDemandee::Statut, 10)];

const REFUS: [(MotifRefus, usize); 3] = [
    (MotifRefus::AdhesionNonConfirmee, 50),
    (MotifRefus::JustificatifAbsent, 30),
    (MotifRefus::HorsTableau, 20),
];

const RETRAITS: [(MotifRetrait, usize); 3] =
    [(MotifRetrait::Volontaire, 40), (MotifRetrait::FinAdhesion, 35), (MotifRetrait::DepartDepartement, 25)];

impl Parcours {
    /// Draws the days that follow the deposit.
    pub fn engendrer(hasard: &mut Hasard, sort: Sort, le: Date, aujourd_hui: Date) -> Self {
        let mut apres = |depuis: Date, bas, haut| {
            let jours = i64::try_from(hasard.entre(bas, haut)).unwrap_or_default();
            depuis.saturating_add(jours.days()).min(aujourd_hui)
        };
        match sort {
            Sort::NonVolontaire => Self::NonVolontaire { le },
            Sort::Brouillon => Self::Brouillon { le },
            Sort::Deposee => Self::Deposee { le },
            Sort::ACompleter => {
                let demande_le = apres(le, 3, 8);
                Self::ACompleter {
                    le,
                    demande_le,
                    piece: hasard.selon_poids(&PIECES, PieceDemandee::JustificatifCpts),
                }
            }
            Sort::Refusee => {
                let refusee_le = apres(le, 5, 25);
                Self::Refusee {
                    le,
                    refusee_le,
                    motif: hasard.selon_poids(&REFUS, MotifRefus::AdhesionNonConfirmee),
                }
            }
            Sort::Validee => {
                let (demande_le, recu_le) = (apres(le, 3, 8), apres(le, 9, 15));
                let validee_le = apres(le, 16, 28);
                let complement = hasard.chance(120).then(|| Complement {
                    demande_le,
                    piece: hasard.selon_poids(&PIECES, PieceDemandee::JustificatifCpts),
                    recu_le,
                });
                Self::Validee { le, complement, validee_le }
            }
            Sort::Retiree => {
                let validee_le = apres(le, 8, 25);
                let retiree_le = apres(validee_le, 90, 400);
                Self::Retiree {
                    le,
                    validee_le,
                    retiree_le,
                    motif: hasard.selon_poids(&RETRAITS, MotifRetrait::Volontaire),
                }
            }
        }
    }

    /// The first day of the history.
    pub fn depot(&self) -> Date {
        match self {
            Self::NonVolontaire { le }
            | Self::Brouillon { le }
            | Self::Deposee { le }
            | Self::ACompleter { le, .. }
            | Self::Validee { le, .. }
            | Self::Refusee { le, .. }
            | Self::Retiree { le, .. } => *le,
        }
    }

    /// First and last day of the authorisation, if it was ever given.
    pub fn autorisation(&self) -> Option<(Date, Option<Date>)> {
        match self {
            Self::Validee { validee_le, .. } => Some((*validee_le, None)),
            Self::Retiree { validee_le, retiree_le, .. } => Some((*validee_le, Some(*retiree_le))),
            _ => None,
        }
    }
}
