//! The vocabulary of an answer: codes, states, outcomes. Codes are stable for ever.

macro_rules! codes {
    ($(#[$doc:meta])* $nom:ident { $($(#[$vdoc:meta])* $variante:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $nom { $($(#[$vdoc])* $variante,)+ }

        impl $nom {
            /// Every value, in order.
            pub const TOUS: &'static [Self] = &[$(Self::$variante,)+];

            /// The spelling used in files, JSON, tests and on screen.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variante => $code,)+ }
            }

            /// The value of a spelling.
            pub fn depuis_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variante),)+ _ => None }
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// What a finding is about.
    Code {
        /// The department is not one of those of the experiment.
        DepartementNonDesigne = "departement-non-designe",
        /// Before the first or after the last day of the regime.
        HorsPeriode = "hors-periode",
        /// After the last day of enrolment.
        InscriptionsCloses = "inscriptions-closes",
        /// The structure gives no direct access.
        StructureSansAccesDirect = "structure-sans-acces-direct",
        /// Replacement practitioners take no part in the experiment.
        RemplacantExclu = "remplacant-exclu",
        /// The place of practice is elsewhere.
        LieuExerciceHorsDepartement = "lieu-exercice-hors-departement",
        /// Not authorised by the ARS on this day.
        PraticienNonAutorise = "praticien-non-autorise",
        /// The fiche annexed to the projet de santé is required and missing.
        FicheCptsAbsente = "fiche-cpts-absente",
        /// No séance left without a prior diagnosis.
        PlafondDeSeancesAtteint = "plafond-de-seances-atteint",
        /// The episode without diagnosis is over.
        EpisodeExpire = "episode-expire",
        /// The document is not on the department's list.
        DiagnosticHorsListe = "diagnostic-hors-liste",
        /// The document is about something else.
        DiagnosticSansRapport = "diagnostic-sans-rapport",
        /// A warning sign calls for a doctor.
        DrapeauRouge = "drapeau-rouge",
        /// The patient is to be oriented to a doctor.
        OrientationDue = "orientation-due",
        /// Two séances on one day.
        DeuxSeancesLeMemeJour = "deux-seances-le-meme-jour",
        /// The act cannot be done in direct access.
        ActeExcluDeLAccesDirect = "acte-exclu-de-l-acces-direct",
        /// The act needs an accord préalable at this rank.
        AccordPrealableRequis = "accord-prealable-requis",
        /// Before the opening of the episode or after today.
        SeanceHorsEpisode = "seance-hors-episode",
        /// The patient has no médecin traitant.
        MedecinTraitantAbsent = "medecin-traitant-absent",
    }
}

codes! {
    /// What was found for one code.
    Etat {
        /// The rule is met.
        Respecte = "respecte",
        /// The rule is broken.
        Viole = "viole",
        /// Nobody can say without a human.
        AConfirmer = "a_confirmer",
        /// A duty or a fact to know; blocks nothing.
        Signale = "signale",
        /// The rule does not apply here.
        SansObjet = "sans_objet",
    }
}

codes! {
    /// The outcome of a decision.
    Issue {
        /// Granted.
        Accordee = "accordee",
        /// Refused: at least one rule is broken.
        Refusee = "refusee",
        /// Nothing is broken, something is to be confirmed.
        AConfirmer = "a_confirmer",
    }
}
