//! Why an act is not recorded: the rules, or the state of the episode.

use crate::decision::Decision;

/// Nothing is written, and this says why.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Refus<'r> {
    /// A rule is broken: the decision gives every finding and what to do.
    #[error("les règles ne permettent pas cet acte : lisez les motifs et ce qu'il reste possible de faire")]
    Refusee(Box<Decision<'r>>),
    /// The rules leave it to the MK, who must say why.
    #[error("cet acte demande votre confirmation : écrivez-en le motif")]
    AConfirmer(Box<Decision<'r>>),
    /// The episode does not allow it.
    #[error(transparent)]
    Empeche(#[from] Empechement),
}

impl<'r> Refus<'r> {
    /// The decision, when the rules were asked.
    pub fn decision(&self) -> Option<&Decision<'r>> {
        match self {
            Self::Refusee(decision) | Self::AConfirmer(decision) => Some(decision),
            Self::Empeche(_) => None,
        }
    }
}

/// What stands in the way, apart from the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Empechement {
    /// Closed.
    #[error("cet épisode est clos : ouvrez-en un nouveau si le patient revient pour un autre problème")]
    EpisodeClos,
    /// The MK takes no part.
    #[error("vous ne suivez pas cet épisode : rejoignez-le d'abord")]
    NonParticipant,
    /// Takes part already.
    #[error("vous suivez déjà cet épisode : ouvrez-le depuis votre tableau de bord")]
    DejaParticipant,
    /// Late entry beyond the window.
    #[error(
        "cette séance date de plus de {jours} jours : la saisie tardive n'est plus possible, signalez-le à votre ARS"
    )]
    HorsFenetre {
        /// Length of the window.
        jours: u16,
    },
    /// The same key twice.
    #[error("cette séance est déjà enregistrée")]
    DejaEnregistree,
    /// No slot, though the decision was favourable.
    #[error(
        "aucune séance ne reste sans diagnostic préalable : rechargez la page pour voir le compte à jour"
    )]
    AucunePlace,
    /// Unknown séance.
    #[error("cette séance n'existe pas dans l'épisode : rechargez la page")]
    SeanceInconnue,
    /// Already cancelled.
    #[error("cette séance est déjà annulée")]
    SeanceAnnulee,
    /// Another MK's séance.
    #[error("cette séance a été faite par un autre praticien : lui seul peut l'annuler")]
    SeanceDAutrui,
    /// No diagnosis to withdraw or correct.
    #[error("aucune preuve de diagnostic n'est enregistrée dans cet épisode")]
    SansDiagnostic,
    /// One is there already.
    #[error("une preuve de diagnostic est déjà enregistrée : corrigez-la ou retirez-la")]
    DiagnosticPresent,
    /// A document dated after today.
    #[error("le document est daté d'après aujourd'hui : vérifiez sa date")]
    DocumentFutur,
    /// Séances would stand beyond the cap.
    #[error(
        "sans cette preuve, {excedent} séance(s) dépassent le plafond : confirmez en écrivant pourquoi vous la retirez"
    )]
    ExcedentAConfirmer {
        /// How many.
        excedent: u16,
    },
    /// A new episode right after another for the same place.
    #[error(
        "ce patient a déjà eu un épisode pour cette région : écrivez en quoi il s'agit d'un nouveau problème"
    )]
    NouvelEpisodeAMotiver,
    /// An open episode holds the place.
    #[error("un épisode est déjà ouvert pour cette région : rejoignez-le, les séances s'y comptent ensemble")]
    EpisodeEnCours,
    /// A fact dated after today or before the opening.
    #[error("la date doit être comprise entre l'ouverture de l'épisode et aujourd'hui")]
    DateHorsEpisode,
}
