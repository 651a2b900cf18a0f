//! A seeded random source of our own: the same seed gives the same territory, on every machine and version.

use uuid::Uuid;

/// SplitMix64, one independent stream per purpose so that changing one part leaves the others alone.
#[derive(Clone, Debug)]
pub struct Hasard(u64);

impl Hasard {
    /// The stream of one purpose (`flot`) under a seed.
    pub fn nouveau(graine: u64, flot: &str) -> Self {
        let cle = flot.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |cle, octet| {
            (cle ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut hasard = Self(graine ^ cle);
        hasard.suivant();
        hasard
    }

    /// The next 64 bits.
    pub fn suivant(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number under `borne`; zero when `borne` is zero.
    pub fn sous(&mut self, borne: usize) -> usize {
        let produit = u128::from(self.suivant()) * (borne as u128);
        usize::try_from(produit >> 64).unwrap_or_default()
    }

    /// A number from `bas` to `haut`, both included.
    pub fn entre(&mut self, bas: usize, haut: usize) -> usize {
        bas + self.sous(haut.saturating_sub(bas) + 1)
    }

    /// True `pour_mille` times in a thousand.
    pub fn chance(&mut self, pour_mille: usize) -> bool {
        self.sous(1000) < pour_mille
    }

    /// One value of a list; the default of its type when the list is empty.
    pub fn un<T: Copy + Default>(&mut self, choix: &[T]) -> T {
        choix.get(self.sous(choix.len())).copied().unwrap_or_default()
    }

    /// One of two values, the second one that many times in a thousand.
    pub fn plutot<T>(&mut self, premier: T, second: T, pour_mille: usize) -> T {
        if self.chance(pour_mille) { second } else { premier }
    }

    /// One value of a list, as often as its weight says; `sinon` when every weight is zero.
    pub fn selon_poids<T: Copy>(&mut self, choix: &[(T, usize)], sinon: T) -> T {
        let mut tirage = self.sous(choix.iter().map(|(_, poids)| poids).sum());
        for (valeur, poids) in choix {
            if tirage < *poids {
                return *valeur;
            }
            tirage -= poids;
        }
        sinon
    }

    /// Puts a list in a random order.
    pub fn melanger<T>(&mut self, liste: &mut [T]) {
        for place in (1..liste.len()).rev() {
            liste.swap(place, self.sous(place + 1));
        }
    }

    /// An identifier of version 7 for a fact of that moment.
    pub fn identifiant(&mut self, millisecondes: u64) -> Uuid {
        let mut octets = [0; 10];
        let tirage = self.suivant().to_be_bytes().into_iter().chain(self.suivant().to_be_bytes());
        octets.iter_mut().zip(tirage).for_each(|(place, octet)| *place = octet);
        uuid::Builder::from_unix_timestamp_millis(millisecondes, &octets).into_uuid()
    }
}

/// Exactly `total` values, each as often as its share in `parts` says, in random order: calibrated by construction.
pub fn repartir<T: Copy>(hasard: &mut Hasard, total: usize, parts: &[(T, usize)]) -> Vec<T> {
    let somme: usize = parts.iter().map(|(_, part)| part).sum::<usize>().max(1);
    let mut tirees = Vec::with_capacity(total);
    let mut cumul = 0;
    for (valeur, part) in parts {
        cumul += part;
        tirees.resize((cumul * total).div_euclid(somme).max(tirees.len()), *valeur);
    }
    hasard.melanger(&mut tirees);
    tirees
}
