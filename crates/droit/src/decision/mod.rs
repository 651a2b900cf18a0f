//! May this act be done, on this day, here, by this practitioner, for this patient: the answer, explained and cited.
//!
//! One small function per rule, grouped in files by noun, each under the sentence it applies and its text.
//! Every rule is observed: an answer holds all its findings, never only the first. Nothing is written in sentences
//! before somebody reads it.

mod cas;
mod constat;
mod demande;
mod diagnostic;
mod episode;
mod jour;
mod motif;
mod nomenclature;
mod praticien;
mod que_faire;
mod reponse;
mod securite;
mod structure;
mod territoire;

pub(crate) use constat::codes;

pub use constat::{Code, Constat, Etat, Issue};
pub use demande::{
    Acte, ActeNgap, Coefficient, CoefficientInvalide, Demande, DiagnosticPrealable, DossierEpisode,
    DrapeauRouge, Gravite, Patient, Praticien, Statut, Structure, TypeDiagnostic, TypeStructure,
};
pub use diagnostic::MotifDiagnostic;
pub use episode::MotifEpisode;
pub use jour::{Jour, nom_du_mois};
pub use motif::{Motif, SansObjet};
pub use nomenclature::MotifActe;
pub use praticien::MotifPraticien;
pub use que_faire::{Action, Conseil, QueFaire};
pub use reponse::{Decision, DroitApplique, Echeance, Echeances, Seances, Terme};
pub use securite::{Destination, MotifSecurite};
pub use structure::MotifStructure;
pub use territoire::MotifTerritoire;

use crate::reglement::DroitApplicable;
use crate::reglement::ngap::Nomenclature;
use cas::Cas;

/// Decides an act under the law applicable on its day: every rule answers, in the order of [`Code::TOUS`].
pub fn decider<'r>(
    demande: &Demande,
    droit: &DroitApplicable<'r>,
    nomenclature: &'r Nomenclature,
) -> Decision<'r> {
    let cas = Cas::new(demande, droit, nomenclature);
    let constats = [
        Constat::new(Code::DepartementNonDesigne, territoire::departement_designe(&cas)),
        Constat::new(Code::HorsPeriode, territoire::periode(&cas)),
        Constat::new(Code::InscriptionsCloses, territoire::inscriptions(&cas)),
        Constat::new(Code::StructureSansAccesDirect, structure::acces_direct_ouvert(&cas)),
        Constat::new(Code::RemplacantExclu, praticien::statut_admis(&cas)),
        Constat::new(Code::LieuExerciceHorsDepartement, praticien::lieu_dans_le_departement(&cas)),
        Constat::new(Code::PraticienNonAutorise, praticien::autorise(&cas)),
        Constat::new(Code::FicheCptsAbsente, structure::fiche_annexee(&cas)),
        Constat::new(Code::PlafondDeSeancesAtteint, episode::plafond_de_seances(&cas)),
        Constat::new(Code::EpisodeExpire, episode::episode_en_cours(&cas)),
        Constat::new(Code::DiagnosticHorsListe, diagnostic::sur_la_liste(&cas)),
        Constat::new(Code::DiagnosticSansRapport, diagnostic::en_rapport(&cas)),
        Constat::new(Code::DrapeauRouge, securite::drapeaux_rouges(&cas)),
        Constat::new(Code::OrientationDue, securite::orientation(&cas)),
        Constat::new(Code::DeuxSeancesLeMemeJour, episode::une_seance_par_jour(&cas)),
        Constat::new(Code::ActeExcluDeLAccesDirect, nomenclature::acte_admis(&cas)),
        Constat::new(Code::AccordPrealableRequis, nomenclature::accord_prealable(&cas)),
        Constat::new(Code::SeanceHorsEpisode, episode::dans_l_episode(&cas)),
        Constat::new(Code::MedecinTraitantAbsent, securite::medecin_traitant(&cas)),
    ];
    Decision {
        issue: issue(&constats),
        seances: cas.seances(),
        echeances: Echeances::du(&cas),
        que_faire: QueFaire::depuis(&cas, &constats),
        droit: DroitApplique {
            regime: droit.regime,
            departement: droit.departement,
            le: droit.le,
            empreinte: droit.empreinte,
        },
        constats,
    }
}

/// Refused if anything is broken, else to be confirmed if anything is, else granted.
fn issue(constats: &[Constat<'_>]) -> Issue {
    let trouve = |etat| constats.iter().any(|constat| constat.etat == etat);
    if trouve(Etat::Viole) {
        Issue::Refusee
    } else if trouve(Etat::AConfirmer) {
        Issue::AConfirmer
    } else {
        Issue::Accordee
    }
}
