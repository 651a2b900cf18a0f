//! Why a rule answers what it answers: data, turned into a French sentence only when somebody reads it.

use std::fmt;

use super::diagnostic::MotifDiagnostic;
use super::episode::MotifEpisode;
use super::nomenclature::MotifActe;
use super::praticien::MotifPraticien;
use super::securite::MotifSecurite;
use super::structure::MotifStructure;
use super::territoire::MotifTerritoire;

/// Why, by the noun the rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Motif<'r> {
    /// The rule does not apply.
    SansObjet(SansObjet),
    /// About the department and its calendar.
    Territoire(MotifTerritoire),
    /// About the structure.
    Structure(MotifStructure),
    /// About the practitioner.
    Praticien(MotifPraticien),
    /// About the episode and its séances.
    Episode(MotifEpisode),
    /// About the proof of a prior diagnosis.
    Diagnostic(MotifDiagnostic),
    /// About the safety of the patient.
    Securite(MotifSecurite<'r>),
    /// About the act of the NGAP.
    Acte(MotifActe<'r>),
}

macro_rules! depuis {
    ($($variante:ident($motif:ty),)+) => { $(
        impl<'r> From<$motif> for Motif<'r> {
            fn from(motif: $motif) -> Self {
                Self::$variante(motif)
            }
        }
    )+ };
}
depuis! {
    Territoire(MotifTerritoire),
    Structure(MotifStructure),
    Praticien(MotifPraticien),
    Episode(MotifEpisode),
    Diagnostic(MotifDiagnostic),
    Securite(MotifSecurite<'r>),
    Acte(MotifActe<'r>),
}

impl fmt::Display for Motif<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SansObjet(raison) => raison.fmt(f),
            Self::Territoire(motif) => motif.fmt(f),
            Self::Structure(motif) => motif.fmt(f),
            Self::Praticien(motif) => motif.fmt(f),
            Self::Episode(motif) => motif.fmt(f),
            Self::Diagnostic(motif) => motif.fmt(f),
            Self::Securite(motif) => motif.fmt(f),
            Self::Acte(motif) => motif.fmt(f),
        }
    }
}

/// Why a rule has no object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SansObjet {
    /// The rule is about other acts.
    AutreActe,
    /// The rule is one of the experiment, the structure is under the permanent regime.
    RegimePermanent,
    /// Nothing to examine where there is no direct access at all.
    AucunRegime,
    /// A prior medical diagnosis lifts the rule.
    DiagnosticValable,
    /// No proof of diagnosis was presented.
    AucunDiagnostic,
    /// The proof of diagnosis counts from a later day.
    DiagnosticPasEncoreEnregistre,
    /// No act of the NGAP was given.
    ActeNonPrecise,
    /// The act is not in the table: another finding says so.
    ActeInconnu,
    /// The act needs no accord préalable.
    SansAccordPrealable,
    /// The rank of the séance is below the cap.
    RangInferieurAuPlafond,
    /// The number of séances is not limited.
    SansPlafond,
    /// The department asks for no fiche.
    FicheNonExigee,
    /// Enrolment is the matter of the declaration.
    InscriptionFaite,
    /// The department asks for no listing.
    SansListe,
}

impl fmt::Display for SansObjet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AutreActe => "Cette règle ne concerne pas cet acte.",
            Self::RegimePermanent => "Cette règle est propre à l’expérimentation en CPTS.",
            Self::AucunRegime => "Cette règle suppose un accès direct, que cette structure n’ouvre pas.",
            Self::DiagnosticValable => {
                "Un diagnostic médical préalable est enregistré : la limite est levée."
            }
            Self::AucunDiagnostic => "Aucune preuve de diagnostic médical préalable n’est présentée.",
            Self::DiagnosticPasEncoreEnregistre => {
                "Le diagnostic présenté ne compte pas encore ce jour : il est daté ou enregistré plus tard."
            }
            Self::ActeNonPrecise => "Aucun acte de la NGAP n’est précisé.",
            Self::ActeInconnu => "L’acte n’est pas dans la NGAP de ce jour : aucun seuil ne peut être lu.",
            Self::SansAccordPrealable => "Cet acte ne demande pas d’accord préalable.",
            Self::RangInferieurAuPlafond => "La dernière séance sans diagnostic n’est pas encore atteinte.",
            Self::SansPlafond => "Le nombre de séances sans diagnostic n’est pas limité.",
            Self::FicheNonExigee => "Le département n’exige pas de fiche annexée au projet de santé.",
            Self::InscriptionFaite => "La clôture des inscriptions concerne la déclaration, déjà faite.",
            Self::SansListe => "Ce département ne demande pas d’autorisation par inscription sur une liste.",
        })
    }
}
