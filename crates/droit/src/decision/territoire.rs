//! The department and its calendar: designation, period, enrolment.

use std::fmt;

use jiff::civil::Date;

use super::cas::Cas;
use super::constat::{Etat, Observation, Trouvaille, officielle};
use super::demande::Acte;
use super::jour::Jour;
use super::motif::SansObjet;
use crate::identifiant::CodeDepartement;
use crate::reglement::{Confiance, Valeur, Variante};

/// What is said of a department and its calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the figures of the sentence")]
pub enum MotifTerritoire {
    /// The department is one of those of the experiment.
    Designe(CodeDepartement),
    /// It is not.
    NonDesigne(CodeDepartement),
    /// Nobody knows.
    DesignationInconnue(CodeDepartement),
    /// The day is within a regime that has an end.
    DansLaPeriode { debut: Date, fin: Date },
    /// The day is after the start of a regime without end.
    Commence { debut: Date },
    /// The day is before the regime starts.
    AvantLeDebut { le: Date, debut: Date },
    /// The day is after the regime ends.
    ApresLaFin { le: Date, fin: Date },
    /// The dates of the regime are unknown.
    PeriodeInconnue,
    /// Enrolment is open.
    InscriptionsOuvertes { jusqu_au: Date },
    /// Enrolment is closed.
    InscriptionsCloses { jusqu_au: Date },
    /// The last day of enrolment is unknown.
    ClotureInconnue,
    /// The authorisation starts after the last day of enrolment.
    AutorisationTardive { du: Date, jusqu_au: Date },
}

impl fmt::Display for MotifTerritoire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Designe(code) => write!(f, "Le département {code} est désigné pour l’expérimentation."),
            Self::NonDesigne(code) => {
                write!(f, "Le département {code} n’est pas désigné : une CPTS n’y ouvre pas l’accès direct.")
            }
            Self::DesignationInconnue(code) => {
                write!(f, "Aucune source ne dit si le département {code} est désigné pour l’expérimentation.")
            }
            Self::DansLaPeriode { debut, fin } => {
                write!(f, "Le régime court du {} au {} inclus.", Jour(debut), Jour(fin))
            }
            Self::Commence { debut } => {
                write!(f, "Le régime est ouvert depuis le {}, sans fin prévue.", Jour(debut))
            }
            Self::AvantLeDebut { le, debut } => {
                write!(f, "Le {} précède le début du régime, le {}.", Jour(le), Jour(debut))
            }
            Self::ApresLaFin { le, fin } => {
                write!(f, "Le {} suit le dernier jour de l’expérimentation, le {}.", Jour(le), Jour(fin))
            }
            Self::PeriodeInconnue => {
                f.write_str("Les dates du régime ne sont pas connues pour ce département.")
            }
            Self::InscriptionsOuvertes { jusqu_au } => {
                write!(f, "Les inscriptions sont ouvertes jusqu’au {} inclus.", Jour(jusqu_au))
            }
            Self::InscriptionsCloses { jusqu_au } => {
                write!(f, "Les inscriptions sont closes depuis le {} au soir.", Jour(jusqu_au))
            }
            Self::ClotureInconnue => f.write_str("Le dernier jour d’inscription n’est pas connu."),
            Self::AutorisationTardive { du, jusqu_au } => {
                let (du, jusqu_au) = (Jour(du), Jour(jusqu_au));
                write!(
                    f,
                    "L’autorisation du {du} est postérieure au dernier jour d’inscription, le {jusqu_au}."
                )
            }
        }
    }
}

/// The experiment takes place in the departments designated by arrêté, and nowhere else.
/// Source: loi 2023-379, art. 3, IV; décret 2024-618, art. 1 and 4; the list is in `reglement/`.
pub(super) fn departement_designe<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Declarer, Acte::Ouvrir, Acte::Seance])?;
    cas.experimentation()?;
    let (code, designe) = (cas.droit.departement, cas.droit.designe);
    let (etat, motif) = match designe.connue {
        Some(true) => (Etat::Respecte, MotifTerritoire::Designe(code)),
        Some(false) => (Etat::Viole, MotifTerritoire::NonDesigne(code)),
        None => (Etat::AConfirmer, MotifTerritoire::DesignationInconnue(code)),
    };
    Ok(Trouvaille::selon(designe, etat, motif))
}

/// Care is given from the first to the last day of the regime, both included.
/// Source: loi 2023-379, art. 3, IV and décret 2024-618 (five years); loi 2023-379, art. 3 for the permanent regime.
pub(super) fn periode<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Declarer, Acte::Ouvrir, Acte::Seance])?;
    cas.acces_direct()?;
    let (le, debut) = (cas.le(), cas.droit.debut);
    let Some(premier) = debut.connue else {
        return Ok(Trouvaille::selon(debut, Etat::AConfirmer, MotifTerritoire::PeriodeInconnue));
    };
    if le < premier {
        let motif = MotifTerritoire::AvantLeDebut { le, debut: premier };
        return Ok(Trouvaille::selon(debut, Etat::Viole, motif));
    }
    let Some(fin) = cas.droit.fin else {
        let motif = MotifTerritoire::Commence { debut: premier };
        return Ok(citer_si_utile(debut, Etat::Respecte, motif, |autre| le < autre));
    };
    match fin.connue {
        None => Ok(Trouvaille::selon(fin, Etat::AConfirmer, MotifTerritoire::PeriodeInconnue)),
        Some(dernier) if le > dernier => {
            Ok(Trouvaille::selon(fin, Etat::Viole, MotifTerritoire::ApresLaFin { le, fin: dernier }))
        }
        Some(dernier) => {
            let motif = MotifTerritoire::DansLaPeriode { debut: premier, fin: dernier };
            if variante_utile(debut, |autre| le < autre) {
                return Ok(Trouvaille::avec_variantes(debut, Etat::Respecte, motif));
            }
            Ok(citer_si_utile(fin, Etat::Respecte, motif, |autre| le > autre))
        }
    }
}

/// Practitioners may join until the last day of enrolment, included: six months before the end.
/// Source: décret 2024-618, art. 1, V. An authorisation the ARS gave later stands, and is pointed out.
pub(super) fn inscriptions<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Declarer, Acte::Ouvrir, Acte::Seance])?;
    cas.experimentation()?;
    let fin = cas.droit.fin_inscriptions.ok_or(SansObjet::RegimePermanent)?;
    let declaration = cas.demande.acte == Acte::Declarer;
    match (fin.connue, cas.demande.praticien.autorise_du) {
        (None, _) if declaration => {
            Ok(Trouvaille::selon(fin, Etat::AConfirmer, MotifTerritoire::ClotureInconnue))
        }
        (Some(jusqu_au), _) if declaration && cas.le() > jusqu_au => {
            Ok(Trouvaille::selon(fin, Etat::Viole, MotifTerritoire::InscriptionsCloses { jusqu_au }))
        }
        (Some(jusqu_au), _) if declaration => {
            let motif = MotifTerritoire::InscriptionsOuvertes { jusqu_au };
            Ok(citer_si_utile(fin, Etat::Respecte, motif, |autre| cas.le() > autre))
        }
        (Some(jusqu_au), Some(du)) if du > jusqu_au => {
            let motif = MotifTerritoire::AutorisationTardive { du, jusqu_au };
            Ok(Trouvaille::selon(fin, Etat::Signale, motif))
        }
        _ => Err(SansObjet::InscriptionFaite),
    }
}

/// Shows the other published dates when the value is to be verified or when one of them changes the answer.
fn citer_si_utile<'r>(
    valeur: &'r Valeur<Date>,
    etat: Etat,
    motif: MotifTerritoire,
    change: impl Fn(Date) -> bool,
) -> Trouvaille<'r> {
    let a_verifier = valeur.source.confiance == Confiance::AVerifier;
    if a_verifier || variante_utile(valeur, change) {
        Trouvaille::avec_variantes(valeur, etat, motif)
    } else {
        Trouvaille::selon(valeur, etat, motif)
    }
}

/// Does another official date change the answer on this day; one too vague to be a date always may.
fn variante_utile(valeur: &Valeur<Date>, change: impl Fn(Date) -> bool) -> bool {
    let utile = |variante: &Variante| Jour::lire(&variante.valeur).is_none_or(|jour| change(jour.0));
    valeur.variantes.iter().any(|variante| officielle(variante) && utile(variante))
}
