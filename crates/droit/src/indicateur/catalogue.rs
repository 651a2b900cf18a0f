//! The closed list of indicators: the union of what the Loiret and the Var ask for, and what explains it.

use crate::decision::codes;

codes! {
    /// An indicator. Its formula, unit and sources are in `reglement/national/indicateurs.toml`.
    Indicateur {
        /// MKs who asked to take part.
        PraticiensVolontaires = "praticiens-volontaires",
        /// MKs authorised.
        PraticiensAutorises = "praticiens-autorises",
        /// MKs who did a séance.
        PraticiensActifs = "praticiens-actifs",
        /// Patients received in direct access.
        Patients = "patients",
        /// Patients with a prior medical diagnosis.
        PatientsAvecDiagnostic = "patients-avec-diagnostic",
        /// Patients without.
        PatientsSansDiagnostic = "patients-sans-diagnostic",
        /// Episodes of care.
        Episodes = "episodes",
        /// Séances done.
        Seances = "seances",
        /// Séances per episode.
        SeancesParEpisode = "seances-par-episode",
        /// Séances per patient.
        SeancesParPatient = "seances-par-patient",
        /// Type of rééducation by article of the NGAP.
        ArticlesNgap = "articles-ngap",
        /// Type of rééducation by act of the NGAP.
        ActesNgap = "actes-ngap",
        /// Type of rééducation by region of the body.
        RegionsDuCorps = "regions-du-corps",
        /// Share of the activity.
        PartActivite = "part-activite",
        /// Adverse events.
        Evenements = "evenements",
        /// Adverse events per thousand séances.
        TauxEvenements = "taux-evenements",
        /// Adverse events by severity.
        GraviteEvenements = "gravite-evenements",
        /// Orientations to a doctor.
        Orientations = "orientations",
        /// Share of episodes with an orientation.
        TauxOrientation = "taux-orientation",
        /// Share of patients with an orientation.
        PatientsOrientes = "patients-orientes",
        /// Orientations by motive.
        MotifsOrientation = "motifs-orientation",
        /// Orientations by destination.
        DestinationsOrientation = "destinations-orientation",
        /// Séances done before the first orientation.
        RangOrientation = "rang-orientation",
        /// Days before the first orientation.
        DelaiOrientation = "delai-orientation",
        /// Share of patients without médecin traitant.
        SansMedecinTraitant = "sans-medecin-traitant",
        /// Bilans validated.
        Bilans = "bilans",
        /// Share of bilans sent.
        BilansTransmis = "bilans-transmis",
        /// Share of bilans put in the DMP.
        BilansDmp = "bilans-dmp",
        /// Reports validated.
        ComptesRendus = "comptes-rendus",
        /// Share of reports sent.
        ComptesRendusTransmis = "comptes-rendus-transmis",
        /// Reports put in the DMP.
        ComptesRendusDmp = "comptes-rendus-dmp",
        /// Information material for professionals and partners.
        SupportsInformation = "supports-information",
        /// Days from the declaration to the decision.
        DelaiDecision = "delai-decision",
        /// Days from the decision to the public list.
        DelaiPublication = "delai-publication",
        /// Days from the declaration to the public list.
        DelaiTotal = "delai-total",
    }
}

codes! {
    /// What an indicator is about: the order of the pages.
    Famille {
        /// Who takes part.
        Participation = "participation",
        /// Whom and how much.
        Soins = "soins",
        /// What went wrong.
        Securite = "securite",
        /// Who was sent to a doctor.
        Orientation = "orientation",
        /// What was written and sent.
        Documents = "documents",
        /// How long the chain takes.
        Delais = "delais",
    }
}

impl Famille {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Participation => "Participation",
            Self::Soins => "Soins",
            Self::Securite => "Sécurité",
            Self::Orientation => "Orientation vers un médecin",
            Self::Documents => "Bilans et comptes rendus",
            Self::Delais => "Délais",
        }
    }
}

/// What kind of figure an indicator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nature {
    /// A number.
    Nombre,
    /// A percentage.
    PourCent,
    /// A rate per thousand.
    PourMille,
    /// So many for each.
    Quotient,
    /// A distribution: mean and median.
    Distribution,
    /// A breakdown.
    Repartition,
}

impl Nature {
    /// Label on screen.
    pub fn libelle(self) -> &'static str {
        match self {
            Self::Nombre => "nombre",
            Self::PourCent => "pourcentage",
            Self::PourMille => "taux pour mille",
            Self::Quotient => "moyenne",
            Self::Distribution => "moyenne et médiane",
            Self::Repartition => "répartition",
        }
    }
}

impl Indicateur {
    /// What it is about.
    pub fn famille(self) -> Famille {
        match self {
            Self::PraticiensVolontaires
            | Self::PraticiensAutorises
            | Self::PraticiensActifs
            | Self::PartActivite
            | Self::SupportsInformation => Famille::Participation,
            Self::Evenements | Self::TauxEvenements | Self::GraviteEvenements => Famille::Securite,
            Self::Orientations
            | Self::TauxOrientation
            | Self::PatientsOrientes
            | Self::MotifsOrientation
            | Self::DestinationsOrientation
            | Self::RangOrientation
            | Self::DelaiOrientation => Famille::Orientation,
            Self::Bilans
            | Self::BilansTransmis
            | Self::BilansDmp
            | Self::ComptesRendus
            | Self::ComptesRendusTransmis
            | Self::ComptesRendusDmp => Famille::Documents,
            Self::DelaiDecision | Self::DelaiPublication | Self::DelaiTotal => Famille::Delais,
            _ => Famille::Soins,
        }
    }

    /// What kind of figure it is.
    pub fn nature(self) -> Nature {
        match self {
            Self::PartActivite
            | Self::TauxOrientation
            | Self::PatientsOrientes
            | Self::SansMedecinTraitant
            | Self::BilansTransmis
            | Self::BilansDmp
            | Self::ComptesRendusTransmis => Nature::PourCent,
            Self::TauxEvenements => Nature::PourMille,
            Self::SeancesParPatient => Nature::Quotient,
            Self::SeancesParEpisode
            | Self::RangOrientation
            | Self::DelaiOrientation
            | Self::DelaiDecision
            | Self::DelaiPublication
            | Self::DelaiTotal => Nature::Distribution,
            Self::ArticlesNgap
            | Self::ActesNgap
            | Self::RegionsDuCorps
            | Self::GraviteEvenements
            | Self::MotifsOrientation
            | Self::DestinationsOrientation => Nature::Repartition,
            _ => Nature::Nombre,
        }
    }

    /// What the parts count, where it is not what the whole is expressed in: a mean is of séances, its classes hold episodes.
    pub fn unite_des_parts(self) -> Option<&'static str> {
        match self {
            Self::SeancesParEpisode => Some("épisodes"),
            _ => None,
        }
    }

    /// Is it made of patients, hence under the rule of small numbers.
    pub fn concerne_des_patients(self) -> bool {
        !matches!(self.famille(), Famille::Participation | Famille::Delais) || self == Self::PartActivite
    }

    /// Does it come from declarations, authorisations and what goes with them, which are of CPTS alone.
    pub fn est_des_declarations(self) -> bool {
        matches!(self.famille(), Famille::Participation | Famille::Delais) && self != Self::PraticiensActifs
    }

    /// Does it depend on which episodes are kept.
    pub fn depend_de_la_variante(self) -> bool {
        !matches!(self.famille(), Famille::Participation | Famille::Delais)
    }
}
