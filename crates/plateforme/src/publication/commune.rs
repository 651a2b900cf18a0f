//! Where communes are: the town halls of the designated departments, embedded (`donnees/LISEZMOI.md`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use droit::identifiant::CodeDepartement;
use droit::patient::normaliser;
use entrepot::recherche::mots;

const FICHIER: &str = include_str!("../../donnees/communes.csv");
/// Mean radius of the Earth, in metres.
const RAYON_TERRESTRE: f64 = 6_371_000.0;

/// A place on the Earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    latitude: f64,
    longitude: f64,
}

impl Point {
    /// A place.
    pub fn new(latitude: f64, longitude: f64) -> Self {
        Self { latitude, longitude }
    }

    /// What tells two places apart.
    pub(super) fn cle(self) -> [u64; 2] {
        [self.latitude.to_bits(), self.longitude.to_bits()]
    }

    /// Degrees north.
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east.
    pub fn longitude(self) -> f64 {
        self.longitude
    }

    /// Metres as the crow flies (haversine).
    pub fn distance(self, autre: Self) -> u32 {
        let (a, b) = (self.latitude.to_radians(), autre.latitude.to_radians());
        let ecart_lat = (b - a) / 2.0;
        let ecart_lon = (autre.longitude - self.longitude).to_radians() / 2.0;
        let corde = ecart_lat.sin().powi(2) + a.cos() * b.cos() * ecart_lon.sin().powi(2);
        let metres = 2.0 * RAYON_TERRESTRE * corde.sqrt().asin();
        // At most half the circumference, some twenty million metres.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20,015,087")]
        let entiers = metres.round() as u32;
        entiers
    }

    /// Is it surely farther than this: their latitudes alone say so.
    pub fn est_loin(self, autre: Self, metres: u32) -> bool {
        (self.latitude - autre.latitude).abs().to_radians() * RAYON_TERRESTRE > f64::from(metres) + 1.0
    }
}

/// A commune and its town hall.
#[derive(Clone, Debug, PartialEq)]
pub struct Commune {
    /// Department.
    pub departement: CodeDepartement,
    /// Name.
    pub nom: &'static str,
    /// Postcodes, between spaces.
    pub codes_postaux: &'static str,
    /// Town hall.
    pub point: Point,
}

struct Atlas {
    communes: Vec<Commune>,
    par_nom: HashMap<String, Vec<usize>>,
    par_code: HashMap<&'static str, Vec<usize>>,
}

static ATLAS: LazyLock<Atlas> = LazyLock::new(|| {
    let communes: Vec<Commune> = FICHIER.lines().skip(1).filter_map(lire).collect();
    let (mut par_nom, mut par_code) = (HashMap::new(), HashMap::new());
    for (rang, commune) in communes.iter().enumerate() {
        par_nom.entry(mots(commune.nom)).or_insert_with(Vec::new).push(rang);
        for code in commune.codes_postaux.split_whitespace() {
            par_code.entry(code).or_insert_with(Vec::new).push(rang);
        }
    }
    Atlas { communes, par_nom, par_code }
});

fn lire(ligne: &'static str) -> Option<Commune> {
    let mut champs = ligne.split(';');
    let departement = champs.next()?.parse().ok()?;
    let (nom, codes_postaux) = (champs.next()?, champs.next()?);
    let point = Point::new(champs.next()?.parse().ok()?, champs.next()?.parse().ok()?);
    Some(Commune { departement, nom, codes_postaux, point })
}

impl Atlas {
    fn rangs(&self, rangs: Option<&Vec<usize>>) -> impl Iterator<Item = &Commune> {
        rangs.into_iter().flatten().filter_map(|rang| self.communes.get(*rang))
    }
}

/// The names of all the communes, as [`normaliser`] gives them.
pub fn noms() -> &'static HashSet<String> {
    static NOMS: LazyLock<HashSet<String>> =
        LazyLock::new(|| ATLAS.communes.iter().map(|commune| normaliser(commune.nom)).collect());
    &NOMS
}

/// The communes of a department, by name.
pub fn du_departement(code: CodeDepartement) -> impl Iterator<Item = &'static Commune> {
    ATLAS.communes.iter().filter(move |commune| commune.departement == code)
}

/// The communes that a text names: a postcode, or a name written in any way.
pub fn chercher(saisie: &str) -> Vec<&'static Commune> {
    let saisie = mots(saisie);
    let par_code = ATLAS.rangs(ATLAS.par_code.get(saisie.as_str()));
    let par_nom = ATLAS.rangs(ATLAS.par_nom.get(&saisie));
    let abregee = saisie.replace("st ", "saint ").replace("ste ", "sainte ");
    let abregee = (abregee != saisie).then(|| ATLAS.par_nom.get(&abregee)).flatten();
    par_code.chain(par_nom).chain(ATLAS.rangs(abregee)).collect()
}

/// Where an address is: its commune, else the first commune of its postcode.
pub fn situer(departement: CodeDepartement, code_postal: &str, commune: &str) -> Option<Point> {
    let nom = ATLAS.rangs(ATLAS.par_nom.get(&mots(commune)));
    let code = ATLAS.rangs(ATLAS.par_code.get(code_postal.trim()));
    nom.chain(code).find(|commune| commune.departement == departement).map(|commune| commune.point)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn un(saisie: &str) -> &'static Commune {
        chercher(saisie).first().copied().unwrap()
    }

    #[test]
    fn une_commune_se_trouve_par_son_nom_ou_son_code() {
        assert_eq!(un("orleans").departement.as_str(), "45");
        assert_eq!(un(" St-Jean de Braye").nom, "Saint-Jean-de-Braye");
        assert!(chercher("45160").iter().any(|commune| commune.nom == "Olivet"));
        assert!(chercher("nulle part").is_empty() && chercher("").is_empty());
        assert!(chercher("Saint-Denis").len() > 1, "a name that several departments share");
    }

    #[test]
    fn chaque_departement_designe_a_ses_communes() {
        for departement in droit::reglement::Reglement::embarque().unwrap().departements_designes() {
            assert!(du_departement(departement).count() >= 15, "{departement}");
        }
        assert_eq!(ATLAS.communes.len(), FICHIER.lines().count() - 1, "every line is readable");
    }

    #[test]
    fn orleans_est_a_quatre_kilometres_d_olivet() {
        let metres = un("Orléans").point.distance(un("Olivet").point);
        assert!((4_000..7_000).contains(&metres), "{metres}");
    }

    proptest! {
        #[test]
        fn la_distance_est_symetrique_et_ce_qui_est_loin_l_est(
            a in (-60.0_f64..60.0, -179.0_f64..179.0), b in (-60.0_f64..60.0, -179.0_f64..179.0), rayon in 0_u32..2_000_000,
        ) {
            let (a, b) = (Point::new(a.0, a.1), Point::new(b.0, b.1));
            prop_assert_eq!(a.distance(b), b.distance(a));
            if a.est_loin(b, rayon) {
                prop_assert!(a.distance(b) > rayon);
            }
        }
    }
}
