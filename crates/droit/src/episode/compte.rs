//! The count of séances: which slot of the cap each one holds.

use jiff::civil::Date;

use super::seance::Seance;
use crate::identifiant::SeanceId;

/// A slot of the cap, from 1. It is not the displayed rank, which follows the dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rang(u16);

impl Rang {
    /// The slot of this number; zero is none.
    pub fn nouveau(numero: u16) -> Option<Self> {
        (numero > 0).then_some(Self(numero))
    }

    /// Its number.
    pub fn numero(self) -> u16 {
        self.0
    }
}

/// How a séance counts against the cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compte {
    /// It holds a slot.
    Place(Rang),
    /// A proof of diagnosis covers its day: it holds none.
    SousDiagnostic,
    /// It was done under a proof since withdrawn, and no slot is left: it counts, beyond the cap.
    Excedent,
    /// It was cancelled.
    Annulee,
}

impl Compte {
    /// The slot, if any.
    pub fn rang(self) -> Option<Rang> {
        match self {
            Self::Place(rang) => Some(rang),
            _ => None,
        }
    }

    /// Does the séance count as one done without diagnosis.
    pub fn sans_diagnostic(self) -> bool {
        matches!(self, Self::Place(_) | Self::Excedent)
    }
}

/// The slots after a change, as the difference with those before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repartition {
    /// Séances whose count changes; those that lose their slot come first.
    pub changements: Vec<(SeanceId, Compte)>,
    /// Slots held afterwards.
    pub placees: u16,
    /// Séances beyond the cap afterwards.
    pub excedent: u16,
}

/// Gives each séance its slot: a séance of a day covered by a diagnosis holds none, the others keep theirs, and
/// those without one take the free slots in order of date.
pub(super) fn repartir(seances: &[Seance], couvert_du: Option<Date>, plafond: Option<u16>) -> Repartition {
    let couverte = |seance: &Seance| couvert_du.is_some_and(|du| seance.le >= du);
    let mut actives: Vec<&Seance> = seances.iter().filter(|s| s.compte != Compte::Annulee).collect();
    actives.sort_by_key(|s| (s.le, s.saisie_le));
    let mut tenus: Vec<Rang> =
        actives.iter().filter(|s| !couverte(s)).filter_map(|s| s.compte.rang()).collect();
    let (mut liberees, mut placees) = (Vec::new(), Vec::new());
    let mut excedent = 0;
    for seance in actives {
        let compte = match seance.compte {
            _ if couverte(seance) => Compte::SousDiagnostic,
            Compte::Place(rang) => Compte::Place(rang),
            _ => match premier_libre(&tenus, plafond) {
                Some(rang) => {
                    tenus.push(rang);
                    Compte::Place(rang)
                }
                None => Compte::Excedent,
            },
        };
        excedent += u16::from(compte == Compte::Excedent);
        if compte != seance.compte {
            let liste = if compte.rang().is_none() { &mut liberees } else { &mut placees };
            liste.push((seance.id, compte));
        }
    }
    liberees.append(&mut placees);
    Repartition { changements: liberees, placees: u16::try_from(tenus.len()).unwrap_or(u16::MAX), excedent }
}

/// The first slot nobody holds, within the cap when it is known.
pub(super) fn premier_libre(tenus: &[Rang], plafond: Option<u16>) -> Option<Rang> {
    (1..=plafond.unwrap_or(u16::MAX)).map(Rang).find(|rang| !tenus.contains(rang))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::identifiant::PraticienId;

    fn seance(n: u128, jour: i8, compte: Compte) -> Seance {
        Seance {
            id: SeanceId::new(n),
            le: date(2026, 3, jour),
            saisie_le: Timestamp::UNIX_EPOCH,
            par: PraticienId::new(1),
            compte,
            acte: None,
            note: None,
        }
    }

    #[test]
    fn une_place_liberee_est_reprise_et_les_autres_gardent_la_leur() {
        let seances = [
            seance(1, 1, Compte::Annulee),
            seance(2, 2, Compte::Place(Rang(2))),
            seance(3, 3, Compte::Excedent),
        ];
        let apres = repartir(&seances, None, Some(2));
        assert_eq!(apres.changements, [(SeanceId::new(3), Compte::Place(Rang(1)))]);
        assert_eq!((apres.placees, apres.excedent), (2, 0));
    }

    #[test]
    fn un_diagnostic_ne_libere_que_les_seances_de_son_jour_et_d_apres() {
        let seances = [1, 2, 3]
            .map(|n| seance(n, i8::try_from(n).unwrap(), Compte::Place(Rang(u16::try_from(n).unwrap()))));
        let apres = repartir(&seances, Some(date(2026, 3, 2)), Some(3));
        assert_eq!((apres.placees, apres.changements.len()), (1, 2));
    }

    #[test]
    fn le_retrait_d_un_diagnostic_montre_l_excedent() {
        let seances = [1, 2, 3].map(|n| seance(n, i8::try_from(n).unwrap(), Compte::SousDiagnostic));
        let apres = repartir(&seances, None, Some(2));
        assert_eq!((apres.placees, apres.excedent), (2, 1));
        assert_eq!(apres.changements.first().map(|c| c.1), Some(Compte::Excedent));
    }
}
