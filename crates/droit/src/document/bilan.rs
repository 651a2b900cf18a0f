//! The bilan-diagnostic kinésithérapique: a draft that may lack anything, a bilan that lacks nothing.

use std::collections::BTreeSet;
use std::ops::Deref;

use jiff::civil::Date;

use super::manque::{Incomplet, Manque, exiger};
use super::mesure::{Deficiences, Incapacites};
use super::objectif::{Examen, Objectif};
use super::protocole::{BrouillonProtocole, Protocole};
use super::zone::Zone;
use crate::decision::DrapeauRouge;
use crate::texte::TexteLibre;

/// The screening of warning signs: which were looked for, which were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Depistage {
    /// Codes of the signs looked for when the episode opened; none where nothing kept them.
    pub cherches: BTreeSet<String>,
    /// Signs found, each with what the MK decided.
    pub presents: Vec<DrapeauRouge>,
}

/// What a bilan says (NGAP, titre XIV, chapitre I, section 2; required in direct access by the décret 2024-618, art. 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FicheBilan {
    /// The day of the examination; none in the bilans validated before it was asked.
    pub fait_le: Option<Date>,
    /// Why the patient came.
    pub motif: TexteLibre,
    /// History of the complaint.
    pub anamnese: Option<TexteLibre>,
    /// Warning signs.
    pub depistage: Depistage,
    /// Zones marked on the body chart.
    pub schema: BTreeSet<Zone>,
    /// What the body lacks.
    pub deficiences: Deficiences,
    /// What the patient can no longer do.
    pub incapacites: Incapacites,
    /// The MK's own diagnosis: never a medical one.
    pub diagnostic: TexteLibre,
    /// What may be expected.
    pub pronostic: Option<TexteLibre>,
    /// Aims, at least one.
    pub objectifs: Vec<Objectif>,
    /// Treatment planned.
    pub protocole: Protocole,
    /// Advice given.
    pub conseils: Option<TexteLibre>,
}

/// A complete bilan. Only [`BrouillonBilan::valider`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bilan(FicheBilan);

impl Deref for Bilan {
    type Target = FicheBilan;

    fn deref(&self) -> &FicheBilan {
        &self.0
    }
}

impl Bilan {
    /// The day of the examination; the day of the validation where the bilan does not say it.
    pub fn jour(&self, valide_le: Date) -> Date {
        self.fait_le.unwrap_or(valide_le)
    }

    /// What was measured.
    pub fn examen(&self) -> Examen<'_> {
        Examen { deficiences: &self.deficiences, incapacites: &self.incapacites }
    }
}

/// A bilan while it is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of FicheBilan, each possibly missing")]
pub struct BrouillonBilan {
    pub fait_le: Option<Date>,
    pub motif: Option<TexteLibre>,
    pub anamnese: Option<TexteLibre>,
    pub depistage: Option<Depistage>,
    pub schema: BTreeSet<Zone>,
    pub deficiences: Deficiences,
    pub incapacites: Incapacites,
    pub diagnostic: Option<TexteLibre>,
    pub pronostic: Option<TexteLibre>,
    pub objectifs: Vec<Objectif>,
    pub protocole: BrouillonProtocole,
    pub conseils: Option<TexteLibre>,
}

impl BrouillonBilan {
    /// The bilan, or everything that it lacks.
    pub fn valider(&self) -> Result<Bilan, Incomplet> {
        let mut manques = Vec::new();
        let motif = exiger(self.motif.clone(), Manque::MotifDeConsultation, &mut manques);
        let depistage = exiger(self.depistage.clone(), Manque::Depistage, &mut manques);
        if depistage.as_ref().is_some_and(|d| d.presents.iter().any(|signe| signe.motif.is_none())) {
            manques.push(Manque::MotifDeLAlerte);
        }
        for (vide, manque) in [
            (self.deficiences.est_vide(), Manque::Deficiences),
            (self.incapacites.est_vide(), Manque::Incapacites),
        ] {
            manques.extend(vide.then_some(manque));
        }
        let diagnostic = exiger(self.diagnostic.clone(), Manque::DiagnosticKinesitherapique, &mut manques);
        manques.extend(self.objectifs.is_empty().then_some(Manque::Objectifs));
        let protocole = self.protocole.valider().map_err(|incomplet| manques.extend(incomplet.0)).ok();
        match (motif, depistage, diagnostic, protocole) {
            (Some(motif), Some(depistage), Some(diagnostic), Some(protocole)) if manques.is_empty() => {
                Ok(Bilan(FicheBilan {
                    fait_le: self.fait_le,
                    motif,
                    anamnese: self.anamnese.clone(),
                    depistage,
                    schema: self.schema.clone(),
                    deficiences: self.deficiences.clone(),
                    incapacites: self.incapacites.clone(),
                    diagnostic,
                    pronostic: self.pronostic.clone(),
                    objectifs: self.objectifs.clone(),
                    protocole,
                    conseils: self.conseils.clone(),
                }))
            }
            _ => Err(Incomplet(manques)),
        }
    }
}

impl From<&Bilan> for BrouillonBilan {
    /// The draft of a correction: it starts from what was validated.
    fn from(bilan: &Bilan) -> Self {
        let fiche = bilan.0.clone();
        Self {
            fait_le: fiche.fait_le,
            motif: Some(fiche.motif),
            anamnese: fiche.anamnese,
            depistage: Some(fiche.depistage),
            schema: fiche.schema,
            deficiences: fiche.deficiences,
            incapacites: fiche.incapacites,
            diagnostic: Some(fiche.diagnostic),
            pronostic: fiche.pronostic,
            objectifs: fiche.objectifs,
            protocole: BrouillonProtocole::from(&fiche.protocole),
            conseils: fiche.conseils,
        }
    }
}
