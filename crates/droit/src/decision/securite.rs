//! The safety of the patient: warning signs, duty to orient, médecin traitant.

use std::fmt;

use super::cas::Cas;
use super::constat::{Etat, Observation, Trouvaille};
use super::demande::{Acte, DrapeauRouge, Gravite};
use super::motif::SansObjet;
use crate::reglement::Signes;

/// What is said for the safety of the patient.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the figures of the sentence")]
pub enum MotifSecurite<'r> {
    /// No warning sign.
    AucunDrapeau,
    /// Critical signs: care stops and the patient is oriented.
    DrapeauCritique { codes: Box<str>, vers: Destination<'r> },
    /// Alerts without a reason to go on.
    AlerteSansMotif { codes: Box<str> },
    /// Alerts, each with its reason.
    AlerteMotivee { codes: Box<str> },
    /// The last séances came and the patient has improved.
    Amelioration,
    /// The patient has not improved.
    SansAmelioration { rang: u32, vers: Destination<'r> },
    /// Nobody assessed it.
    AmeliorationNonEvaluee { rang: u32, vers: Destination<'r> },
    /// The patient has a médecin traitant.
    MedecinTraitant,
    /// He has none.
    SansMedecinTraitant { circuit: Option<&'r str> },
    /// Nobody said.
    MedecinTraitantNonPrecise,
}

/// To whom the patient is oriented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination<'r> {
    /// His médecin traitant.
    MedecinTraitant,
    /// The circuit of the department, in its own words when they are known.
    Circuit(Option<&'r str>),
}

impl fmt::Display for Destination<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MedecinTraitant => f.write_str("vers son médecin traitant"),
            Self::Circuit(Some(circuit)) => {
                write!(
                    f,
                    "vers un autre médecin, par le circuit du département ({})",
                    circuit.trim_end_matches('.')
                )
            }
            Self::Circuit(None) => f.write_str("vers un autre médecin"),
        }
    }
}

impl fmt::Display for MotifSecurite<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AucunDrapeau => f.write_str("Aucun drapeau rouge n’est relevé."),
            Self::DrapeauCritique { codes, vers } => write!(
                f,
                "Drapeau rouge critique ({codes}) : arrêter et orienter sans délai {vers}, ou appeler le 15 en urgence."
            ),
            Self::AlerteSansMotif { codes } => {
                write!(f, "Alerte ({codes}) : écrivez pourquoi les soins se poursuivent, ou orientez le patient.")
            }
            Self::AlerteMotivee { codes } => {
                write!(f, "Alerte ({codes}) : le motif de poursuite des soins est consigné.")
            }
            Self::Amelioration => f.write_str("L’état du patient s’améliore : aucune réorientation n’est due."),
            Self::SansAmelioration { rang, vers } => {
                write!(f, "Séance de rang {rang} sans amélioration : le patient est à orienter {vers}.")
            }
            Self::AmeliorationNonEvaluee { rang, vers } => write!(
                f,
                "Séance de rang {rang}, amélioration non évaluée : évaluez-la, et à défaut orientez le patient {vers}."
            ),
            Self::MedecinTraitant => f.write_str("Le patient a un médecin traitant."),
            Self::SansMedecinTraitant { circuit: Some(circuit) } => {
                write!(f, "Le patient n’a pas de médecin traitant. Circuit du département : {circuit}")
            }
            Self::SansMedecinTraitant { circuit: None } => f.write_str(
                "Le patient n’a pas de médecin traitant ; le circuit du département n’est pas connu : voyez la CPTS.",
            ),
            Self::MedecinTraitantNonPrecise => {
                f.write_str("On ne sait pas si le patient a un médecin traitant.")
            }
        }
    }
}

/// A sign that calls for a medical opinion stops care when it is critical; an alert asks for a written reason.
/// Source: décret 2024-618, art. 2 (orient as soon as a diagnosis or a medical opinion is needed).
pub(super) fn drapeaux_rouges<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Ouvrir, Acte::Seance])?;
    let drapeaux = cas.episode().map_or(&[] as &[DrapeauRouge], |episode| &episode.drapeaux_rouges);
    let critiques = codes(drapeaux, |d| d.gravite == Gravite::Critique);
    let sans_motif = codes(drapeaux, |d| d.gravite == Gravite::Alerte && !motive(d));
    let motives = codes(drapeaux, |d| d.gravite == Gravite::Alerte && motive(d));
    let (etat, motif) = match (critiques, sans_motif, motives) {
        (Some(codes), _, _) => {
            (Etat::Viole, MotifSecurite::DrapeauCritique { codes, vers: destination(cas) })
        }
        (None, Some(codes), _) => (Etat::AConfirmer, MotifSecurite::AlerteSansMotif { codes }),
        (None, None, Some(codes)) => (Etat::Signale, MotifSecurite::AlerteMotivee { codes }),
        (None, None, None) => (Etat::Respecte, MotifSecurite::AucunDrapeau),
    };
    Ok(Trouvaille::fondee(&cas.droit.orientation.source, etat, motif))
}

/// Without improvement the patient is oriented to a doctor, at the latest after the last séance without diagnosis.
/// Source: décret 2024-618, art. 2; CSP, art. L. 4321-1; Assurance Maladie, note of December 2024.
pub(super) fn orientation<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Seance, Acte::Clore])?;
    cas.acces_direct()?;
    cas.sans_diagnostic()?;
    let plafond = u32::from(cas.droit.plafond.connue.ok_or(SansObjet::SansPlafond)?);
    let faites = cas.compte.faites();
    let rang = if cas.demande.acte == Acte::Clore { faites } else { faites.saturating_add(1) };
    if rang < plafond {
        return Err(SansObjet::RangInferieurAuPlafond);
    }
    let vers = destination(cas);
    let (etat, motif) = match cas.episode().and_then(|episode| episode.amelioration) {
        Some(true) => (Etat::Respecte, MotifSecurite::Amelioration),
        Some(false) => (Etat::Signale, MotifSecurite::SansAmelioration { rang, vers }),
        None => (Etat::Signale, MotifSecurite::AmeliorationNonEvaluee { rang, vers }),
    };
    Ok(Trouvaille::selon(cas.droit.orientation, etat, motif))
}

/// A patient without médecin traitant is told of the department's circuit.
/// Source: décret 2024-618, art. 2 (another doctor, for want of a médecin traitant); the circuit comes from `reglement/`.
pub(super) fn medecin_traitant<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Ouvrir, Acte::Seance, Acte::Clore])?;
    let circuit = cas.droit.circuit_sans_medecin;
    let (etat, motif) = match cas.demande.patient.map(|patient| patient.medecin_traitant) {
        Some(true) => (Etat::Respecte, MotifSecurite::MedecinTraitant),
        Some(false) => {
            (Etat::Signale, MotifSecurite::SansMedecinTraitant { circuit: circuit.connue.as_deref() })
        }
        None => (Etat::AConfirmer, MotifSecurite::MedecinTraitantNonPrecise),
    };
    Ok(Trouvaille::selon(circuit, etat, motif))
}

/// His médecin traitant, or the department's circuit when he has none.
pub(super) fn destination<'r>(cas: &Cas<'_, 'r>) -> Destination<'r> {
    if cas.demande.patient.is_some_and(|patient| !patient.medecin_traitant) {
        Destination::Circuit(cas.droit.circuit_sans_medecin.connue.as_deref())
    } else {
        Destination::MedecinTraitant
    }
}

fn motive(drapeau: &DrapeauRouge) -> bool {
    drapeau.motif.as_ref().is_some_and(|motif| !motif.trim().is_empty())
}

/// The label of a sign of our list; any other sign goes by the code it was given.
fn nom(code: &str) -> &str {
    let signe = Signes::embarques().ok().and_then(|signes| signes.signe(code));
    signe.map_or(code, |signe| signe.libelle.as_str())
}

/// The names of these signs, separated by commas; `None` when there is none.
fn codes(drapeaux: &[DrapeauRouge], choisi: impl Fn(&DrapeauRouge) -> bool) -> Option<Box<str>> {
    let mut choisis = drapeaux.iter().filter(|drapeau| choisi(drapeau)).map(|drapeau| nom(&drapeau.code));
    let premier = choisis.next()?.to_owned();
    Some(choisis.fold(premier, |liste, code| liste + ", " + code).into_boxed_str())
}
