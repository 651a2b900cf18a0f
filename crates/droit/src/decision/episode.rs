//! The episode and its séances: cap, length, dates.

use std::fmt;

use jiff::civil::Date;

use super::cas::{Cas, Compte, Preuve};
use super::constat::{Etat, Observation, Trouvaille};
use super::demande::Acte;
use super::jour::Jour;
use super::motif::SansObjet;
use crate::reglement::Portee;

/// What is said of an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the figures of the sentence")]
pub enum MotifEpisode {
    /// Séances are left.
    SeancesRestantes { faites: u32, plafond: u32 },
    /// None is left; a proof of diagnosis lifts the cap from a later day.
    PlafondAtteint { faites: u32, plafond: u32, leve_le: Option<Date> },
    /// The cap is per patient and nobody counted the other episodes.
    AutresEpisodesNonComptes { faites: u32, plafond: u32 },
    /// What the cap counts, or the cap itself, is unknown.
    PlafondInconnu { faites: u32 },
    /// The episode runs.
    EnCours { fin: Date },
    /// The episode is over.
    Expire { fin: Date },
    /// The day of opening or the length is unknown.
    FinInconnue,
    /// The day is between the opening and today.
    JourDeLEpisode { ouvert_le: Date },
    /// The day is before the opening.
    AvantLOuverture { le: Date, ouvert_le: Date },
    /// The day is after today.
    ApresAujourdHui { le: Date, aujourd_hui: Date },
    /// The day of opening is unknown.
    OuvertureInconnue,
    /// First séance of the day.
    SeuleDuJour,
    /// A séance is already recorded on this day.
    DejaUneSeance { le: Date },
}

impl fmt::Display for MotifEpisode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::SeancesRestantes { faites, plafond } => {
                write!(f, "{} sur {plafond} sans diagnostic médical préalable.", Seances(faites))
            }
            Self::PlafondAtteint { faites, plafond, leve_le } => {
                write!(
                    f,
                    "{} : la limite est de {plafond} sans diagnostic médical préalable.",
                    Seances(faites)
                )?;
                leve_le.map_or(Ok(()), |jour| {
                    write!(f, " Le diagnostic enregistré ne lève la limite qu’à partir du {}.", Jour(jour))
                })
            }
            Self::AutresEpisodesNonComptes { faites, plafond } => {
                let faites = Seances(faites);
                write!(
                    f,
                    "{faites} dans cet épisode ; la limite de {plafond} est par patient : comptez ses autres séances."
                )
            }
            Self::PlafondInconnu { faites } => {
                write!(f, "{} ; la limite applicable ou ce qu’elle compte n’est pas connu.", Seances(faites))
            }
            Self::EnCours { fin } => {
                write!(f, "L’épisode sans diagnostic court jusqu’au {} inclus.", Jour(fin))
            }
            Self::Expire { fin } => {
                write!(f, "L’épisode sans diagnostic a pris fin le {} au soir.", Jour(fin))
            }
            Self::FinInconnue => f.write_str("La fin de l’épisode n’est pas connue."),
            Self::JourDeLEpisode { ouvert_le } => {
                write!(f, "Le jour est compris entre l’ouverture, le {}, et aujourd’hui.", Jour(ouvert_le))
            }
            Self::AvantLOuverture { le, ouvert_le } => {
                write!(f, "Le {} précède l’ouverture de l’épisode, le {}.", Jour(le), Jour(ouvert_le))
            }
            Self::ApresAujourdHui { le, aujourd_hui } => {
                write!(f, "Le {} est à venir : nous sommes le {}.", Jour(le), Jour(aujourd_hui))
            }
            Self::OuvertureInconnue => f.write_str("Le jour d’ouverture de l’épisode n’est pas connu."),
            Self::SeuleDuJour => f.write_str("Aucune autre séance n’est inscrite ce jour."),
            Self::DejaUneSeance { le } => write!(
                f,
                "Une séance est déjà inscrite le {} ; deux séances le même jour supposent deux prescriptions.",
                Jour(le)
            ),
        }
    }
}

/// « 1 séance faite », « 3 séances faites ».
struct Seances(u32);

impl fmt::Display for Seances {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let accord = if self.0 > 1 { "s" } else { "" };
        write!(f, "{} séance{accord} faite{accord}", self.0)
    }
}

/// Without a prior medical diagnosis the number of séances is capped; séances of every practitioner count.
/// Source: décret 2024-618, art. 2; CSP, art. L. 4321-1; the value and what it counts come from `reglement/`.
/// Where the cap is per episode, the stricter reading is shown once the patient reaches it over all his episodes.
pub(super) fn plafond_de_seances<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Ouvrir, Acte::Seance])?;
    cas.acces_direct()?;
    cas.sans_diagnostic()?;
    let (regle, faites) = (cas.droit.plafond, cas.compte.faites());
    let Some(plafond) = regle.connue.map(u32::from) else {
        return Ok(Trouvaille::selon(regle, Etat::AConfirmer, MotifEpisode::PlafondInconnu { faites }));
    };
    if faites >= plafond {
        let leve_le = if let Preuve::APartirDu(jour) = cas.preuve { Some(jour) } else { None };
        let motif = MotifEpisode::PlafondAtteint { faites, plafond, leve_le };
        return Ok(Trouvaille::selon(regle, Etat::Viole, motif));
    }
    match (cas.compte, cas.droit.portee.connue) {
        (Compte::Exact(_), _) => {
            let motif = MotifEpisode::SeancesRestantes { faites, plafond };
            if cas.seances_du_patient() >= plafond {
                return Ok(Trouvaille::avec_variantes(cas.droit.portee, Etat::Respecte, motif));
            }
            Ok(Trouvaille::selon(regle, Etat::Respecte, motif))
        }
        (Compte::Incomplet(_), Some(Portee::Patient)) => {
            let motif = MotifEpisode::AutresEpisodesNonComptes { faites, plafond };
            Ok(Trouvaille::selon(cas.droit.portee, Etat::AConfirmer, motif))
        }
        (Compte::Incomplet(_), _) => {
            let motif = MotifEpisode::PlafondInconnu { faites };
            Ok(Trouvaille::selon(cas.droit.portee, Etat::AConfirmer, motif))
        }
    }
}

/// Without a prior medical diagnosis an episode lasts a few months, its last day included.
/// Source: Assurance Maladie, note of December 2024 (three months); the length comes from `reglement/`.
pub(super) fn episode_en_cours<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Ouvrir, Acte::Seance])?;
    cas.acces_direct()?;
    cas.sans_diagnostic()?;
    let (etat, motif) = match cas.fin_episode() {
        None => (Etat::AConfirmer, MotifEpisode::FinInconnue),
        Some(fin) if cas.le() > fin => (Etat::Viole, MotifEpisode::Expire { fin }),
        Some(fin) => (Etat::Respecte, MotifEpisode::EnCours { fin }),
    };
    Ok(Trouvaille::selon(cas.droit.duree_episode_mois, etat, motif))
}

/// A séance or a closing takes place between the opening of the episode and today, both included.
/// Source: the start of an episode in `reglement/` (interpretation: its first séance or bilan).
pub(super) fn dans_l_episode<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Ouvrir, Acte::Seance, Acte::Clore])?;
    let (le, aujourd_hui) = (cas.le(), cas.demande.aujourd_hui);
    let (etat, motif) = match cas.ouverture() {
        _ if le > aujourd_hui => (Etat::Viole, MotifEpisode::ApresAujourdHui { le, aujourd_hui }),
        None => (Etat::AConfirmer, MotifEpisode::OuvertureInconnue),
        Some(ouvert_le) if le < ouvert_le => (Etat::Viole, MotifEpisode::AvantLOuverture { le, ouvert_le }),
        Some(ouvert_le) => (Etat::Respecte, MotifEpisode::JourDeLEpisode { ouvert_le }),
    };
    Ok(Trouvaille::selon(cas.droit.depart_episode, etat, motif))
}

/// Two séances on one day ask for two prescriptions: without them, a human confirms.
/// Source: NGAP, titre XIV; reading of the product in `reglement/`.
pub(super) fn une_seance_par_jour<'r>(cas: &Cas<'_, 'r>) -> Observation<'r> {
    cas.actes(&[Acte::Seance])?;
    cas.acces_direct()?;
    let le = cas.le();
    let deja = cas.episode().ok_or(SansObjet::AutreActe)?.seances.contains(&le);
    let (etat, motif) = if deja {
        (Etat::AConfirmer, MotifEpisode::DejaUneSeance { le })
    } else {
        (Etat::Respecte, MotifEpisode::SeuleDuJour)
    };
    Ok(Trouvaille::selon(cas.droit.deux_seances, etat, motif))
}
