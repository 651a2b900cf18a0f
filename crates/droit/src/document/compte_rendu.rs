//! The report of care: prefilled from the séances, completed by the MK, owed even for one séance.

use std::ops::Deref;

use jiff::civil::Date;

use super::bilan::Bilan;
use super::manque::{Incomplet, Manque, exiger};
use super::mesure::{Deficiences, Incapacites};
use super::objectif::{Atteinte, Examen, ResultatObjectif};
use super::soins::Soins;
use crate::episode::{Episode, EtatEpisode, GraviteEvenement, IssueEpisode};
use crate::texte::TexteLibre;

/// The bilan that a report compares with, as it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilanDeDepart {
    /// Day of the bilan.
    pub le: Date,
    /// The MK's diagnosis.
    pub diagnostic: TexteLibre,
    /// What the body lacked.
    pub deficiences: Deficiences,
    /// What the patient could not do.
    pub incapacites: Incapacites,
}

impl BilanDeDepart {
    /// From a validated bilan and its day.
    pub fn de(bilan: &Bilan, le: Date) -> Self {
        let (deficiences, incapacites) = (bilan.deficiences.clone(), bilan.incapacites.clone());
        Self { le, diagnostic: bilan.diagnostic.clone(), deficiences, incapacites }
    }
}

/// Something harmful that happened during care.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Day.
    pub le: Date,
    /// How serious.
    pub gravite: GraviteEvenement,
    /// What happened.
    pub circonstances: TexteLibre,
}

/// What a report says (décret 2024-618, art. 2; results and proposals as in the NGAP, titre XIV, chapitre I, section 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FicheCompteRendu {
    /// Number and days of the séances.
    pub soins: Soins,
    /// The bilan it compares with.
    pub depart: Option<BilanDeDepart>,
    /// Each aim and how far it was reached.
    pub resultats: Vec<ResultatObjectif>,
    /// Last measures.
    pub deficiences: Deficiences,
    /// Last scores.
    pub incapacites: Incapacites,
    /// Results in the words of the MK.
    pub commentaire: Option<TexteLibre>,
    /// Adverse events.
    pub incidents: Vec<Incident>,
    /// How the episode ended.
    pub issue: IssueEpisode,
    /// What comes next.
    pub suites: TexteLibre,
    /// Advice given.
    pub conseils: Option<TexteLibre>,
}

/// A complete report. Only [`BrouillonCompteRendu::valider`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompteRendu(FicheCompteRendu);

impl Deref for CompteRendu {
    type Target = FicheCompteRendu;

    fn deref(&self) -> &FicheCompteRendu {
        &self.0
    }
}

/// A report while it is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of FicheCompteRendu, each possibly missing")]
pub struct BrouillonCompteRendu {
    pub soins: Soins,
    pub depart: Option<BilanDeDepart>,
    pub resultats: Vec<ResultatObjectif>,
    pub deficiences: Deficiences,
    pub incapacites: Incapacites,
    pub commentaire: Option<TexteLibre>,
    pub incidents: Vec<Incident>,
    pub issue: Option<IssueEpisode>,
    pub suites: Option<TexteLibre>,
    pub conseils: Option<TexteLibre>,
}

impl BrouillonCompteRendu {
    /// What the episode and its bilan already say.
    pub fn prerempli(episode: &Episode, bilan: Option<(&Bilan, Date)>) -> Self {
        let soins = Soins::de(episode, bilan.map(|(_, le)| le));
        let resultat = |objectif: &super::objectif::Objectif| ResultatObjectif {
            objectif: objectif.clone(),
            atteinte: Atteinte::NonEvalue,
            commentaire: None,
        };
        let issue = match episode.etat {
            EtatEpisode::Clos { issue, .. } => Some(issue),
            EtatEpisode::Ouvert => None,
        };
        let incident = |evenement: &crate::episode::Evenement| Incident {
            le: evenement.le,
            gravite: evenement.gravite,
            circonstances: evenement.circonstances.clone(),
        };
        Self {
            soins,
            depart: bilan.map(|(bilan, le)| BilanDeDepart::de(bilan, le)),
            resultats: bilan
                .map(|(bilan, _)| bilan.objectifs.iter().map(resultat).collect())
                .unwrap_or_default(),
            deficiences: Deficiences::default(),
            incapacites: Incapacites::default(),
            commentaire: None,
            incidents: episode.evenements.iter().map(incident).collect(),
            issue,
            suites: None,
            conseils: bilan.and_then(|(bilan, _)| bilan.conseils.clone()),
        }
    }

    /// Judges by the last measures every aim that has a target and that nobody judged by hand.
    pub fn evaluer(mut self) -> Self {
        let Some(depart) = &self.depart else { return self };
        let initial = Examen { deficiences: &depart.deficiences, incapacites: &depart.incapacites };
        let dernier = Examen { deficiences: &self.deficiences, incapacites: &self.incapacites };
        for resultat in self.resultats.iter_mut().filter(|r| r.atteinte == Atteinte::NonEvalue) {
            let atteinte = resultat.objectif.cible.and_then(|cible| cible.atteinte(initial, dernier));
            resultat.atteinte = atteinte.unwrap_or(Atteinte::NonEvalue);
        }
        self
    }

    /// The report, or everything that it lacks.
    pub fn valider(&self) -> Result<CompteRendu, Incomplet> {
        let mut manques = Vec::new();
        manques.extend(self.soins.est_vide().then_some(Manque::Soins));
        manques.extend((!self.dit_des_resultats()).then_some(Manque::Resultats));
        let issue = exiger(self.issue, Manque::Issue, &mut manques);
        let suites = exiger(self.suites.clone(), Manque::Suites, &mut manques);
        match (issue, suites) {
            (Some(issue), Some(suites)) if manques.is_empty() => {
                let Self { soins, depart, resultats, deficiences, incapacites, .. } = self.clone();
                let (commentaire, conseils) = (self.commentaire.clone(), self.conseils.clone());
                let incidents = self.incidents.clone();
                Ok(CompteRendu(FicheCompteRendu {
                    soins,
                    depart,
                    resultats,
                    deficiences,
                    incapacites,
                    commentaire,
                    incidents,
                    issue,
                    suites,
                    conseils,
                }))
            }
            _ => Err(Incomplet(manques)),
        }
    }

    fn dit_des_resultats(&self) -> bool {
        self.commentaire.is_some()
            || self.resultats.iter().any(|resultat| resultat.atteinte != Atteinte::NonEvalue)
    }
}

impl From<&CompteRendu> for BrouillonCompteRendu {
    /// The draft of a correction: it starts from what was validated.
    fn from(compte_rendu: &CompteRendu) -> Self {
        let fiche = compte_rendu.0.clone();
        Self {
            soins: fiche.soins,
            depart: fiche.depart,
            resultats: fiche.resultats,
            deficiences: fiche.deficiences,
            incapacites: fiche.incapacites,
            commentaire: fiche.commentaire,
            incidents: fiche.incidents,
            issue: Some(fiche.issue),
            suites: Some(fiche.suites),
            conseils: fiche.conseils,
        }
    }
}
