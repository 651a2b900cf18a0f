//! The practitioner: status, place of practice, authorisation.

use std::fmt;

use jiff::civil::Date;

use super::cas::Cas;
use super::constat::{Etat, Observation, Trouvaille};
use super::demande::{Acte, Statut};
use super::jour::Jour;
use super::motif::SansObjet;
use crate::declaration::MotifSuspension;
use crate::identifiant::CodeDepartement;
use crate::reglement::LieuExercice;

/// What is said of a practitioner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the figures of the sentence")]
pub enum MotifPraticien {
    /// The status takes part in the experiment.
    StatutAdmis(Statut),
    /// It does not.
    StatutExclu(Statut),
    /// The texts do not say.
    StatutIncertain(Statut),
    /// The place of practice is in the department.
    LieuDansLeDepartement(CodeDepartement),
    /// It is elsewhere.
    LieuHorsDuDepartement { lieu: CodeDepartement, departement: CodeDepartement, exige: Option<LieuExercice> },
    /// Nobody said where it is.
    LieuNonPrecise(CodeDepartement),
    /// The authorisation runs on this day.
    Autorise { du: Date, au: Option<Date> },
    /// There is none.
    SansAutorisation,
    /// It starts later.
    PasEncoreAutorise { du: Date },
    /// It is suspended since this day.
    Suspendu { depuis: Date, motif: MotifSuspension },
    /// It is over.
    AutorisationFinie { au: Date },
}

impl fmt::Display for MotifPraticien {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::StatutAdmis(statut) => write!(f, "Un {} peut participer à l’expérimentation.", nom(statut)),
            Self::StatutExclu(statut) => {
                write!(f, "Un {} ne participe pas à l’expérimentation en CPTS.", nom(statut))
            }
            Self::StatutIncertain(statut) => {
                write!(f, "Les textes ne disent pas si un {} participe à l’expérimentation.", nom(statut))
            }
            Self::LieuDansLeDepartement(code) => {
                write!(f, "Le lieu d’exercice est dans le département {code}.")
            }
            Self::LieuHorsDuDepartement { lieu, departement, exige } => {
                let exigence = match exige {
                    Some(LieuExercice::PrincipalOuSecondaire) => {
                        "un lieu d’exercice, principal ou secondaire,"
                    }
                    Some(LieuExercice::Installe) => "être installé",
                    None => "un lieu d’exercice",
                };
                write!(
                    f,
                    "Le lieu d’exercice est dans le département {lieu} : il faut {exigence} dans le {departement}."
                )
            }
            Self::LieuNonPrecise(code) => {
                write!(f, "Le lieu d’exercice n’est pas précisé : il doit être dans le département {code}.")
            }
            Self::Autorise { du, au: None } => write!(f, "L’autorisation court depuis le {}.", Jour(du)),
            Self::Autorise { du, au: Some(au) } => {
                write!(f, "L’autorisation court du {} au {} inclus.", Jour(du), Jour(au))
            }
            Self::SansAutorisation => {
                f.write_str("L’agence régionale de santé n’a pas autorisé ce praticien.")
            }
            Self::PasEncoreAutorise { du } => write!(f, "L’autorisation ne commence que le {}.", Jour(du)),
            Self::Suspendu { depuis, motif } => write!(
                f,
                "L’agence régionale de santé a suspendu la participation depuis le {} (motif : {}).",
                Jour(depuis),
                motif.libelle()
            ),
            Self::AutorisationFinie { au } => {
                write!(f, "L’autorisation a pris fin le {} au soir.", Jour(au))
            }
        }
    }
}

fn nom(statut: Statut) -> &'static str {
    match statut {
        Statut::Titulaire => "titulaire",
        Statut::Collaborateur => "collaborateur libéral",
        Statut::Assistant => "assistant libéral",
        Statut::Remplacant => "remplaçant",
        Statut::Salarie => "salarié",
    }
}

/// The experiment is for practitioners set up as titulaire or collaborateur; a remplaçant takes no part.
/// Source: national declaration form (demarches-simplifiees.fr, « Accès direct en CPTS »); statuses in `reglement/`.
pub(super) fn statut_admis<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Declarer, Acte::Ouvrir, Acte::Seance])?;
    cas.experimentation()?;
    let statut = cas.demande.praticien.statut;
    let (admis, exclus) = (cas.droit.statuts_admis, cas.droit.statuts_exclus);
    let parmi = |statuts: &Option<Vec<Statut>>| statuts.as_ref().is_some_and(|s| s.contains(&statut));
    if parmi(&exclus.connue) {
        Ok(Trouvaille::selon(exclus, Etat::Viole, MotifPraticien::StatutExclu(statut)))
    } else if parmi(&admis.connue) {
        Ok(Trouvaille::selon(admis, Etat::Respecte, MotifPraticien::StatutAdmis(statut)))
    } else {
        Ok(Trouvaille::selon(admis, Etat::AConfirmer, MotifPraticien::StatutIncertain(statut)))
    }
}

/// What counts is where the practitioner works, never where the patient lives.
/// Source: décret 2024-618, art. 1, I; main or secondary place: national form, or the department's own wording.
pub(super) fn lieu_dans_le_departement<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Declarer, Acte::Ouvrir, Acte::Seance])?;
    cas.experimentation()?;
    let (regle, departement) = (cas.droit.lieu_exercice, cas.droit.departement);
    let (etat, motif) = match cas.demande.praticien.lieu_exercice {
        None => (Etat::AConfirmer, MotifPraticien::LieuNonPrecise(departement)),
        Some(lieu) if lieu == departement => (Etat::Respecte, MotifPraticien::LieuDansLeDepartement(lieu)),
        Some(lieu) => {
            let exige = regle.connue;
            (Etat::Viole, MotifPraticien::LieuHorsDuDepartement { lieu, departement, exige })
        }
    };
    Ok(Trouvaille::selon(regle, etat, motif))
}

/// Care begins once the ARS has put the practitioner on its list, and lasts while he stays there, both days included.
/// Source: décret 2024-618, art. 1, III to V; the day of effect is a parameter of `reglement/`.
pub(super) fn autorise<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Ouvrir, Acte::Seance])?;
    cas.experimentation()?;
    let (regle, le) = (cas.droit.autorisation, cas.le());
    if regle.connue == Some(false) {
        return Err(SansObjet::SansListe);
    }
    let (etat, motif) = match (cas.demande.praticien.autorise_du, cas.demande.praticien.autorise_au) {
        (None, _) => (Etat::Viole, MotifPraticien::SansAutorisation),
        (Some(du), _) if le < du => (Etat::Viole, MotifPraticien::PasEncoreAutorise { du }),
        (Some(_), Some(au)) if le > au => {
            let fin = match cas.demande.praticien.suspension {
                Some(motif) => MotifPraticien::Suspendu { depuis: au.tomorrow().unwrap_or(au), motif },
                None => MotifPraticien::AutorisationFinie { au },
            };
            (Etat::Viole, fin)
        }
        (Some(du), au) => (Etat::Respecte, MotifPraticien::Autorise { du, au }),
    };
    Ok(Trouvaille::selon(regle, etat, motif))
}
