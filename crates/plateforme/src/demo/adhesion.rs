//! How long memberships run in the demo: most without an end, some by calendar year, a few that nobody renewed.

use droit::adhesion::fin_proposee;
use droit::declaration::{Adhesion, QualiteMembre};
use jiff::ToSpan;
use jiff::civil::Date;

use super::parcours::Parcours;

/// How many days ago the memberships ended that nobody renewed.
const ECHUE_DEPUIS: i32 = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Duree {
    SansFin,
    Annuelle,
    Echue,
}

/// By rank, so that every size of demo has each kind: the demo's own MK renews every year.
fn duree(rang: usize, parcours: &Parcours) -> Duree {
    match (rang, parcours) {
        (0, _) => Duree::Annuelle,
        (_, Parcours::Validee { .. }) if rang % 20 == 9 => Duree::Echue,
        (_, Parcours::Validee { .. } | Parcours::NonVolontaire { .. }) if rang % 5 == 2 => Duree::Annuelle,
        _ => Duree::SansFin,
    }
}

/// The memberships of the MK of a rank, from the day he joined to the last day of the demo.
pub fn periodes(rang: usize, parcours: &Parcours, du: Date, hier: Date) -> Vec<Adhesion> {
    let qualite = if rang % 4 == 3 { QualiteMembre::MembreActif } else { QualiteMembre::Adherent };
    let adhesion = |du, au| Adhesion { qualite, du, au };
    match duree(rang, parcours) {
        Duree::SansFin => vec![adhesion(du, None)],
        Duree::Echue => {
            let fin = hier.saturating_sub(ECHUE_DEPUIS.days()).max(du);
            vec![adhesion(du, Some(fin))]
        }
        Duree::Annuelle => {
            let debuts = std::iter::successors(Some(du), |debut| fin_proposee(*debut).tomorrow().ok());
            let courus = debuts.take_while(|debut| *debut <= hier);
            courus.map(|debut| adhesion(debut, Some(fin_proposee(debut)))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn une_adhesion_annuelle_se_suit_jusqu_a_la_veille_de_la_demonstration() {
        let depuis = Parcours::NonVolontaire { le: date(2026, 1, 1) };
        let annees = periodes(0, &depuis, date(2024, 6, 3), date(2026, 11, 20));
        let jours: Vec<_> = annees.iter().map(|a| (a.du, a.au.unwrap())).collect();
        assert_eq!(
            jours,
            [
                (date(2024, 6, 3), date(2024, 12, 31)),
                (date(2025, 1, 1), date(2025, 12, 31)),
                (date(2026, 1, 1), date(2026, 12, 31))
            ]
        );
    }
}
