//! The care already given, as documents tell it: how many séances, on which days.

use jiff::civil::Date;

use crate::episode::Episode;

/// The care given in an episode, at the moment the document is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Soins {
    /// First day of the episode.
    pub ouvert_le: Date,
    /// Days of the séances, in order; two séances of one day are there twice.
    pub seances: Vec<Date>,
    /// Day of the bilan, when one was validated.
    pub bilan_le: Option<Date>,
}

impl Soins {
    /// What the episode holds.
    pub fn de(episode: &Episode, bilan_le: Option<Date>) -> Self {
        let seances = episode.seances_faites().iter().map(|seance| seance.le).collect();
        Self { ouvert_le: episode.ouvert_le, seances, bilan_le }
    }

    /// How many séances.
    pub fn nombre(&self) -> usize {
        self.seances.len()
    }

    /// Was any care given: a report is owed from the first séance, or from the bilan.
    pub fn est_vide(&self) -> bool {
        self.seances.is_empty() && self.bilan_le.is_none()
    }

    /// First and last day of care.
    pub fn periode(&self) -> (Date, Option<Date>) {
        let jours = || self.seances.iter().copied().chain(self.bilan_le);
        (jours().min().unwrap_or(self.ouvert_le), jours().max())
    }

    /// « 8 séances, du 02/02/2026 au 27/02/2026 ».
    pub fn en_clair(&self) -> String {
        let jour = |date: Date| date.strftime("%d/%m/%Y").to_string();
        match (self.seances.first(), self.seances.last()) {
            (Some(premiere), Some(derniere)) if premiere == derniere => {
                format!("{}, le {}", nombre_de_seances(self.nombre()), jour(*premiere))
            }
            (Some(premiere), Some(derniere)) => {
                let nombre = nombre_de_seances(self.nombre());
                format!("{nombre}, du {} au {}", jour(*premiere), jour(*derniere))
            }
            _ => match self.bilan_le {
                Some(le) => format!("Bilan seul, le {}", jour(le)),
                None => "Aucune séance".to_owned(),
            },
        }
    }
}

/// « 1 séance », « 8 séances ».
pub(super) fn nombre_de_seances(nombre: usize) -> String {
    if nombre < 2 { format!("{nombre} séance") } else { format!("{nombre} séances") }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn les_soins_se_disent_en_clair() {
        let (un, huit) = (date(2026, 2, 2), date(2026, 2, 27));
        let soins = |seances: &[Date], bilan_le| Soins { ouvert_le: un, seances: seances.to_vec(), bilan_le };
        assert_eq!(soins(&[un, huit], None).en_clair(), "2 séances, du 02/02/2026 au 27/02/2026");
        assert_eq!(soins(&[un], Some(un)).en_clair(), "1 séance, le 02/02/2026");
        assert_eq!(soins(&[], Some(un)).en_clair(), "Bilan seul, le 02/02/2026");
        assert!(soins(&[], None).est_vide());
        assert_eq!(soins(&[huit], Some(un)).periode(), (un, Some(huit)));
    }
}
