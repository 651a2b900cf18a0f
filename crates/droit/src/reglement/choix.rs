//! The closed choices of the rules that no decision reads: who declares, which test of the CPTS, which rhythm.

use super::lecture::choix;
use super::territoire::{EffetDuDroit, LieuExercice, Portee, Regime};
use crate::comite::Institution;
use crate::episode::GraviteEvenement;
use crate::fiche_cpts::EtapeFiche;

/// Who declares the MK to the ARS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Declarant {
    /// The MK, alone.
    Praticien,
    /// The CPTS, for its MKs.
    Cpts,
    /// The MK; the CPTS may centralise.
    PraticienOuCpts,
    /// The MK; his CPTS confirms that he is a member before the ARS examines.
    PraticienConfirme,
}

/// How the CPTS is tied to the department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TestCpts {
    /// The CPTS is in one of the departments of the experiment.
    DansUnDepartementDesigne,
    /// Its territory covers one of the departments of the experiment.
    Couvre,
    /// It is set up in this very department.
    Implantee,
    /// It belongs to the ARS, i.e. to the region.
    DuRessort,
    /// The ARS names it.
    Nommee,
}

/// What the MK must be in the CPTS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QualiteMembre {
    /// He practises in it.
    Exercant,
    /// He is a member of the association.
    Adherent,
    /// He is an active member.
    MembreActif,
}

/// Who has to answer before the fiche of a CPTS counts as taken into account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PriseEnCompteFiche {
    /// The ARS alone.
    Ars,
    /// The ARS, once the CPAM has acknowledged receipt.
    ArsEtCaisse,
}

/// What becomes of an authorisation when the membership it rests on ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EffetFinAdhesion {
    /// It ends.
    Retrait,
    /// It is suspended until a membership runs again.
    Suspension,
    /// Nothing.
    Aucun,
}

/// When the list of authorised MKs is updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RythmeListe {
    /// At each acceptance.
    AChaqueAcceptation,
    /// Every three months.
    Trimestriel,
}

/// What starts the clock of an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DepartEpisode {
    /// The first séance, or the bilan when it comes first.
    PremiereSeanceOuBilan,
}

/// From when a diagnosis learnt during an episode lifts its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EffetDiagnostic {
    /// From the day the MK records it; earlier séances stay counted.
    JourEnregistrement,
}

/// What the MK joins to his bills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PieceFacturation {
    /// Nothing.
    Aucune,
    /// The annexe 1 of the cahier des charges.
    Annexe1,
}

/// How often the MK sends the data of the evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RythmeEvaluation {
    /// Every year.
    Annuel,
    /// "Regularly", says the ARS, no more.
    Regulier,
}

choix! {
    Regime {
        ExperimentationCpts = "experimentation-cpts" => "expérimentation en CPTS",
        Permanent = "permanent" => "régime permanent",
        Aucun = "aucun" => "pas d’accès direct",
    }
    Portee {
        Episode = "episode" => "par patient et par épisode de soins, tous kinésithérapeutes confondus",
        Patient = "patient" => "par patient, tous épisodes confondus",
    }
    LieuExercice {
        PrincipalOuSecondaire = "principal-ou-secondaire" => "lieu d’exercice principal ou secondaire dans le département",
        Installe = "installe" => "praticien installé dans le département",
    }
    EffetDuDroit {
        Declaration = "declaration" => "dès la déclaration",
        Acceptation = "acceptation" => "dès l’acceptation par l’ARS",
    }
    Declarant {
        Praticien = "praticien" => "le masseur-kinésithérapeute, pour lui-même",
        Cpts = "cpts" => "la CPTS, pour ses kinésithérapeutes volontaires",
        PraticienOuCpts = "praticien-ou-cpts" => "le masseur-kinésithérapeute ; la CPTS peut centraliser",
        PraticienConfirme = "praticien-confirme" => "le masseur-kinésithérapeute ; sa CPTS confirme l’adhésion",
    }
    TestCpts {
        DansUnDepartementDesigne = "dans-un-departement-designe" => "la CPTS est dans l’un des départements de l’expérimentation",
        Couvre = "couvre" => "le territoire de la CPTS couvre un département de l’expérimentation",
        Implantee = "implantee" => "la CPTS est implantée dans le département",
        DuRessort = "du-ressort" => "la CPTS est du ressort de l’ARS",
        Nommee = "nommee" => "la CPTS est nommément désignée par l’ARS",
    }
    QualiteMembre {
        Exercant = "exercant" => "exercer dans la CPTS",
        Adherent = "adherent" => "être adhérent de la CPTS",
        MembreActif = "membre-actif" => "être membre actif de la CPTS",
    }
    EtapeFiche {
        Absente = "absente" => "absente",
        Redigee = "redigee" => "rédigée",
        ValideeEnInterne = "validee-en-interne" => "validée en interne par la CPTS",
        Envoyee = "envoyee" => "envoyée à l’ARS et à la CPAM",
        PriseEnCompte = "prise-en-compte" => "prise en compte par l’ARS",
    }
    PriseEnCompteFiche {
        Ars = "ars" => "l’ARS",
        ArsEtCaisse = "ars-et-caisse" => "l’ARS, après l’accusé de réception de la CPAM",
    }
    EffetFinAdhesion {
        Retrait = "retrait" => "l’autorisation prend fin avec l’adhésion",
        Suspension = "suspension" => "l’autorisation est suspendue jusqu’à une nouvelle adhésion",
        Aucun = "aucun" => "l’autorisation demeure",
    }
    RythmeListe {
        AChaqueAcceptation = "a-chaque-acceptation" => "à chaque acceptation",
        Trimestriel = "trimestriel" => "tous les trois mois",
    }
    DepartEpisode {
        PremiereSeanceOuBilan = "premiere-seance-ou-bilan" => "la première séance, ou le bilan s’il la précède",
    }
    EffetDiagnostic {
        JourEnregistrement = "jour-enregistrement" => "à partir du jour où il est enregistré ; les séances antérieures restent comptées",
    }
    PieceFacturation {
        Aucune = "aucune" => "aucune pièce à joindre",
        Annexe1 = "annexe-1" => "l’annexe 1 du cahier des charges, jointe à la facture",
    }
    GraviteEvenement {
        Benin = "benin" => "Bénin, sans soin particulier",
        Modere = "modere" => "Modéré, des soins ont été nécessaires",
        Grave = "grave" => "Grave : pronostic vital engagé ou déficit permanent à craindre",
        Deces = "deces" => "Décès",
    }
    Institution {
        Ars = "ars" => "ARS",
        Cpam = "cpam" => "CPAM",
        Dcgdr = "dcgdr" => "DCGDR",
        Urps = "urps" => "URPS des masseurs-kinésithérapeutes",
        Ordre = "ordre" => "Conseil départemental de l’Ordre",
        Cpts = "cpts" => "CPTS",
        Ambassadeur = "ambassadeur" => "Kinésithérapeute ambassadeur",
    }
    RythmeEvaluation {
        Annuel = "annuel" => "chaque année",
        Regulier = "regulier" => "régulièrement, sans rythme chiffré",
    }
}
