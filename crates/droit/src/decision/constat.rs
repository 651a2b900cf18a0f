//! The vocabulary of an answer: codes, states, outcomes, findings. Codes are stable for ever.

use std::fmt;

use super::motif::{Motif, SansObjet};
use crate::reglement::{Confiance, Source, Valeur, Variante};

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

/// What one rule found: the state, why, and the text that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constat<'r> {
    /// The rule.
    pub code: Code,
    /// What was found.
    pub etat: Etat,
    /// Why, with its figures; a French sentence once displayed.
    pub motif: Motif<'r>,
    /// The text the rule rests on; only a rule without object has none.
    pub fondement: Option<&'r Source>,
    /// What to know about the value applied, in French; often empty.
    pub precision: &'r str,
    variantes: &'r [Variante],
}

impl<'r> Constat<'r> {
    /// The values that other official sources publish, when they could change the answer on this day.
    pub fn variantes(&self) -> impl Iterator<Item = &'r Variante> + use<'r> {
        self.variantes.iter().filter(|variante| officielle(variante))
    }

    /// The finding of a rule, or the reason why it has no object.
    pub(super) fn new(code: Code, observation: Observation<'r>) -> Self {
        match observation {
            Ok(Trouvaille { etat, motif, fondement, precision, variantes }) => {
                Self { code, etat, motif, fondement: Some(fondement), precision, variantes }
            }
            Err(raison) => Self {
                code,
                etat: Etat::SansObjet,
                motif: Motif::SansObjet(raison),
                fondement: None,
                precision: "",
                variantes: &[],
            },
        }
    }
}

/// Does an official source publish this other value; what the press or a vendor writes is not opposed to a decision.
pub(super) fn officielle(variante: &Variante) -> bool {
    matches!(variante.source.confiance, Confiance::Texte | Confiance::Officiel)
}

/// The whole sentence: the motive, what is to be verified, the other published values.
impl fmt::Display for Constat<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.motif)?;
        let a_verifier = self.fondement.is_some_and(|source| source.confiance == Confiance::AVerifier);
        if a_verifier {
            f.write_str(" Valeur nationale appliquée faute de valeur propre au département : à vérifier.")?;
        }
        if !self.precision.is_empty() && (a_verifier || self.etat == Etat::AConfirmer) {
            write!(f, " {}", self.precision)?;
        }
        for variante in self.variantes() {
            write!(f, " Autre valeur publiée ({}) : {}.", variante.source.texte, variante.valeur)?;
        }
        Ok(())
    }
}

/// What a rule answers when it has an object.
#[derive(Debug)]
pub(super) struct Trouvaille<'r> {
    etat: Etat,
    motif: Motif<'r>,
    fondement: &'r Source,
    precision: &'r str,
    variantes: &'r [Variante],
}

/// A finding, or the reason why the rule has no object.
pub(super) type Observation<'r> = Result<Trouvaille<'r>, SansObjet>;

impl<'r> Trouvaille<'r> {
    /// A finding that rests on a parameter; unless the rule is met, the other published values are shown.
    pub(super) fn selon<T>(valeur: &'r Valeur<T>, etat: Etat, motif: impl Into<Motif<'r>>) -> Self {
        let trouvaille = Self::avec_variantes(valeur, etat, motif);
        if etat == Etat::Respecte { Self { variantes: &[], ..trouvaille } } else { trouvaille }
    }

    /// A finding that rests on a parameter and shows its other published values even when the rule is met.
    pub(super) fn avec_variantes<T>(valeur: &'r Valeur<T>, etat: Etat, motif: impl Into<Motif<'r>>) -> Self {
        let Valeur { source, precision, variantes, .. } = valeur;
        Self { etat, motif: motif.into(), fondement: source, precision, variantes }
    }

    /// A finding that rests on a source, not on a value.
    pub(super) fn fondee(source: &'r Source, etat: Etat, motif: impl Into<Motif<'r>>) -> Self {
        Self { etat, motif: motif.into(), fondement: source, precision: "", variantes: &[] }
    }
}
