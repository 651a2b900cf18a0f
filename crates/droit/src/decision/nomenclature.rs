//! The act of the NGAP: may it be done in direct access, does it need an accord préalable.

use std::fmt;

use super::cas::{Cas, Preuve};
use super::constat::{Etat, Observation, Trouvaille};
use super::demande::{Acte, ActeNgap};
use super::motif::SansObjet;
use crate::reglement::ngap::{ActeAccesDirect, Ligne, Recherche};

/// What is said of an act of the NGAP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the figures of the sentence")]
pub enum MotifActe<'r> {
    /// Nothing stands in the way.
    Admis(&'r Ligne),
    /// Never in direct access.
    Exclu(&'r Ligne),
    /// Only with a prior diagnosis, which is here.
    DiagnosticPresent(&'r Ligne),
    /// Only with a prior diagnosis, which is missing.
    DiagnosticManquant(&'r Ligne),
    /// The texts do not say.
    Incertain(&'r Ligne),
    /// The letter and coefficient name an act on other days only.
    AutrePeriode(&'r Ligne),
    /// They name no act.
    Inconnu,
    /// The séance comes before the first rank that needs an accord préalable.
    SansAccord { ligne: &'r Ligne, rang: u32, au_rang: u16 },
    /// It needs one.
    AccordRequis { ligne: &'r Ligne, rang: u32, au_rang: u16 },
}

impl fmt::Display for MotifActe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Admis(ligne) => write!(f, "{} : acte admis en accès direct.", nom(ligne)),
            Self::Exclu(ligne) => write!(f, "{} : acte exclu de l’accès direct.", nom(ligne)),
            Self::DiagnosticPresent(ligne) => {
                write!(f, "{} : acte admis, le diagnostic médical préalable étant enregistré.", nom(ligne))
            }
            Self::DiagnosticManquant(ligne) => {
                write!(f, "{} : acte exclu de l’accès direct sans diagnostic médical préalable.", nom(ligne))
            }
            Self::Incertain(ligne) => {
                write!(f, "{} : les textes ne disent pas si l’acte est admis en accès direct.", nom(ligne))
            }
            Self::AutrePeriode(ligne) => {
                write!(f, "Cette cotation n’est pas en vigueur ce jour. La plus proche : {ligne}.")
            }
            Self::Inconnu => {
                f.write_str("Cette cotation n’est pas dans la NGAP : vérifiez la lettre et le coefficient.")
            }
            Self::SansAccord { ligne, rang, au_rang } => write!(
                f,
                "{} : séance de rang {rang}, l’accord préalable n’est demandé qu’à partir du rang {au_rang}.",
                nom(ligne)
            ),
            Self::AccordRequis { ligne, rang, au_rang } => write!(
                f,
                "{} : séance de rang {rang}, l’accord préalable est demandé à partir du rang {au_rang}.",
                nom(ligne)
            ),
        }
    }
}

/// « RAM 8,11, rachis lombo-sacré ».
fn nom(ligne: &Ligne) -> impl fmt::Display {
    fmt::from_fn(|f| {
        write!(f, "{} {}, {}", ligne.lettre.code(), ligne.coefficient.redige(), ligne.acte.libelle)
    })
}

/// Some acts ask for a prescription of their own or for a diagnosis: they are out of direct access without it.
/// Source: NGAP, titre XIV, chapitre II; what direct access says of each act comes from `reglement/national/ngap/`.
pub(super) fn acte_admis<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    let trouve = match chercher(cas)? {
        Recherche::EnVigueur(trouve) => trouve,
        Recherche::AutrePeriode(ligne) => {
            return Ok(Trouvaille::fondee(&ligne.source, Etat::AConfirmer, MotifActe::AutrePeriode(ligne)));
        }
        Recherche::Inconnue => {
            return Ok(Trouvaille::fondee(cas.nomenclature.source(), Etat::AConfirmer, MotifActe::Inconnu));
        }
    };
    let (regle, source) = trouve.acces_direct();
    let ligne = trouve.premiere();
    let (etat, motif) = match regle {
        ActeAccesDirect::Admis => (Etat::Respecte, MotifActe::Admis(ligne)),
        ActeAccesDirect::Exclu => (Etat::Viole, MotifActe::Exclu(ligne)),
        ActeAccesDirect::AConfirmer => (Etat::AConfirmer, MotifActe::Incertain(ligne)),
        ActeAccesDirect::AvecDiagnostic if cas.preuve == Preuve::Valable => {
            (Etat::Respecte, MotifActe::DiagnosticPresent(ligne))
        }
        ActeAccesDirect::AvecDiagnostic => (Etat::Viole, MotifActe::DiagnosticManquant(ligne)),
    };
    Ok(Trouvaille::fondee(source, etat, motif))
}

/// From a rank given for each act, the payer agrees beforehand: somebody confirms that it did.
/// Source: NGAP, titre XIV (situations soumises à référentiel); the ranks come from `reglement/national/ngap/`.
pub(super) fn accord_prealable<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    let Recherche::EnVigueur(trouve) = chercher(cas)? else {
        return Err(SansObjet::ActeInconnu);
    };
    let (accord, source) = trouve.accord_prealable().ok_or(SansObjet::SansAccordPrealable)?;
    let (ligne, au_rang, rang) = (trouve.premiere(), accord.rang, cas.seances_inscrites().saturating_add(1));
    let (etat, motif) = if rang >= u32::from(au_rang) {
        (Etat::AConfirmer, MotifActe::AccordRequis { ligne, rang, au_rang })
    } else {
        (Etat::Respecte, MotifActe::SansAccord { ligne, rang, au_rang })
    };
    Ok(Trouvaille::fondee(source, etat, motif))
}

fn chercher<'r>(cas: &Cas<'_, 'r>) -> Result<Recherche<'r>, SansObjet> {
    cas.actes(&[Acte::Ouvrir, Acte::Seance])?;
    cas.acces_direct()?;
    let acte: &ActeNgap = cas.demande.acte_ngap.as_ref().ok_or(SansObjet::ActeNonPrecise)?;
    Ok(cas.nomenclature.acte(acte, cas.le()))
}
