//! What is observed on the way: adverse events and improvement.

use jiff::civil::Date;

use super::accord::{Accorde, Auteur};
use super::agregat::Episode;
use super::refus::Empechement;
use crate::decision::codes;
use crate::evenement::{RegleEvenement, Volets};
use crate::identifiant::{CodeDepartement, EvenementId, PraticienId};
use crate::texte::TexteLibre;

codes! {
    /// How serious an adverse event is.
    GraviteEvenement {
        /// It passed without care.
        Benin = "benin",
        /// It needed care.
        Modere = "modere",
        /// A life at stake, or a probable lasting harm (code de la santé publique, R. 1413-67).
        Grave = "grave",
        /// Death.
        Deces = "deces",
    }
}

codes! {
    /// What happened, in one word.
    NatureEvenement {
        /// The patient fell.
        Chute = "chute",
        /// The patient felt faint.
        Malaise = "malaise",
        /// Pain or symptoms grew worse in an unexpected way.
        Aggravation = "aggravation",
        /// A fracture, a tear, a haematoma.
        Lesion = "lesion",
        /// A burn, a reaction of the skin.
        Brulure = "brulure",
        /// An infection.
        Infection = "infection",
        /// Wrong patient, wrong side, wrong act.
        Erreur = "erreur",
        /// A sign that called for a doctor was seen late.
        Retard = "retard",
        /// A device failed or was missing.
        Materiel = "materiel",
        /// Something else.
        Autre = "autre",
    }
}

impl NatureEvenement {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Chute => "Chute",
            Self::Malaise => "Malaise",
            Self::Aggravation => "Aggravation inattendue de la douleur ou des symptômes",
            Self::Lesion => "Fracture, lésion ou hématome",
            Self::Brulure => "Brûlure ou réaction cutanée",
            Self::Infection => "Infection",
            Self::Erreur => "Erreur de patient, de côté ou d’acte",
            Self::Retard => "Retard de diagnostic ou d’orientation",
            Self::Materiel => "Matériel défaillant ou absent",
            Self::Autre => "Autre",
        }
    }
}

codes! {
    /// The immediate circumstances: when it happened.
    MomentEvenement {
        /// During the séance.
        Seance = "seance",
        /// In the two days after it.
        ApresSeance = "apres-seance",
        /// While the patient exercised by himself.
        Exercice = "exercice",
        /// Otherwise.
        HorsSeance = "hors-seance",
    }
}

impl MomentEvenement {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Seance => "Pendant la séance",
            Self::ApresSeance => "Dans les 48 heures qui suivent",
            Self::Exercice => "Pendant un exercice fait seul",
            Self::HorsSeance => "À un autre moment",
        }
    }
}

codes! {
    /// Who was told of it (code de la santé publique, R. 1413-69, II, 3°).
    InformationPatient {
        /// The patient.
        Patient = "patient",
        /// His family, or the person he trusts.
        Proches = "proches",
        /// Nobody yet.
        AFaire = "a-faire",
        /// It could not be done.
        Impossible = "impossible",
    }
}

impl InformationPatient {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Patient => "Le patient est informé",
            Self::Proches => "Ses proches ou sa personne de confiance sont informés",
            Self::AFaire => "Pas encore",
            Self::Impossible => "Impossible pour l’instant",
        }
    }
}

/// What the first declaration says beside the facts; `None` for what was not asked when it was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Complement {
    /// What happened, in one word.
    pub nature: Option<NatureEvenement>,
    /// When.
    pub moment: Option<MomentEvenement>,
    /// Who was told.
    pub information: Option<InformationPatient>,
}

/// An adverse event on file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evenement {
    /// Key.
    pub id: EvenementId,
    /// The MK who reports it.
    pub par: PraticienId,
    /// Day it happened.
    pub le: Date,
    /// How serious.
    pub gravite: GraviteEvenement,
    /// What happened.
    pub circonstances: TexteLibre,
    /// What was done at once, for the patient and so that it does not happen again.
    pub mesures: TexteLibre,
    /// The rest of the first declaration.
    pub complement: Complement,
}

/// An adverse event reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvenementSignale {
    /// The event.
    pub evenement: Evenement,
    /// The department whose ARS examines it.
    pub departement: CodeDepartement,
    /// Day of the report: the clock of a serious event starts.
    pub signale_le: Date,
    /// What it sets in motion.
    pub volets: Volets,
}

/// The improvement assessed: it decides whether an orientation is due at the last séance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmeliorationEvaluee {
    /// Day.
    pub le: Date,
    /// Has the patient improved.
    pub amelioration: bool,
}

impl Episode {
    /// Reports an adverse event (part of the evaluation of the experiment, décret 2024-618, art. 3). A serious one opens
    /// the two volets of its declaration.
    pub fn signaler_evenement(
        &self,
        evenement: Evenement,
        regle: &RegleEvenement<'_>,
        auteur: &Auteur,
    ) -> Result<Accorde<EvenementSignale>, Empechement> {
        if !self.suivi_par(auteur.par) {
            return Err(Empechement::NonParticipant);
        }
        self.exiger_dans_l_episode(evenement.le, auteur.aujourd_hui)?;
        let evenement = Evenement { par: auteur.par, ..evenement };
        let signale_le = auteur.aujourd_hui;
        let volets = regle.ouvrir(evenement.gravite, signale_le);
        Ok(Accorde::nouveau(
            self,
            auteur,
            None,
            EvenementSignale { evenement, departement: self.departement, signale_le, volets },
        ))
    }

    /// Records whether the patient improves.
    pub fn evaluer_amelioration(
        &self,
        evaluation: AmeliorationEvaluee,
        auteur: &Auteur,
    ) -> Result<Accorde<AmeliorationEvaluee>, Empechement> {
        self.exiger_modifiable(auteur.par)?;
        self.exiger_dans_l_episode(evaluation.le, auteur.aujourd_hui)?;
        Ok(Accorde::nouveau(self, auteur, None, evaluation))
    }
}
