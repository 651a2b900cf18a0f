//! What is summed: a measure, its modality, in a third of a month, under one of three ways of keeping episodes.

use super::periode::Tranche;
use crate::decision::codes;

codes! {
    /// Which episodes a period keeps. The three are shown side by side, for each answers another question.
    Variante {
        /// Episodes opened in the period, with all that happened in them, whenever.
        Ouverture = "ouverture",
        /// Episodes closed in the period, with all that happened in them, whenever.
        Cloture = "cloture",
        /// What happened in the period; episodes that had a séance in it.
        Calendaire = "calendaire",
    }
}

impl Variante {
    /// The one that is read when none is asked for.
    pub const DEFAUT: Self = Self::Ouverture;

    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Ouverture => "Épisodes ouverts dans la période",
            Self::Cloture => "Épisodes clos dans la période",
            Self::Calendaire => "Faits survenus dans la période",
        }
    }
}

codes! {
    /// What is summed.
    Mesure {
        /// Episodes.
        Episodes = "episodes",
        /// Episodes by number of séances; the histogram behind means and medians.
        EpisodesParSeances = "episodes-par-seances",
        /// Episodes by class of number of séances.
        EpisodesParClasse = "episodes-par-classe",
        /// Episodes by region of the body.
        EpisodesParRegion = "episodes-par-region",
        /// Episodes with or without prior medical diagnosis.
        EpisodesParDiagnostic = "episodes-par-diagnostic",
        /// Episodes by what was known of the médecin traitant at their opening.
        EpisodesParMedecin = "episodes-par-medecin",
        /// Episodes with one orientation at least.
        EpisodesOrientes = "episodes-orientes",
        /// Séances.
        Seances = "seances",
        /// Séances by act of the NGAP.
        SeancesParActe = "seances-par-acte",
        /// Orientations.
        Orientations = "orientations",
        /// Orientations by motive.
        OrientationsParMotif = "orientations-par-motif",
        /// Orientations by destination.
        OrientationsParDestination = "orientations-par-destination",
        /// First orientations by number of séances done before.
        OrientationsParRang = "orientations-par-rang",
        /// First orientations by days since the opening.
        OrientationsParDelai = "orientations-par-delai",
        /// Adverse events.
        Evenements = "evenements",
        /// Adverse events by severity.
        EvenementsParGravite = "evenements-par-gravite",
        /// Bilans validated.
        Bilans = "bilans",
        /// Bilans by who received them.
        BilansParDestinataire = "bilans-par-destinataire",
        /// Reports validated.
        ComptesRendus = "comptes-rendus",
        /// Reports by who received them.
        ComptesRendusParDestinataire = "comptes-rendus-par-destinataire",
        /// MKs who did a séance; counted under [`Variante::Calendaire`] alone.
        PraticiensActifs = "praticiens-actifs",
    }
}

impl Mesure {
    /// Is the number of patients behind each modality kept: not for histograms, which are never shown as such.
    pub fn compte_les_patients(self) -> bool {
        !matches!(
            self,
            Self::EpisodesParSeances
                | Self::OrientationsParRang
                | Self::OrientationsParDelai
                | Self::PraticiensActifs
        )
    }
}

/// A cell of the sums of one episode.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cellule {
    /// Which episodes are kept.
    pub variante: Variante,
    /// What is summed.
    pub mesure: Mesure,
    /// Its modality; empty without one.
    pub modalite: String,
    /// When.
    pub tranche: Tranche,
    /// The third in which the same thing was counted last before this one: over a range of thirds, it counts once when
    /// only what came from before the range is kept. [`Tranche::AVANT_TOUT`] when there is none.
    pub precedent: Tranche,
}
