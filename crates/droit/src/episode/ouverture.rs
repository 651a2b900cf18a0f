//! The opening of an episode, or joining the one a colleague opened.

use jiff::Span;
use jiff::civil::Date;

use super::accord::{Accorde, Contexte};
use super::agregat::{Episode, EtatEpisode};
use super::localisation::Localisation;
use super::refus::{Empechement, Refus};
use crate::decision::{Acte, ActeNgap, Decision, DossierEpisode, DrapeauRouge, TypeStructure, decider};
use crate::identifiant::{CodeDepartement, CptsId, EpisodeId, PatientId};
use crate::texte::TexteLibre;

/// What the MK asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ouverture {
    /// Key drawn by the caller.
    pub id: EpisodeId,
    /// Patient.
    pub patient: PatientId,
    /// Place treated.
    pub localisation: Localisation,
    /// Department of the practice.
    pub departement: CodeDepartement,
    /// CPTS the MK acts under, in the experiment.
    pub cpts: Option<CptsId>,
    /// Day of the first séance or bilan.
    pub le: Date,
    /// Warning signs found at the screening.
    pub drapeaux: Vec<DrapeauRouge>,
    /// Act of the NGAP, when known.
    pub acte: Option<ActeNgap>,
    /// In what way it is a new problem, when the place was treated before.
    pub nouveau_probleme: Option<TexteLibre>,
}

/// An episode of the patient for the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anterieur {
    /// Key.
    pub id: EpisodeId,
    /// Place.
    pub localisation: Localisation,
    /// Is it open.
    pub ouvert: bool,
    /// Last day without diagnosis; `None` when a diagnosis lifts it or when the rules do not say.
    pub fin_le: Option<Date>,
    /// Version on file.
    pub version: i64,
}

/// An episode that the rules let begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpisodeOuvert {
    /// Place treated.
    pub localisation: Localisation,
    /// Department of the practice.
    pub departement: CodeDepartement,
    /// Structure.
    pub type_structure: TypeStructure,
    /// CPTS, in the experiment.
    pub cpts: Option<CptsId>,
    /// First day.
    pub le: Date,
    /// Last day without diagnosis; `None` when the rules do not say.
    pub fin_le: Option<Date>,
    /// The cap; `None` when the rules do not say.
    pub plafond: Option<u16>,
    /// Warning signs.
    pub drapeaux: Vec<DrapeauRouge>,
    /// In what way it is a new problem.
    pub nouveau_probleme: Option<TexteLibre>,
    /// Had the patient a médecin traitant that day: a figure of the evaluation, which later changes leave alone.
    pub medecin_traitant: bool,
    /// Episodes for the same place that nobody closed and whose three months are over: closed by the same write.
    pub echus: Vec<(EpisodeId, i64, Date)>,
}

/// An MK takes part in an episode opened by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpisodeRejoint {
    /// From this day.
    pub le: Date,
}

impl Episode {
    /// Opens an episode. One place is treated in one episode at a time; a place already treated needs a motive, so
    /// that closing and opening again never resets the count unseen.
    pub fn ouvrir<'r>(
        ouverture: Ouverture,
        anterieurs: &[Anterieur],
        cx: &Contexte<'r>,
    ) -> Result<Accorde<EpisodeOuvert>, Refus<'r>> {
        cx.exiger_fenetre(ouverture.le)?;
        let echus = exiger_place(&ouverture, anterieurs)?;
        let motivation = cx.trancher(Self::examiner_ouverture(&ouverture, cx))?;
        let fait = EpisodeOuvert {
            localisation: ouverture.localisation,
            departement: ouverture.departement,
            type_structure: cx.structure.type_structure,
            cpts: ouverture.cpts,
            le: ouverture.le,
            fin_le: cx.droit.duree_episode_mois.connue.and_then(|mois| fin(ouverture.le, mois)),
            plafond: cx.droit.plafond.connue,
            drapeaux: ouverture.drapeaux,
            nouveau_probleme: ouverture.nouveau_probleme,
            medecin_traitant: cx.patient.medecin_traitant,
            echus,
        };
        Ok(Accorde::premier(ouverture.id, ouverture.patient, &cx.auteur, motivation, fait))
    }

    /// The whole decision on an opening, to be explained before it is recorded.
    pub fn examiner_ouverture<'r>(ouverture: &Ouverture, cx: &Contexte<'r>) -> Decision<'r> {
        let dossier = DossierEpisode {
            ouvert_le: Some(ouverture.le),
            drapeaux_rouges: ouverture.drapeaux.clone(),
            ..DossierEpisode::default()
        };
        let acte = ouverture.acte.clone();
        let demande = cx.demande(Acte::Ouvrir, ouverture.le, ouverture.departement, dossier, acte);
        decider(&demande, &cx.droit, cx.nomenclature)
    }

    /// Joins an open episode: the rules must let the MK open one today. The séances done so far do not stand in the
    /// way, for whoever joins may hold the proof of diagnosis that lets care go on.
    pub fn rejoindre<'r>(&self, le: Date, cx: &Contexte<'r>) -> Result<Accorde<EpisodeRejoint>, Refus<'r>> {
        if self.etat != EtatEpisode::Ouvert {
            return Err(Empechement::EpisodeClos.into());
        }
        if self.suivi_par(cx.auteur.par) {
            return Err(Empechement::DejaParticipant.into());
        }
        let dossier = DossierEpisode { ouvert_le: Some(le), seances: Vec::new(), ..self.dossier(le) };
        let demande = cx.demande(Acte::Ouvrir, le, self.departement, dossier, None);
        let motivation = cx.trancher(decider(&demande, &cx.droit, cx.nomenclature))?;
        Ok(Accorde::nouveau(self, &cx.auteur, Some(motivation), EpisodeRejoint { le }))
    }
}

/// The place must be free: an episode over since its term is closed with the opening, any other is to be joined.
fn exiger_place(
    ouverture: &Ouverture,
    anterieurs: &[Anterieur],
) -> Result<Vec<(EpisodeId, i64, Date)>, Empechement> {
    let meme_lieu: Vec<&Anterieur> =
        anterieurs.iter().filter(|a| a.localisation.recouvre(ouverture.localisation)).collect();
    let echu = |a: &Anterieur| a.fin_le.filter(|fin| ouverture.le > *fin);
    if meme_lieu.iter().any(|a| a.ouvert && echu(a).is_none()) {
        return Err(Empechement::EpisodeEnCours);
    }
    if !meme_lieu.is_empty() && ouverture.nouveau_probleme.is_none() {
        return Err(Empechement::NouvelEpisodeAMotiver);
    }
    Ok(meme_lieu.iter().filter(|a| a.ouvert).filter_map(|a| Some((a.id, a.version, echu(a)?))).collect())
}

/// Three months from 2 February run through 2 May; from 30 November, through the last day of February.
fn fin(ouvert_le: Date, mois: u8) -> Option<Date> {
    ouvert_le.checked_add(Span::new().months(mois)).ok()
}
