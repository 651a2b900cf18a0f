//! What can be done now: the ways out of a refusal, and the duties that go with a grant.

use std::fmt;

use super::cas::Cas;
use super::constat::{Code, Constat, Etat, codes};
use super::demande::Acte;
use super::motif::Motif;
use super::nomenclature::MotifActe;
use super::securite::{Destination, destination};
use crate::reglement::Regime;

codes! {
    /// Something to do. Codes are stable for ever.
    Action {
        /// Record a proof of a prior diagnosis.
        EnregistrerDiagnostic = "enregistrer-diagnostic",
        /// Stop and orient at once.
        OrienterSansDelai = "orienter-sans-delai",
        /// Orient to the médecin traitant.
        OrienterMedecinTraitant = "orienter-medecin-traitant",
        /// Orient through the department's circuit.
        OrienterCircuitDepartement = "orienter-circuit-departement",
        /// Go on under a prescription.
        PoursuivreSurPrescription = "poursuivre-sur-prescription",
        /// Nothing to declare.
        AucuneDeclarationAFaire = "aucune-declaration-a-faire",
        /// Join a coordinated structure.
        RejoindreUneStructure = "rejoindre-une-structure-coordonnee",
        /// Leave the care to a practitioner who takes part.
        ConfierAUnParticipant = "confier-a-un-participant",
        /// Practise in the department.
        ExercerDansLeDepartement = "exercer-dans-le-departement",
        /// Say where one practises.
        PreciserLieuExercice = "preciser-lieu-exercice",
        /// Declare, or wait for the authorisation.
        DeclarerParticipation = "declarer-sa-participation",
        /// Annex the fiche.
        AnnexerFiche = "annexer-fiche-projet-de-sante",
        /// Say whether the fiche is annexed.
        VerifierFiche = "verifier-fiche-projet-de-sante",
        /// Ask the ARS.
        ContacterArs = "contacter-ars",
        /// Count the séances of the other episodes.
        CompterAutresSeances = "compter-les-autres-seances",
        /// Write why care goes on.
        MotiverAlerte = "motiver-alerte",
        /// Justify the second séance of the day.
        JustifierDeuxSeances = "justifier-deux-seances",
        /// Code another act.
        ChoisirUnAutreActe = "choisir-un-autre-acte",
        /// Check the letter and the coefficient.
        VerifierCotation = "verifier-cotation",
        /// Ask for the accord préalable.
        DemanderAccordPrealable = "demander-accord-prealable",
        /// Correct the day.
        CorrigerLaDate = "corriger-la-date",
        /// Say whether there is a médecin traitant.
        PreciserMedecinTraitant = "preciser-medecin-traitant",
    }
}

/// A set of actions, each at most once, always in the same order, without allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueFaire<'r> {
    retenues: u32,
    circuit: Option<&'r str>,
}

/// One action of the set, with its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conseil<'r> {
    /// What to do.
    pub action: Action,
    circuit: Option<&'r str>,
}

impl<'r> QueFaire<'r> {
    /// The actions, in order.
    pub fn iter(&self) -> impl Iterator<Item = Conseil<'r>> {
        let Self { retenues, circuit } = *self;
        let retenue = move |action: &&Action| retenues & bit(**action) != 0;
        Action::TOUS.iter().filter(retenue).map(move |action| Conseil { action: *action, circuit })
    }

    /// Is there nothing to do.
    pub fn is_empty(&self) -> bool {
        self.retenues == 0
    }

    /// What follows from the findings.
    pub(super) fn depuis(cas: &Cas<'_, 'r>, constats: &[Constat<'r>]) -> Self {
        let circuit = cas.droit.circuit_sans_medecin.connue.as_deref();
        let retenues = constats.iter().fold(0, |retenues, constat| {
            actions(cas, constat).iter().flatten().fold(retenues, |somme, action| somme | bit(*action))
        });
        Self { retenues, circuit }
    }
}

fn bit(action: Action) -> u32 {
    1 << (action as u32)
}

/// The actions a finding calls for; none when the rule is met or without object.
fn actions<'r>(cas: &Cas<'_, 'r>, constat: &Constat<'r>) -> [Option<Action>; 3] {
    match constat.etat {
        Etat::Viole => face_a_un_refus(cas, constat),
        Etat::AConfirmer => [Some(a_confirmer(constat.code)), None, None],
        Etat::Signale => [signale(cas, constat.code), None, None],
        Etat::Respecte | Etat::SansObjet => [None; 3],
    }
}

fn face_a_un_refus(cas: &Cas<'_, '_>, constat: &Constat<'_>) -> [Option<Action>; 3] {
    let declarer = cas.demande.acte == Acte::Declarer;
    let prescription = Some(Action::PoursuivreSurPrescription).filter(|_| !declarer);
    let et_prescription = |action| [Some(action), prescription, None];
    match constat.code {
        Code::StructureSansAccesDirect if declarer && cas.droit.regime == Regime::Permanent => {
            [Some(Action::AucuneDeclarationAFaire), None, None]
        }
        Code::StructureSansAccesDirect => et_prescription(Action::RejoindreUneStructure),
        Code::DepartementNonDesigne | Code::HorsPeriode if !declarer => [prescription, None, None],
        Code::DepartementNonDesigne | Code::HorsPeriode | Code::InscriptionsCloses => {
            [Some(Action::ContacterArs), None, None]
        }
        Code::RemplacantExclu if declarer => [Some(Action::ContacterArs), None, None],
        Code::RemplacantExclu => et_prescription(Action::ConfierAUnParticipant),
        Code::LieuExerciceHorsDepartement => et_prescription(Action::ExercerDansLeDepartement),
        Code::PraticienNonAutorise => et_prescription(Action::DeclarerParticipation),
        Code::FicheCptsAbsente => et_prescription(Action::AnnexerFiche),
        Code::PlafondDeSeancesAtteint | Code::EpisodeExpire => {
            [Some(Action::EnregistrerDiagnostic), Some(orienter(cas)), prescription]
        }
        Code::DrapeauRouge => [Some(Action::OrienterSansDelai), Some(orienter(cas)), None],
        Code::ActeExcluDeLAccesDirect => match constat.motif {
            Motif::Acte(MotifActe::DiagnosticManquant(_)) => et_prescription(Action::EnregistrerDiagnostic),
            _ => et_prescription(Action::ChoisirUnAutreActe),
        },
        Code::SeanceHorsEpisode => [Some(Action::CorrigerLaDate), None, None],
        Code::DiagnosticHorsListe
        | Code::DiagnosticSansRapport
        | Code::OrientationDue
        | Code::DeuxSeancesLeMemeJour
        | Code::AccordPrealableRequis
        | Code::MedecinTraitantAbsent => [prescription, None, None],
    }
}

fn a_confirmer(code: Code) -> Action {
    match code {
        Code::LieuExerciceHorsDepartement => Action::PreciserLieuExercice,
        Code::FicheCptsAbsente => Action::VerifierFiche,
        Code::PlafondDeSeancesAtteint => Action::CompterAutresSeances,
        Code::DrapeauRouge => Action::MotiverAlerte,
        Code::DeuxSeancesLeMemeJour => Action::JustifierDeuxSeances,
        Code::ActeExcluDeLAccesDirect => Action::VerifierCotation,
        Code::AccordPrealableRequis => Action::DemanderAccordPrealable,
        Code::SeanceHorsEpisode => Action::CorrigerLaDate,
        Code::MedecinTraitantAbsent => Action::PreciserMedecinTraitant,
        Code::DepartementNonDesigne
        | Code::HorsPeriode
        | Code::InscriptionsCloses
        | Code::StructureSansAccesDirect
        | Code::RemplacantExclu
        | Code::PraticienNonAutorise
        | Code::EpisodeExpire
        | Code::DiagnosticHorsListe
        | Code::DiagnosticSansRapport
        | Code::OrientationDue => Action::ContacterArs,
    }
}

fn signale(cas: &Cas<'_, '_>, code: Code) -> Option<Action> {
    match code {
        Code::DiagnosticHorsListe | Code::DiagnosticSansRapport => Some(Action::EnregistrerDiagnostic),
        Code::OrientationDue | Code::MedecinTraitantAbsent => Some(orienter(cas)),
        _ => None,
    }
}

fn orienter(cas: &Cas<'_, '_>) -> Action {
    match destination(cas) {
        Destination::MedecinTraitant => Action::OrienterMedecinTraitant,
        Destination::Circuit(_) => Action::OrienterCircuitDepartement,
    }
}

impl fmt::Display for Conseil<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.action, self.circuit) {
            (Action::OrienterCircuitDepartement, Some(circuit)) => {
                return write!(f, "Orienter le patient par le circuit du département : {circuit}");
            }
            (action, _) => phrase(action),
        })
    }
}

fn phrase(action: Action) -> &'static str {
    match action {
        Action::EnregistrerDiagnostic => "Enregistrer une preuve de diagnostic médical préalable admise.",
        Action::OrienterSansDelai => {
            "Arrêter les soins et orienter le patient sans délai ; en urgence, appeler le 15."
        }
        Action::OrienterMedecinTraitant => "Orienter le patient vers son médecin traitant.",
        Action::OrienterCircuitDepartement => {
            "Orienter le patient vers un autre médecin, avec l’aide de la CPTS."
        }
        Action::PoursuivreSurPrescription => "Poursuivre les soins sur prescription médicale.",
        Action::AucuneDeclarationAFaire => {
            "Aucune déclaration à faire : cette structure ouvre l’accès direct par la loi."
        }
        Action::RejoindreUneStructure => "Exercer dans une structure coordonnée qui ouvre l’accès direct.",
        Action::ConfierAUnParticipant => {
            "Confier le patient à un praticien autorisé, titulaire ou collaborateur."
        }
        Action::ExercerDansLeDepartement => "Exercer depuis un lieu d’exercice situé dans le département.",
        Action::PreciserLieuExercice => "Préciser le département du lieu d’exercice.",
        Action::DeclarerParticipation => "Déclarer sa participation à l’ARS et attendre son autorisation.",
        Action::AnnexerFiche => "Faire annexer la fiche sur l’accès direct au projet de santé de la CPTS.",
        Action::VerifierFiche => "Demander à la CPTS si la fiche est annexée à son projet de santé.",
        Action::ContacterArs => "Demander à l’agence régionale de santé ce qui s’applique.",
        Action::CompterAutresSeances => "Compter les séances sans diagnostic des autres épisodes du patient.",
        Action::MotiverAlerte => {
            "Écrire pourquoi les soins se poursuivent malgré l’alerte, ou orienter le patient."
        }
        Action::JustifierDeuxSeances => "Confirmer les deux séances du jour en donnant le motif.",
        Action::ChoisirUnAutreActe => "Choisir un acte admis en accès direct, s’il correspond aux soins.",
        Action::VerifierCotation => "Vérifier la lettre et le coefficient de l’acte à la date des soins.",
        Action::DemanderAccordPrealable => "Demander l’accord préalable, ou confirmer qu’il est obtenu.",
        Action::CorrigerLaDate => "Corriger la date : entre l’ouverture de l’épisode et aujourd’hui.",
        Action::PreciserMedecinTraitant => "Préciser si le patient a un médecin traitant.",
    }
}
