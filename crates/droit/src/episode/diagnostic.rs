//! The proof of a prior medical diagnosis: recorded, corrected, withdrawn, and what it does to the count.

use jiff::civil::Date;

use super::accord::{Accorde, Auteur, Confirmation, Contexte, Motivation};
use super::agregat::Episode;
use super::compte::{Repartition, repartir};
use super::refus::{Empechement, Refus};
use crate::decision::{Acte, Code, Decision, DiagnosticPrealable, Etat, codes, decider};
use crate::identifiant::DiagnosticId;

codes! {
    /// What the proof does, by the rules of the day it was recorded.
    Effet {
        /// It lifts the cap and the three months from that day on.
        LeveLePlafond = "leve-le-plafond",
        /// It is not on the department's list.
        HorsListe = "hors-liste",
        /// The department's list is unknown: nothing is lifted.
        ListeInconnue = "liste-inconnue",
        /// It is about something else.
        SansRapport = "sans-rapport",
    }
}

codes! {
    /// Why a proof is withdrawn.
    MotifRetraitDiagnostic {
        /// Recorded by mistake.
        Erreur = "erreur",
        /// It belongs to another patient.
        AutrePatient = "autre-patient",
        /// The document proved false or cannot be shown.
        NonProbant = "non-probant",
    }
}

/// A proof on file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Key.
    pub id: DiagnosticId,
    /// The document.
    pub piece: DiagnosticPrealable,
    /// What it does.
    pub effet: Effet,
}

/// A proof recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiagnosticEnregistre {
    /// The proof.
    pub diagnostic: Diagnostic,
    /// New slots.
    pub repartition: Repartition,
}

/// A proof replaced by its correction, effective from the same day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiagnosticCorrige {
    /// The proof before.
    pub ancien: DiagnosticId,
    /// The proof after.
    pub diagnostic: Diagnostic,
    /// New slots.
    pub repartition: Repartition,
    /// Why séances stand beyond the cap, when some do.
    pub confirmation: Option<Confirmation>,
}

/// A proof withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiagnosticRetire {
    /// The proof.
    pub diagnostic: DiagnosticId,
    /// Why.
    pub motif: MotifRetraitDiagnostic,
    /// New slots.
    pub repartition: Repartition,
    /// Why séances stand beyond the cap, when some do.
    pub confirmation: Option<Confirmation>,
}

impl Episode {
    /// Records a proof. Valid, it lifts the cap and the three months for the séances of today and after; the
    /// séances before keep their slots (décret 2024-618, art. 2: the cap holds where there was no diagnosis).
    pub fn enregistrer_diagnostic<'r>(
        &self,
        id: DiagnosticId,
        piece: DiagnosticPrealable,
        cx: &Contexte<'r>,
    ) -> Result<Accorde<DiagnosticEnregistre>, Refus<'r>> {
        self.exiger_modifiable(cx.auteur.par)?;
        if self.diagnostic.is_some() {
            return Err(Empechement::DiagnosticPresent.into());
        }
        let piece = DiagnosticPrealable { enregistre_le: cx.auteur.aujourd_hui, ..piece };
        let (diagnostic, motivation) = self.apprecier(id, piece, cx)?;
        let repartition = self.repartir_avec(&diagnostic);
        let fait = DiagnosticEnregistre { diagnostic, repartition };
        Ok(Accorde::nouveau(self, &cx.auteur, Some(motivation), fait))
    }

    /// Corrects the proof on file: it keeps the day it took effect, and the count follows what it is worth now.
    pub fn corriger_diagnostic<'r>(
        &self,
        id: DiagnosticId,
        piece: DiagnosticPrealable,
        cx: &Contexte<'r>,
    ) -> Result<Accorde<DiagnosticCorrige>, Refus<'r>> {
        self.exiger_modifiable(cx.auteur.par)?;
        let ancien = self.diagnostic.ok_or(Empechement::SansDiagnostic)?;
        let piece = DiagnosticPrealable { enregistre_le: ancien.piece.enregistre_le, ..piece };
        let (diagnostic, motivation) = self.apprecier(id, piece, cx)?;
        let repartition = self.repartir_avec(&diagnostic);
        let confirmation = self.exiger_excedent_assume(&repartition, cx.confirmation.as_ref())?;
        let fait = DiagnosticCorrige { ancien: ancien.id, diagnostic, repartition, confirmation };
        Ok(Accorde::nouveau(self, &cx.auteur, Some(motivation), fait))
    }

    /// Withdraws the proof on file. The séances it covered count again: they take the free slots in order of date,
    /// and those for which none is left stand beyond the cap, named as such. They were granted in good faith and
    /// stay on file; the MK confirms that he has seen how many, and no further séance is granted.
    pub fn retirer_diagnostic(
        &self,
        motif: MotifRetraitDiagnostic,
        confirmation: Option<&Confirmation>,
        auteur: &Auteur,
    ) -> Result<Accorde<DiagnosticRetire>, Empechement> {
        self.exiger_modifiable(auteur.par)?;
        let diagnostic = self.diagnostic.ok_or(Empechement::SansDiagnostic)?.id;
        let repartition = repartir(&self.seances, None, self.plafond);
        let confirmation = self.exiger_excedent_assume(&repartition, confirmation)?;
        let fait = DiagnosticRetire { diagnostic, motif, repartition, confirmation };
        Ok(Accorde::nouveau(self, auteur, None, fait))
    }

    /// What the rules make of a document: asked as for a séance of today.
    fn apprecier<'r>(
        &self,
        id: DiagnosticId,
        piece: DiagnosticPrealable,
        cx: &Contexte<'r>,
    ) -> Result<(Diagnostic, Motivation), Refus<'r>> {
        let aujourd_hui = cx.auteur.aujourd_hui;
        if piece.date > aujourd_hui {
            return Err(Empechement::DocumentFutur.into());
        }
        let mut dossier = self.dossier(aujourd_hui);
        dossier.diagnostic_prealable = Some(piece);
        let demande = cx.demande(Acte::Seance, aujourd_hui, self.departement, dossier, None);
        let decision = decider(&demande, &cx.droit, cx.nomenclature);
        let motivation = Motivation::de(&decision, cx.confirmation.clone());
        Ok((Diagnostic { id, piece, effet: effet(&decision) }, motivation))
    }

    fn repartir_avec(&self, diagnostic: &Diagnostic) -> Repartition {
        let couvert_du: Option<Date> =
            (diagnostic.effet == Effet::LeveLePlafond).then_some(diagnostic.piece.enregistre_le);
        repartir(&self.seances, couvert_du, self.plafond)
    }

    fn exiger_excedent_assume(
        &self,
        repartition: &Repartition,
        confirmation: Option<&Confirmation>,
    ) -> Result<Option<Confirmation>, Empechement> {
        let excedent = repartition.excedent;
        match confirmation {
            _ if excedent <= self.excedent() => Ok(None),
            Some(confirmation) => Ok(Some(confirmation.clone())),
            None => Err(Empechement::ExcedentAConfirmer { excedent }),
        }
    }
}

/// A document lifts the cap when the rules find it on the list and about the condition, and not otherwise.
fn effet(decision: &Decision<'_>) -> Effet {
    let etat = |code| decision.constat(code).map(|c| c.etat);
    if etat(Code::DiagnosticSansRapport) != Some(Etat::Respecte) {
        Effet::SansRapport
    } else {
        match etat(Code::DiagnosticHorsListe) {
            Some(Etat::Respecte) => Effet::LeveLePlafond,
            Some(Etat::AConfirmer) => Effet::ListeInconnue,
            _ => Effet::HorsListe,
        }
    }
}
