//! The places of a register, gathered by town hall: a question around a commune measures each distance once.

use std::collections::HashMap;

use super::commune::Point;
use super::critere::Autour;
use super::registre::Entree;

/// Who practises at a place, and from when to when.
#[derive(Clone, Copy, Debug)]
struct Presence {
    rang: u32,
    du: i32,
    au: i32,
}

/// The town halls, each with those who practise there.
#[derive(Debug, Default)]
pub(super) struct Terrain(Vec<(Point, Vec<Presence>)>);

impl Terrain {
    /// The places of these periods.
    pub(super) fn new(entrees: &[Entree]) -> Self {
        let mut places: HashMap<[u64; 2], (Point, Vec<Presence>)> = HashMap::new();
        for (rang, entree) in (0_u32..).zip(entrees) {
            for (point, (du, au)) in entree.inscrit.lieux_situes(&entree.periode) {
                let (_, presents) = places.entry(point.cle()).or_insert_with(|| (point, Vec::new()));
                presents.push(Presence { rang, du, au });
            }
        }
        Self(places.into_values().collect())
    }

    /// Those who practise near on a day, each once, with the metres to the nearest of his places. Ranks are below `nombre`.
    pub(super) fn autour(&self, autour: &Autour, le: i32, nombre: usize) -> Vec<(u32, u32)> {
        let proches = self.0.iter().filter_map(|(point, presents)| {
            let metres = autour.distance(*point).filter(|metres| *metres <= autour.metres)?;
            Some((metres, presents))
        });
        let mut proches: Vec<_> = proches.collect();
        proches.sort_by_key(|(metres, _)| *metres);
        let (mut vus, mut trouves) = (vec![false; nombre], Vec::new());
        for (metres, presents) in proches {
            for presence in presents.iter().filter(|presence| presence.du <= le && le <= presence.au) {
                let vu = usize::try_from(presence.rang).ok().and_then(|rang| vus.get_mut(rang));
                if vu.is_some_and(|vu| !std::mem::replace(vu, true)) {
                    trouves.push((metres, presence.rang));
                }
            }
        }
        trouves
    }
}
