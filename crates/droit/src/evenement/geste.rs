//! The steps after a report: who may take each, from where, and what it gives.

use jiff::civil::Date;

use super::etat::{Analyse, Cloture, EtatEvenement, Portail, Signalement, SuiteEvenement, Volets};
use super::regle::RegleEvenement;
use crate::decision::codes;
use crate::declaration::Declarant;
use crate::episode::GraviteEvenement;
use crate::identifiant::EvenementId;
use crate::texte::{Intitule, TexteLibre};

/// As whom somebody acts on an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartieEvenement {
    /// The MK who reported it.
    Praticien,
    /// The ARS of the department.
    Ars,
}

codes! {
    /// What may be done, as the history keeps it.
    PasEvenement {
        /// Reported.
        Signaler = "signale",
        /// The MK declared it on the national portal.
        Declarer = "declare",
        /// The MK sent the analysis.
        Analyser = "analyse",
        /// An agent examines it.
        Prendre = "pris-en-charge",
        /// The ARS changed the severity.
        Requalifier = "requalifie",
        /// The examination ended.
        Clore = "clos",
        /// It was taken up again.
        Rouvrir = "rouvert",
    }
}

impl PasEvenement {
    /// Label in the history.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Signaler => "Événement signalé",
            Self::Declarer => "Déclaré sur le portail national",
            Self::Analyser => "Analyse remise",
            Self::Prendre => "Pris en charge par l’ARS",
            Self::Requalifier => "Gravité revue par l’ARS",
            Self::Clore => "Examen clos par l’ARS",
            Self::Rouvrir => "Examen rouvert par l’ARS",
        }
    }
}

/// What somebody wants to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GesteEvenement {
    /// The MK declared it on the portal.
    Declarer {
        /// Day.
        le: Date,
        /// Number given by the portal.
        numero: Option<Intitule>,
    },
    /// The MK sends the analysis.
    Analyser {
        /// How the event was managed.
        gestion: TexteLibre,
        /// Its causes.
        causes: TexteLibre,
        /// What will be corrected.
        actions: TexteLibre,
    },
    /// An agent takes it.
    Prendre,
    /// The ARS changes the severity.
    Requalifier {
        /// The new one.
        gravite: GraviteEvenement,
        /// Why.
        motif: TexteLibre,
    },
    /// The ARS ends the examination.
    Clore {
        /// How.
        suite: SuiteEvenement,
        /// What is told to the MK.
        mots: Option<TexteLibre>,
    },
    /// The ARS takes it up again.
    Rouvrir {
        /// Why.
        motif: TexteLibre,
    },
}

impl GesteEvenement {
    /// The step it would be in the history.
    pub fn pas(&self) -> PasEvenement {
        match self {
            Self::Declarer { .. } => PasEvenement::Declarer,
            Self::Analyser { .. } => PasEvenement::Analyser,
            Self::Prendre => PasEvenement::Prendre,
            Self::Requalifier { .. } => PasEvenement::Requalifier,
            Self::Clore { .. } => PasEvenement::Clore,
            Self::Rouvrir { .. } => PasEvenement::Rouvrir,
        }
    }

    fn partie(&self) -> PartieEvenement {
        match self {
            Self::Declarer { .. } | Self::Analyser { .. } => PartieEvenement::Praticien,
            _ => PartieEvenement::Ars,
        }
    }

    fn mots(&self) -> Option<&TexteLibre> {
        match self {
            Self::Requalifier { motif, .. } | Self::Rouvrir { motif } => Some(motif),
            Self::Clore { mots, .. } => mots.as_ref(),
            Self::Declarer { .. } | Self::Analyser { .. } | Self::Prendre => None,
        }
    }
}

/// A step granted: the event as it stands from now on, over the version it was decided on. Only this crate can build one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasAccorde {
    suite: Signalement,
    pas: PasEvenement,
    avant: GraviteEvenement,
    mots: Option<TexteLibre>,
    auteur: Declarant,
}

impl PasAccorde {
    /// The event.
    pub fn id(&self) -> EvenementId {
        self.suite.id
    }

    /// The event as it stands from now on; its version is still the one it was decided on.
    pub fn suite(&self) -> &Signalement {
        &self.suite
    }

    /// The step.
    pub fn pas(&self) -> PasEvenement {
        self.pas
    }

    /// The severity before.
    pub fn gravite_avant(&self) -> GraviteEvenement {
        self.avant
    }

    /// In words.
    pub fn mots(&self) -> Option<&TexteLibre> {
        self.mots.as_ref()
    }

    /// Who acts, and when.
    pub fn auteur(&self) -> &Declarant {
        &self.auteur
    }
}

/// Why a step is not granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmpechementEvenement {
    /// Not from here, or not by him.
    #[error("cette étape n’est plus possible : relisez où en est l’événement")]
    Etape,
    /// A day to come.
    #[error("ce jour est à venir : écrivez le jour où vous l’avez déclaré")]
    AVenir,
    /// An event to come.
    #[error("ce jour est à venir : indiquez le jour où l’événement s’est produit")]
    EvenementAVenir,
    /// Before the event.
    #[error("ce jour précède l’événement : corrigez la date")]
    AvantLEvenement,
    /// A serious event is closed once its analysis is there.
    #[error("l’analyse de cet événement grave n’est pas remise : attendez-la, ou revoyez la gravité")]
    AnalyseManquante,
    /// The same severity.
    #[error("c’est déjà la gravité enregistrée : choisissez-en une autre")]
    MemeGravite,
}

impl Signalement {
    /// Takes a step: the MK sends his two volets in order, the ARS examines, changes the severity, closes, takes up again.
    /// Source: code de la santé publique, R. 1413-68 and R. 1413-69.
    pub fn avancer(
        &self,
        geste: &GesteEvenement,
        partie: PartieEvenement,
        regle: &RegleEvenement<'_>,
        auteur: &Declarant,
    ) -> Result<PasAccorde, EmpechementEvenement> {
        if geste.partie() != partie {
            return Err(EmpechementEvenement::Etape);
        }
        let suite = self.suite(geste, regle, auteur)?;
        Ok(PasAccorde {
            suite,
            pas: geste.pas(),
            avant: self.faits.gravite,
            mots: geste.mots().cloned(),
            auteur: *auteur,
        })
    }

    fn suite(
        &self,
        geste: &GesteEvenement,
        regle: &RegleEvenement<'_>,
        auteur: &Declarant,
    ) -> Result<Self, EmpechementEvenement> {
        let suivant = self.clone();
        match geste {
            GesteEvenement::Declarer { le, numero } => {
                Ok(Self { volets: self.declarer(*le, numero.clone(), auteur.aujourd_hui)?, ..suivant })
            }
            GesteEvenement::Analyser { gestion, causes, actions } => {
                let analyse = Analyse {
                    le: auteur.aujourd_hui,
                    gestion: gestion.clone(),
                    causes: causes.clone(),
                    actions: actions.clone(),
                };
                Ok(Self { volets: self.analyser(analyse)?, ..suivant })
            }
            GesteEvenement::Prendre => match self.etat {
                EtatEvenement::Signale => Ok(Self { etat: en_examen(auteur), ..suivant }),
                _ => Err(EmpechementEvenement::Etape),
            },
            GesteEvenement::Requalifier { gravite, .. } => self.requalifier(*gravite, regle, auteur),
            GesteEvenement::Clore { suite, mots } => {
                let cloture = Cloture { le: auteur.aujourd_hui, suite: *suite, mots: mots.clone() };
                Ok(Self { etat: self.clore(cloture)?, ..suivant })
            }
            GesteEvenement::Rouvrir { .. } => match self.etat {
                EtatEvenement::Clos(_) => Ok(Self { etat: en_examen(auteur), ..suivant }),
                _ => Err(EmpechementEvenement::Etape),
            },
        }
    }

    fn declarer(
        &self,
        le: Date,
        numero: Option<Intitule>,
        aujourd_hui: Date,
    ) -> Result<Volets, EmpechementEvenement> {
        let Volets::Attendus { du } = self.volets else { return Err(EmpechementEvenement::Etape) };
        if le > aujourd_hui {
            return Err(EmpechementEvenement::AVenir);
        }
        if le < self.faits.le {
            return Err(EmpechementEvenement::AvantLEvenement);
        }
        Ok(Volets::Declare { du, portail: Portail { le, numero } })
    }

    fn analyser(&self, analyse: Analyse) -> Result<Volets, EmpechementEvenement> {
        match &self.volets {
            Volets::Declare { du, portail } => {
                Ok(Volets::Complets { du: *du, portail: portail.clone(), analyse: Box::new(analyse) })
            }
            _ => Err(EmpechementEvenement::Etape),
        }
    }

    /// A severity that obliges to declare starts the clock that day; one that no longer does stops a clock on which
    /// nothing was sent. What was sent stays.
    fn requalifier(
        &self,
        gravite: GraviteEvenement,
        regle: &RegleEvenement<'_>,
        auteur: &Declarant,
    ) -> Result<Self, EmpechementEvenement> {
        if matches!(self.etat, EtatEvenement::Clos(_)) {
            return Err(EmpechementEvenement::Etape);
        }
        if gravite == self.faits.gravite {
            return Err(EmpechementEvenement::MemeGravite);
        }
        let volets = match (&self.volets, regle.oblige(gravite)) {
            (Volets::SansObjet, _) => regle.ouvrir(gravite, auteur.aujourd_hui),
            (Volets::Attendus { .. }, false) => Volets::SansObjet,
            (autres, _) => autres.clone(),
        };
        let mut suivant = self.clone();
        (suivant.faits.gravite, suivant.volets) = (gravite, volets);
        Ok(suivant)
    }

    fn clore(&self, cloture: Cloture) -> Result<EtatEvenement, EmpechementEvenement> {
        if !matches!(self.etat, EtatEvenement::EnExamen { .. }) {
            return Err(EmpechementEvenement::Etape);
        }
        let manque = matches!(self.volets, Volets::Attendus { .. } | Volets::Declare { .. });
        if manque && !cloture.suite.ecarte() {
            return Err(EmpechementEvenement::AnalyseManquante);
        }
        Ok(EtatEvenement::Clos(cloture))
    }
}

fn en_examen(auteur: &Declarant) -> EtatEvenement {
    EtatEvenement::EnExamen { depuis: auteur.aujourd_hui, par: auteur.compte }
}
