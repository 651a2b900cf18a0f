//! What to bring to the MK's attention on the dashboard and on the episode, before it is too late.
//!
//! The thresholds (two séances before the cap, day 60 and day 80) are choices of the product, not of the law.

use std::fmt;

use jiff::civil::Date;

use super::agregat::{Episode, EtatEpisode};

/// Days after the opening when the MK is told that the end comes.
const JOURS_D_ALERTE: [i64; 2] = [60, 80];
/// Séances left at which the first warning is given.
const RESTANTES_A_SIGNALER: u16 = 2;

/// The few figures the alerts need: read by the dashboard without loading the episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resume {
    /// Is the episode open.
    pub ouvert: bool,
    /// Day of opening.
    pub ouvert_le: Date,
    /// Last day without diagnosis.
    pub fin_le: Option<Date>,
    /// Séances done without diagnosis.
    pub sans_diagnostic: u16,
    /// The cap.
    pub plafond: Option<u16>,
    /// First day covered by a diagnosis.
    pub couvert_du: Option<Date>,
    /// Latest assessment.
    pub amelioration: Option<bool>,
    /// Has the patient been oriented.
    pub oriente: bool,
    /// Séances beyond the cap.
    pub excedent: u16,
}

/// One thing to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alerte {
    /// Séances left: two, one, none.
    Seances {
        /// Done.
        faites: u16,
        /// Cap.
        plafond: u16,
    },
    /// Day 60 or day 80 is passed.
    Jours {
        /// Days since the opening.
        ecoules: i64,
        /// Last day.
        fin: Date,
    },
    /// The three months are over.
    Expire {
        /// Last day.
        fin: Date,
    },
    /// The cap is reached without improvement: the patient is to be oriented.
    OrientationDue,
    /// The improvement has to be assessed before the last séance.
    AmeliorationAEvaluer,
    /// Séances beyond the cap, since a proof was withdrawn.
    Excedent(u16),
}

impl Resume {
    /// What to see on this day.
    pub fn alertes(&self, aujourd_hui: Date) -> Vec<Alerte> {
        if !self.ouvert || self.couvert_du.is_some_and(|du| aujourd_hui >= du) {
            return Vec::new();
        }
        let mut alertes = Vec::new();
        if self.excedent > 0 {
            alertes.push(Alerte::Excedent(self.excedent));
        }
        if let Some(plafond) = self.plafond {
            self.alertes_de_compte(plafond, &mut alertes);
        }
        alertes.extend(self.alerte_de_duree(aujourd_hui));
        alertes
    }

    fn alertes_de_compte(&self, plafond: u16, alertes: &mut Vec<Alerte>) {
        let faites = self.sans_diagnostic;
        let restantes = plafond.saturating_sub(faites);
        if faites == 0 || restantes > RESTANTES_A_SIGNALER {
            return;
        }
        alertes.push(Alerte::Seances { faites, plafond });
        match self.amelioration {
            None if restantes > 0 => alertes.push(Alerte::AmeliorationAEvaluer),
            Some(true) => {}
            _ if restantes == 0 && !self.oriente => alertes.push(Alerte::OrientationDue),
            _ => {}
        }
    }

    fn alerte_de_duree(&self, aujourd_hui: Date) -> Option<Alerte> {
        let fin = self.fin_le?;
        let ecoules = aujourd_hui.duration_since(self.ouvert_le).as_hours() / 24;
        if aujourd_hui > fin {
            Some(Alerte::Expire { fin })
        } else {
            JOURS_D_ALERTE.iter().any(|seuil| ecoules >= *seuil).then_some(Alerte::Jours { ecoules, fin })
        }
    }

    /// Days left without diagnosis, the last one included; `None` when nothing bounds the episode.
    pub fn jours_restants(&self, aujourd_hui: Date) -> Option<i64> {
        let fin = self.fin_le.filter(|_| self.couvert_du.is_none_or(|du| aujourd_hui < du))?;
        Some((fin.duration_since(aujourd_hui).as_hours() / 24 + 1).max(0))
    }
}

impl Episode {
    /// The figures of the episode.
    pub fn resume(&self) -> Resume {
        Resume {
            ouvert: self.etat == EtatEpisode::Ouvert,
            ouvert_le: self.ouvert_le,
            fin_le: self.fin_le,
            sans_diagnostic: self.sans_diagnostic(),
            plafond: self.plafond,
            couvert_du: self.couvert_du(),
            amelioration: self.amelioration,
            oriente: !self.orientations.is_empty(),
            excedent: self.excedent(),
        }
    }

    /// What to see on this day.
    pub fn alertes(&self, aujourd_hui: Date) -> Vec<Alerte> {
        self.resume().alertes(aujourd_hui)
    }
}

impl fmt::Display for Alerte {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seances { faites, plafond } if faites >= plafond => {
                write!(f, "{faites} séances sur {plafond} : aucune ne reste sans diagnostic préalable.")
            }
            Self::Seances { faites, plafond } if faites + 1 == *plafond => {
                write!(f, "{faites} séances sur {plafond} : il en reste une, prévoyez la suite.")
            }
            Self::Seances { faites, plafond } => {
                write!(f, "{faites} séances sur {plafond} : préparez l’orientation du patient.")
            }
            Self::Jours { ecoules, fin } => {
                write!(
                    f,
                    "Jour {ecoules} : sans diagnostic, l’épisode se termine le {}.",
                    fin.strftime("%d/%m/%Y")
                )
            }
            Self::Expire { fin } => {
                write!(f, "L’épisode sans diagnostic est terminé depuis le {}.", fin.strftime("%d/%m/%Y"))
            }
            Self::OrientationDue => f.write_str("Sans amélioration, orientez le patient vers un médecin."),
            Self::AmeliorationAEvaluer => f.write_str("Dites si l’état du patient s’améliore."),
            Self::Excedent(n) => {
                write!(f, "{n} séance(s) au-delà du plafond, faites sous une preuve retirée depuis.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn resume(faites: u16, amelioration: Option<bool>) -> Resume {
        Resume {
            ouvert: true,
            ouvert_le: date(2026, 2, 2),
            fin_le: Some(date(2026, 5, 2)),
            sans_diagnostic: faites,
            plafond: Some(8),
            couvert_du: None,
            amelioration,
            oriente: false,
            excedent: 0,
        }
    }

    #[test]
    fn les_alertes_viennent_a_six_sept_et_huit_seances() {
        let jour = date(2026, 2, 20);
        assert_eq!(resume(5, None).alertes(jour), []);
        for faites in [6, 7] {
            let attendu = [Alerte::Seances { faites, plafond: 8 }, Alerte::AmeliorationAEvaluer];
            assert_eq!(resume(faites, None).alertes(jour), attendu);
        }
        let sans = [Alerte::Seances { faites: 8, plafond: 8 }, Alerte::OrientationDue];
        assert_eq!(resume(8, Some(false)).alertes(jour), sans);
        assert_eq!(resume(8, Some(true)).alertes(jour), sans[..1]);
    }

    #[test]
    fn les_jours_60_et_80_puis_le_terme() {
        let a = |jour| resume(1, None).alertes(jour);
        assert_eq!(a(date(2026, 4, 2)), []);
        assert!(matches!(a(date(2026, 4, 3))[..], [Alerte::Jours { ecoules: 60, .. }]));
        assert!(matches!(a(date(2026, 4, 23))[..], [Alerte::Jours { ecoules: 80, .. }]));
        assert!(matches!(a(date(2026, 5, 3))[..], [Alerte::Expire { .. }]));
        assert_eq!(resume(1, None).jours_restants(date(2026, 5, 2)), Some(1));
    }

    #[test]
    fn un_diagnostic_fait_taire_les_alertes() {
        let couvert = Resume { couvert_du: Some(date(2026, 3, 1)), ..resume(8, None) };
        assert_eq!(couvert.alertes(date(2026, 3, 1)), []);
        assert_eq!(couvert.jours_restants(date(2026, 3, 1)), None);
    }
}
