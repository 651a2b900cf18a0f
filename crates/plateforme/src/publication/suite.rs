//! Periods in the order of names, with their days side by side: how many run on a day, and those that do from a place on.

/// Some periods of a register, by their ranks in it, in order.
#[derive(Debug, Default)]
pub(super) struct Suite {
    rangs: Vec<u32>,
    /// First and last day of each, at the same places.
    jours: Vec<(i32, i32)>,
    /// First days, sorted.
    debuts: Vec<i32>,
    /// Last days, sorted.
    fins: Vec<i32>,
}

impl Suite {
    /// Of these ranks, in order, with their first and last days.
    pub(super) fn new(places: Vec<(u32, (i32, i32))>) -> Self {
        let (rangs, jours): (Vec<u32>, Vec<(i32, i32)>) = places.into_iter().unzip();
        let (mut debuts, mut fins): (Vec<i32>, Vec<i32>) = jours.iter().copied().unzip();
        debuts.sort_unstable();
        fins.sort_unstable();
        Self { rangs, jours, debuts, fins }
    }

    /// How many run on a day: those that had begun, less those that had ended.
    pub(super) fn nombre(&self, le: i32) -> usize {
        let commences = self.debuts.partition_point(|du| *du <= le);
        commences - self.fins.partition_point(|au| *au < le)
    }

    /// The ranks that run on a day.
    pub(super) fn au(&self, le: i32) -> impl Iterator<Item = u32> + '_ {
        self.a_partir(0, le)
    }

    /// The same from a place on.
    pub(super) fn a_partir(&self, place: usize, le: i32) -> impl Iterator<Item = u32> + '_ {
        let suite = self.jours.iter().zip(&self.rangs).skip(place);
        suite.filter(move |((du, au), _)| *du <= le && le <= *au).map(|(_, rang)| *rang)
    }

    /// The first place whose rank does not satisfy, when those that do come first.
    pub(super) fn place(&self, avant: impl Fn(u32) -> bool) -> usize {
        self.rangs.partition_point(|rang| avant(*rang))
    }

    /// Does the period of a rank run, in a list that holds every rank.
    pub(super) fn court(&self, rang: u32, le: i32) -> bool {
        let jours = usize::try_from(rang).ok().and_then(|place| self.jours.get(place));
        jours.is_some_and(|(du, au)| *du <= le && le <= *au)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn le_nombre_est_celui_d_un_parcours(
            periodes in proptest::collection::vec((0_i32..50, 0_i32..60), 0..40), le in -5_i32..120,
        ) {
            let places: Vec<_> = (0_u32..).zip(periodes.iter().map(|(du, duree)| (*du, du + duree))).collect();
            let courent = |place: &&(u32, (i32, i32))| place.1.0 <= le && le <= place.1.1;
            let attendus: Vec<u32> = places.iter().filter(courent).map(|(rang, _)| *rang).collect();
            let suite = Suite::new(places.clone());
            prop_assert_eq!(suite.nombre(le), attendus.len());
            prop_assert_eq!(suite.au(le).collect::<Vec<_>>(), attendus.clone());
            let vus: Vec<u32> = places.iter().map(|(rang, _)| *rang).filter(|r| suite.court(*r, le)).collect();
            prop_assert_eq!(vus, attendus);
        }
    }
}
