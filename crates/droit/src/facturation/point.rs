//! A point of the check-list: what was found, in a sentence, and the text it rests on.

use crate::decision::{Etat, codes};
use crate::reglement::Source;

codes! {
    /// What is checked before a bill. Codes are stable.
    Point {
        /// The prescriber's box bears the right number.
        Prescripteur = "prescripteur",
        /// Direct access, or the renewal of a prescription.
        Canal = "canal",
        /// Each act exists on its day and is allowed in direct access.
        Cotations = "cotations",
        /// One act a day.
        UneParJour = "une-seance-par-jour",
        /// The bilans are billed at the ranks the NGAP gives.
        Bdk = "bdk-au-bon-rang",
        /// The payer agreed where it must.
        AccordPrealable = "accord-prealable",
        /// The proof of diagnosis is at hand.
        PreuveDuDiagnostic = "preuve-du-diagnostic",
        /// What the department asks to join.
        PieceJointe = "piece-jointe",
        /// Each act has a known price.
        Montants = "montants",
    }
}

/// A point checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointVerifie<'r> {
    /// Which.
    pub point: Point,
    /// What was found.
    pub etat: Etat,
    /// What was found and what to do, in French.
    pub message: String,
    /// The text it rests on; none when it has no object.
    pub fondement: Option<&'r Source>,
}

impl<'r> PointVerifie<'r> {
    pub(super) fn nouveau(
        point: Point,
        etat: Etat,
        message: impl Into<String>,
        fondement: Option<&'r Source>,
    ) -> Self {
        Self { point, etat, message: message.into(), fondement }
    }

    /// Does it keep the bill from leaving.
    pub fn bloque(&self) -> bool {
        matches!(self.etat, Etat::Viole | Etat::AConfirmer)
    }
}
