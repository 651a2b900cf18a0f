//! The structure where care is given: is direct access open there, and has the CPTS written it in its projet.

use std::fmt;

use super::cas::Cas;
use super::constat::{Etat, Observation, Trouvaille};
use super::demande::{Acte, TypeStructure};
use super::motif::SansObjet;
use crate::fiche_cpts::EtapeFiche;
use crate::reglement::Regime;

/// What is said of a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MotifStructure {
    /// Direct access is open there.
    Admise(TypeStructure),
    /// It is not.
    Exclue(TypeStructure),
    /// Nobody knows.
    Inconnue(TypeStructure),
    /// A declaration is made for another structure than a CPTS.
    DeclarationSansObjet(TypeStructure),
    /// The fiche is annexed to the projet de santé.
    FicheAnnexee,
    /// It is not.
    FicheAbsente,
    /// It is on its way, but has not come far enough.
    FicheInsuffisante {
        /// The step reached.
        etape: EtapeFiche,
        /// The step the department waits for.
        attendue: EtapeFiche,
    },
    /// It is on its way, and nobody knows which step is enough.
    FicheEtapeInconnue(EtapeFiche),
    /// Nobody said whether it is.
    FicheNonPrecisee,
    /// Nobody knows whether the department asks for it.
    ExigenceInconnue,
}

impl fmt::Display for MotifStructure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Admise(structure) => write!(f, "L’accès direct est ouvert dans {}.", nom(structure)),
            Self::Exclue(structure) => write!(f, "L’accès direct n’est pas ouvert dans {}.", nom(structure)),
            Self::Inconnue(structure) => {
                write!(f, "Aucune source ne dit si l’accès direct est ouvert dans {}.", nom(structure))
            }
            Self::DeclarationSansObjet(TypeStructure::Cabinet) => f.write_str(
                "La déclaration concerne les seules CPTS ; un cabinet hors structure n’ouvre pas l’accès direct.",
            ),
            Self::DeclarationSansObjet(structure) => {
                let nom = nom(structure);
                write!(f, "La déclaration concerne les seules CPTS ; dans {nom}, l’accès direct s’exerce sans elle.")
            }
            Self::FicheAnnexee => {
                f.write_str("La fiche sur l’accès direct est annexée au projet de santé de la CPTS.")
            }
            Self::FicheAbsente => {
                f.write_str("La fiche sur l’accès direct manque au projet de santé de la CPTS : le département l’exige.")
            }
            Self::FicheInsuffisante { etape, attendue } => write!(
                f,
                "La fiche sur l’accès direct de la CPTS est {} ; le département attend qu’elle soit {}.",
                etape.libelle(),
                attendue.libelle()
            ),
            Self::FicheEtapeInconnue(etape) => write!(
                f,
                "La fiche sur l’accès direct de la CPTS est {} ; aucune source ne dit quelle étape suffit.",
                etape.libelle()
            ),
            Self::FicheNonPrecisee => f.write_str(
                "Le département exige une fiche annexée au projet de santé de la CPTS : dites si elle l’est.",
            ),
            Self::ExigenceInconnue => f.write_str(
                "Aucune source ne dit si le département exige une fiche annexée au projet de santé de la CPTS.",
            ),
        }
    }
}

/// The name of a kind of structure, with its article.
fn nom(structure: TypeStructure) -> &'static str {
    match structure {
        TypeStructure::Cpts => "une communauté professionnelle territoriale de santé (CPTS)",
        TypeStructure::Msp => "une maison de santé pluriprofessionnelle (MSP)",
        TypeStructure::Cds => "un centre de santé (CDS)",
        TypeStructure::Esp => "une équipe de soins primaires (ESP)",
        TypeStructure::Ess => "une équipe de soins spécialisés (ESS)",
        TypeStructure::Etablissement => "un établissement de santé",
        TypeStructure::Esms => "un établissement ou service social ou médico-social (ESMS)",
        TypeStructure::Cabinet => "un cabinet hors de toute structure coordonnée",
    }
}

/// Direct access is open in the structures the law names, and in a CPTS for the time of the experiment.
/// Source: CSP, art. L. 4321-1; loi 2023-379, art. 3, IV. A declaration is made for a CPTS only (décret 2024-618, art. 1).
pub(super) fn acces_direct_ouvert<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    let (structure, admise) = (cas.demande.structure.type_structure, cas.droit.structure_admise);
    if cas.demande.acte == Acte::Declarer && cas.droit.regime != Regime::ExperimentationCpts {
        let motif = MotifStructure::DeclarationSansObjet(structure);
        return Ok(Trouvaille::selon(admise, Etat::Viole, motif));
    }
    let (etat, motif) = match admise.connue {
        Some(true) => (Etat::Respecte, MotifStructure::Admise(structure)),
        Some(false) => (Etat::Viole, MotifStructure::Exclue(structure)),
        None => (Etat::AConfirmer, MotifStructure::Inconnue(structure)),
    };
    Ok(Trouvaille::selon(admise, etat, motif))
}

/// Some departments ask that the CPTS write direct access in its projet de santé, by a fiche annexed to it.
/// Source: the department's own file in `reglement/` (Var: fiche of the ARS; Yvelines: URPS).
pub(super) fn fiche_annexee<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Declarer, Acte::Ouvrir, Acte::Seance])?;
    cas.experimentation()?;
    let exigee = cas.droit.fiche_exigee;
    let (etat, motif) = match (exigee.connue, cas.demande.structure.fiche_projet_de_sante) {
        (Some(false), _) => return Err(SansObjet::FicheNonExigee),
        (_, Some(EtapeFiche::PriseEnCompte)) => (Etat::Respecte, MotifStructure::FicheAnnexee),
        (Some(true), Some(EtapeFiche::Absente)) => (Etat::Viole, MotifStructure::FicheAbsente),
        (Some(true), Some(etape)) => return Ok(etape_de_la_fiche(cas, etape)),
        (Some(true), None) => (Etat::AConfirmer, MotifStructure::FicheNonPrecisee),
        (None, _) => (Etat::AConfirmer, MotifStructure::ExigenceInconnue),
    };
    Ok(Trouvaille::selon(exigee, etat, motif))
}

/// A fiche on its way is enough from the step the department names; none named, it is to be confirmed.
/// Source: the department's own file in `reglement/`; `docs/decisions/0045-fiche-of-the-cpts.md` where it is our reading.
fn etape_de_la_fiche<'r>(cas: &Cas<'_, 'r>, etape: EtapeFiche) -> Trouvaille<'r> {
    let suffit = cas.droit.etape_de_la_fiche;
    let (etat, motif) = match suffit.connue {
        Some(attendue) if etape >= attendue => (Etat::Respecte, MotifStructure::FicheAnnexee),
        Some(attendue) => (Etat::Viole, MotifStructure::FicheInsuffisante { etape, attendue }),
        None => (Etat::AConfirmer, MotifStructure::FicheEtapeInconnue(etape)),
    };
    Trouvaille::selon(suffit, etat, motif)
}
