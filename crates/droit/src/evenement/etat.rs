//! Where an adverse event stands: its facts, its two volets, its examination; each state carries its own days.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::decision::codes;
use crate::episode::{Complement, GraviteEvenement};
use crate::identifiant::{CodeDepartement, CompteId, CptsId, EpisodeId, EvenementId, PraticienId};
use crate::texte::{Intitule, TexteLibre};

/// What was reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faits {
    /// Day it happened.
    pub le: Date,
    /// How serious; the ARS may change it.
    pub gravite: GraviteEvenement,
    /// Nature, moment, information of the patient.
    pub complement: Complement,
    /// What happened.
    pub circonstances: TexteLibre,
    /// What was done at once.
    pub mesures: TexteLibre,
}

/// The declaration made on the national portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portail {
    /// Day.
    pub le: Date,
    /// The number that the portal gave.
    pub numero: Option<Intitule>,
}

/// The second volet (code de la santé publique, R. 1413-69, III).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analyse {
    /// Day it was sent.
    pub le: Date,
    /// How the event was managed.
    pub gestion: TexteLibre,
    /// What the deep analysis of its causes teaches.
    pub causes: TexteLibre,
    /// What will be corrected, with the dates.
    pub actions: TexteLibre,
}

/// The two volets of a serious event. `du` is the day the clock starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Volets {
    /// Not to be declared.
    SansObjet,
    /// The first is to be sent at once.
    Attendus {
        /// The clock starts.
        du: Date,
    },
    /// The first is sent, the second awaited.
    Declare {
        /// The clock starts.
        du: Date,
        /// The first.
        portail: Portail,
    },
    /// Both are sent.
    Complets {
        /// The clock started.
        du: Date,
        /// The first.
        portail: Portail,
        /// The second.
        analyse: Box<Analyse>,
    },
}

impl Volets {
    /// The day the clock started.
    pub fn du(&self) -> Option<Date> {
        match self {
            Self::SansObjet => None,
            Self::Attendus { du } | Self::Declare { du, .. } | Self::Complets { du, .. } => Some(*du),
        }
    }

    /// The first volet, once sent.
    pub fn portail(&self) -> Option<&Portail> {
        match self {
            Self::SansObjet | Self::Attendus { .. } => None,
            Self::Declare { portail, .. } | Self::Complets { portail, .. } => Some(portail),
        }
    }

    /// The second volet, once sent.
    pub fn analyse(&self) -> Option<&Analyse> {
        match self {
            Self::Complets { analyse, .. } => Some(analyse),
            _ => None,
        }
    }

    /// The spelling of the step reached.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SansObjet => "sans-objet",
            Self::Attendus { .. } => "attendus",
            Self::Declare { .. } => "declare",
            Self::Complets { .. } => "complets",
        }
    }
}

codes! {
    /// The steps of an examination, in order.
    EtapeEvenement {
        /// Reported, nobody looked at it yet.
        Signale = "signale",
        /// An agent examines it.
        EnExamen = "en-examen",
        /// Done.
        Clos = "clos",
    }
}

impl EtapeEvenement {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Signale => "À prendre en charge",
            Self::EnExamen => "En examen",
            Self::Clos => "Clos",
        }
    }
}

codes! {
    /// How an examination ends.
    SuiteEvenement {
        /// The measures taken are enough.
        MesuresSuffisantes = "mesures-suffisantes",
        /// Corrections are followed.
        ActionsSuivies = "actions-suivies",
        /// Others will learn from it.
        RetourExperience = "retour-experience",
        /// No link with the care given in direct access.
        SansLien = "sans-lien",
        /// The same event was reported before.
        Doublon = "doublon",
    }
}

impl SuiteEvenement {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::MesuresSuffisantes => "Les mesures prises suffisent",
            Self::ActionsSuivies => "Des actions correctrices sont suivies",
            Self::RetourExperience => "Une fiche de retour d’expérience en est tirée",
            Self::SansLien => "Sans lien avec les soins en accès direct",
            Self::Doublon => "Déjà signalé",
        }
    }

    /// Does it end the examination whatever the volets: nothing is to be analysed then.
    pub fn ecarte(self) -> bool {
        matches!(self, Self::SansLien | Self::Doublon)
    }
}

/// The end of an examination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloture {
    /// Day.
    pub le: Date,
    /// How.
    pub suite: SuiteEvenement,
    /// What is told to the MK.
    pub mots: Option<TexteLibre>,
}

/// Where the examination stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EtatEvenement {
    /// Nobody looked at it yet.
    Signale,
    /// An agent examines it.
    EnExamen {
        /// Since.
        depuis: Date,
        /// Who.
        par: CompteId,
    },
    /// Done.
    Clos(Cloture),
}

impl EtatEvenement {
    /// The step reached.
    pub fn etape(&self) -> EtapeEvenement {
        match self {
            Self::Signale => EtapeEvenement::Signale,
            Self::EnExamen { .. } => EtapeEvenement::EnExamen,
            Self::Clos(_) => EtapeEvenement::Clos,
        }
    }
}

/// An adverse event on file, as storage gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signalement {
    /// Key.
    pub id: EvenementId,
    /// The episode, when it was reported from one.
    pub episode: Option<EpisodeId>,
    /// The MK who reports.
    pub par: PraticienId,
    /// The department whose ARS examines it.
    pub departement: CodeDepartement,
    /// His CPTS, where he has one.
    pub cpts: Option<CptsId>,
    /// Day of the report.
    pub signale_le: Date,
    /// When it was recorded; unknown for what was recorded before it was kept.
    pub saisi_le: Option<Timestamp>,
    /// What was reported.
    pub faits: Faits,
    /// The two volets.
    pub volets: Volets,
    /// The examination.
    pub etat: EtatEvenement,
    /// Version it was read in.
    pub version: i64,
}
