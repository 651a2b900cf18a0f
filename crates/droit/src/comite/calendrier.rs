//! When the committee meets: so many months after the start, as the department says; unknown where nobody says.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::reglement::{Parametres, Valeur};

/// A meeting that the calendar asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Echeance {
    /// From 1.
    pub rang: u8,
    /// Months after the start.
    pub mois: u16,
    /// Its day.
    pub le: Date,
}

/// When organisers are reminded of a meeting that is not called, in days before its day. No text says; ours.
const RAPPELS: [i64; 2] = [60, 30];

impl Echeance {
    /// The reminder due on a day, in days before the meeting: the closest one only; none once the day is over.
    pub fn rappel_du(&self, le: Date) -> Option<i64> {
        let reste = i64::from((self.le - le).get_days());
        RAPPELS.into_iter().filter(|jours| (0..=*jours).contains(&reste)).min()
    }
}

/// The calendar of a department, with the texts it comes from.
#[derive(Clone, Debug)]
pub struct Calendrier<'r> {
    /// First day of the experiment.
    pub debut: &'r Valeur<Date>,
    /// Months after it.
    pub mois: &'r Valeur<Vec<u16>>,
    /// The meetings; `None` when one of both is unknown.
    pub echeances: Option<Vec<Echeance>>,
}

/// The calendar of a department as its rules read on a day.
/// Source: the parameter `comite_de_suivi` of `reglement/` (Loiret: cahier des charges, « modalités de suivi »).
pub fn calendrier(parametres: &Parametres, le: Date) -> Calendrier<'_> {
    let (debut, mois) = (parametres.debut.au(le), parametres.comite_de_suivi.au(le));
    let echeances = debut.connue.zip(mois.connue.as_ref()).map(|(debut, mois)| suite(debut, mois));
    Calendrier { debut, mois, echeances }
}

fn suite(debut: Date, mois: &[u16]) -> Vec<Echeance> {
    let echeance = |(rang, mois): (u8, &u16)| {
        let le = debut.checked_add(i32::from(*mois).months()).ok()?;
        Some(Echeance { rang, mois: *mois, le })
    };
    (1u8..).zip(mois).filter_map(echeance).collect()
}
