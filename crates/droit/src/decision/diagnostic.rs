//! The proof of a prior medical diagnosis: is it on the list, is it about this condition.

use std::fmt;

use super::cas::{self, Cas};
use super::constat::{Etat, Observation, Trouvaille};
use super::demande::{Acte, DiagnosticPrealable, TypeDiagnostic};
use super::motif::SansObjet;
use crate::reglement::ListeDiagnostics;

/// What is said of a proof of diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MotifDiagnostic {
    /// The list is open: any medical document that attests the situation.
    ListeOuverte(TypeDiagnostic),
    /// The document is on the closed list.
    SurLaListe(TypeDiagnostic),
    /// It is not.
    HorsListe(TypeDiagnostic),
    /// The list is unknown.
    ListeInconnue(TypeDiagnostic),
    /// The document is about the condition treated.
    EnRapport,
    /// It is about something else.
    SansRapport,
}

impl fmt::Display for MotifDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::ListeOuverte(document) => write!(
                f,
                "{} : tout document médical qui atteste la situation clinique est admis.",
                nom(document)
            ),
            Self::SurLaListe(document) => write!(f, "{} : document admis.", nom(document)),
            Self::HorsListe(document) => {
                write!(f, "{} : document hors de la liste admise, il ne lève pas la limite.", nom(document))
            }
            Self::ListeInconnue(document) => {
                write!(f, "{} : la liste des documents admis n’est pas connue.", nom(document))
            }
            Self::EnRapport => f.write_str("Le document concerne l’affection prise en charge."),
            Self::SansRapport => {
                f.write_str("Le document concerne une autre affection : il ne lève pas la limite.")
            }
        }
    }
}

fn nom(document: TypeDiagnostic) -> &'static str {
    match document {
        TypeDiagnostic::Ald => "Justificatif du motif de l’affection de longue durée",
        TypeDiagnostic::CrOperatoire => "Compte rendu opératoire",
        TypeDiagnostic::CrHospitalisation => "Compte rendu d’hospitalisation",
        TypeDiagnostic::PrescriptionAnterieure => "Prescription médicale antérieure",
        TypeDiagnostic::CrMedical => "Compte rendu médical",
        TypeDiagnostic::CrUrgences => "Compte rendu des urgences",
        TypeDiagnostic::InformationMedecin => "Information tracée par le médecin traitant ou coordonnateur",
        TypeDiagnostic::DossierUsager => "Élément du dossier informatisé de l’usager",
        TypeDiagnostic::AutreDocumentMedical => "Autre document médical",
    }
}

/// The document is one of those the department accepts as proof; otherwise it counts as none, and the cap decides.
/// Source: décret 2024-618, art. 2; the list, open or closed, comes from `reglement/`.
pub(super) fn sur_la_liste<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    let diagnostic = presente(cas)?;
    let document = diagnostic.type_diagnostic;
    let (etat, motif) = match (&cas.droit.diagnostics.connue, cas::sur_la_liste(diagnostic, cas.droit)) {
        (_, Some(false)) => (Etat::Signale, MotifDiagnostic::HorsListe(document)),
        (_, Some(true)) if pas_encore(cas, diagnostic) => {
            return Err(SansObjet::DiagnosticPasEncoreEnregistre);
        }
        (Some(ListeDiagnostics::Ouverte), Some(true)) => {
            (Etat::Respecte, MotifDiagnostic::ListeOuverte(document))
        }
        (_, Some(true)) => (Etat::Respecte, MotifDiagnostic::SurLaListe(document)),
        (_, None) => (Etat::AConfirmer, MotifDiagnostic::ListeInconnue(document)),
    };
    Ok(Trouvaille::selon(cas.droit.diagnostics, etat, motif))
}

/// The document is about the condition treated; otherwise it counts as none, and the cap decides.
/// Source: décret 2024-618, art. 2, read with the fiche of the Var (« en rapport avec la pathologie »).
pub(super) fn en_rapport<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    let diagnostic = presente(cas)?;
    let source = &cas.droit.diagnostics.source;
    match diagnostic.en_rapport {
        false => Ok(Trouvaille::fondee(source, Etat::Signale, MotifDiagnostic::SansRapport)),
        true if pas_encore(cas, diagnostic) => Err(SansObjet::DiagnosticPasEncoreEnregistre),
        true => Ok(Trouvaille::fondee(source, Etat::Respecte, MotifDiagnostic::EnRapport)),
    }
}

fn presente<'d>(cas: &Cas<'d, '_>) -> Result<&'d DiagnosticPrealable, SansObjet> {
    cas.actes(&[Acte::Ouvrir, Acte::Seance])?;
    cas.acces_direct()?;
    cas.diagnostic().ok_or(SansObjet::AucunDiagnostic)
}

fn pas_encore(cas: &Cas<'_, '_>, diagnostic: &DiagnosticPrealable) -> bool {
    cas::effet(diagnostic, cas.droit) > cas.le()
}
