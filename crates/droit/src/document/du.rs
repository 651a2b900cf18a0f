//! What an episode still owes: its bilan from the first séance, its report from the end of care.
//!
//! The texts set no delay (décret 2024-618, art. 2): the seven days after which a document is late are a choice of the
//! product (docs/decisions/0067-owed-and-late.md).

use std::fmt;

use jiff::civil::Date;

use super::reference::Genre;

/// Days after which a document that is owed is late.
const RETARD_JOURS: i64 = 7;

/// What is known of an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Avancement {
    /// Day of the first séance, if any was done.
    pub premiere_le: Option<Date>,
    /// Last day of care, once it is over.
    pub clos_le: Option<Date>,
    /// Is a bilan validated.
    pub bilan: Presence,
    /// Is a report validated.
    pub compte_rendu: Presence,
}

/// Is a document on file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Validated.
    AuDossier,
    /// Not yet.
    Absent,
}

/// A document owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Du {
    /// Since when.
    pub depuis: Date,
    /// Is it late, by how many days.
    pub retard: Option<i64>,
    /// Which document.
    pub genre: Genre,
}

impl Presence {
    /// From a count of documents.
    pub fn de(nombre: u64) -> Self {
        if nombre > 0 { Self::AuDossier } else { Self::Absent }
    }
}

impl Avancement {
    /// What is owed on a day, the oldest first.
    pub fn dus(&self, aujourd_hui: Date) -> Vec<Du> {
        let du = |depuis: Date, genre: Genre| {
            let ecoules = aujourd_hui.duration_since(depuis).as_hours() / 24;
            let retard = (ecoules > RETARD_JOURS).then_some(ecoules - RETARD_JOURS);
            Du { depuis, retard, genre }
        };
        let bilan =
            self.premiere_le.filter(|_| self.bilan == Presence::Absent).map(|le| du(le, Genre::Bilan));
        let soigne = self.premiere_le.is_some() || self.bilan == Presence::AuDossier;
        let rendu = self
            .clos_le
            .filter(|_| soigne && self.compte_rendu == Presence::Absent)
            .map(|le| du(le, Genre::CompteRendu));
        bilan.into_iter().chain(rendu).collect()
    }
}

impl fmt::Display for Du {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoi = if self.genre == Genre::CompteRendu { "Compte rendu" } else { "Bilan initial" };
        match self.retard {
            None => write!(f, "{quoi} à valider"),
            Some(1) => write!(f, "{quoi} en retard d’un jour"),
            Some(jours) => write!(f, "{quoi} en retard de {jours} jours"),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn avancement(bilan: Presence, compte_rendu: Presence) -> Avancement {
        Avancement {
            premiere_le: Some(date(2026, 2, 2)),
            clos_le: Some(date(2026, 2, 27)),
            bilan,
            compte_rendu,
        }
    }

    #[test]
    fn le_bilan_est_du_des_la_premiere_seance_et_le_compte_rendu_a_la_cloture() {
        let sans = avancement(Presence::Absent, Presence::Absent);
        let dits: Vec<_> = sans.dus(date(2026, 2, 28)).iter().map(ToString::to_string).collect();
        assert_eq!(dits, ["Bilan initial en retard de 19 jours", "Compte rendu à valider"]);
        assert_eq!(avancement(Presence::AuDossier, Presence::AuDossier).dus(date(2026, 6, 1)), []);
        let ouvert = Avancement { clos_le: None, ..sans };
        assert_eq!(
            ouvert.dus(date(2026, 2, 9)).iter().map(|du| du.genre).collect::<Vec<_>>(),
            [Genre::Bilan]
        );
        assert!(
            ouvert.dus(date(2026, 2, 9))[0].retard.is_none()
                && ouvert.dus(date(2026, 2, 10))[0].retard == Some(1)
        );
    }

    #[test]
    fn sans_seance_ni_bilan_rien_n_est_du() {
        let vide = Avancement { premiere_le: None, ..avancement(Presence::Absent, Presence::Absent) };
        assert_eq!(vide.dus(date(2026, 6, 1)), []);
        let bilan_seul =
            Avancement { premiere_le: None, ..avancement(Presence::AuDossier, Presence::Absent) };
        assert_eq!(bilan_seul.dus(date(2026, 6, 1))[0].genre, Genre::CompteRendu);
    }
}
