//! How sure a figure is: intervals of shares and rates, and the limits that chance alone explains.

/// Two-sided 95 %.
const Z95: f64 = 1.959_963_984_540_054;
/// Two-sided 99.8 %.
const Z998: f64 = 3.090_232_306_167_813;

/// Both ends of an interval, lower first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Intervalle {
    /// Lower end.
    pub bas: f64,
    /// Upper end.
    pub haut: f64,
}

/// How far limits are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Niveau {
    /// Nineteen places out of twenty are within.
    Proche,
    /// All but two in a thousand are within.
    Lointain,
}

/// The 95 % interval of a share, from 0 to 1, by Wilson's score without continuity correction; `None` over nothing, or when
/// more are counted than there are.
///
/// Wilson 1927; method 3 of R. G. Newcombe, « Two-sided confidence intervals for the single proportion », Statistics in
/// Medicine 17 (1998), whose table I is the test.
pub fn proportion(nombre: u64, sur: u64) -> Option<Intervalle> {
    if sur == 0 || nombre > sur {
        return None;
    }
    let (n, z2) = (flottant(sur), Z95 * Z95);
    let part = flottant(nombre) / n;
    let centre = (part + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let demi = Z95 / (1.0 + z2 / n) * (part * (1.0 - part) / n + z2 / (4.0 * n * n)).sqrt();
    // Rounding may leave a hair below 0 when nobody is counted, or above 1 when everybody is.
    Some(Intervalle { bas: (centre - demi).max(0.0), haut: (centre + demi).min(1.0) })
}

/// The 95 % interval of a rate of rare events per unit of exposure, by Byar's approximation of the Poisson law; `None` over
/// nothing.
///
/// N. E. Breslow and N. E. Day, « Statistical Methods in Cancer Research », vol. II (IARC, 1987), § 2.3.
pub fn taux(evenements: u64, exposition: u64) -> Option<Intervalle> {
    if exposition == 0 {
        return None;
    }
    let (n, suivant, sur) = (flottant(evenements), flottant(evenements) + 1.0, flottant(exposition));
    let bas =
        if evenements == 0 { 0.0 } else { n * (1.0 - 1.0 / (9.0 * n) - Z95 / (3.0 * n.sqrt())).powi(3) };
    let haut = suivant * (1.0 - 1.0 / (9.0 * suivant) + Z95 / (3.0 * suivant.sqrt())).powi(3);
    Some(Intervalle { bas: bas.max(0.0) / sur, haut: haut / sur })
}

/// Between which shares chance alone puts a place of this size, when all follow the share of the whole; `None` over nothing.
///
/// D. J. Spiegelhalter, « Funnel plots for comparing institutional performance », Statistics in Medicine 24 (2005).
pub fn limites(nombre: u64, total: u64, taille: u64, niveau: Niveau) -> Option<Intervalle> {
    if total == 0 || taille == 0 || nombre > total {
        return None;
    }
    let part = flottant(nombre) / flottant(total);
    let z = match niveau {
        Niveau::Proche => Z95,
        Niveau::Lointain => Z998,
    };
    let demi = z * (part * (1.0 - part) / flottant(taille)).sqrt();
    Some(Intervalle { bas: (part - demi).max(0.0), haut: (part + demi).min(1.0) })
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far under 2^53")]
fn flottant(nombre: u64) -> f64 {
    nombre as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proche(obtenu: Intervalle, bas: f64, haut: f64, ecart: f64) {
        assert!(
            (obtenu.bas - bas).abs() < ecart && (obtenu.haut - haut).abs() < ecart,
            "{obtenu:?} pour {bas}, {haut}"
        );
    }

    /// Newcombe 1998, table I, method 3.
    #[test]
    fn l_intervalle_d_une_part_est_celui_que_newcombe_publie() {
        for ((nombre, sur), (bas, haut)) in [
            ((81, 263), (0.2553, 0.3662)),
            ((15, 148), (0.0624, 0.1605)),
            ((0, 20), (0.0, 0.1611)),
            ((1, 29), (0.0061, 0.1718)),
        ] {
            proche(proportion(nombre, sur).unwrap(), bas, haut, 0.000_06);
        }
    }

    /// The exact Poisson limits of 10 events are 4.795 and 18.39, those of 100 are 81.36 and 121.63.
    #[test]
    fn l_intervalle_d_un_taux_suit_la_loi_de_poisson() {
        proche(taux(10, 1).unwrap(), 4.795, 18.39, 0.01);
        proche(taux(100, 1).unwrap(), 81.36, 121.63, 0.02);
        let rien = taux(0, 1_000).unwrap();
        assert_eq!(rien.bas, 0.0);
        assert!((rien.haut * 1_000.0 - 3.69).abs() < 0.03, "{rien:?}");
    }

    #[test]
    fn les_limites_se_resserrent_avec_la_taille() {
        let large = limites(20, 100, 25, Niveau::Proche).unwrap();
        proche(large, 0.0432, 0.3568, 0.000_1);
        let etroite = limites(20, 100, 2_500, Niveau::Proche).unwrap();
        assert!(etroite.haut - etroite.bas < (large.haut - large.bas) / 9.0);
        let lointaine = limites(20, 100, 2_500, Niveau::Lointain).unwrap();
        assert!(lointaine.bas < etroite.bas && lointaine.haut > etroite.haut);
    }

    #[test]
    fn sur_rien_il_n_y_a_pas_d_intervalle() {
        assert_eq!((proportion(0, 0), proportion(3, 2), taux(1, 0)), (None, None, None));
        assert_eq!(limites(0, 0, 3, Niveau::Proche), None);
    }

    #[test]
    fn la_part_est_toujours_dans_son_intervalle() {
        for sur in 1..200_u64 {
            for nombre in 0..=sur {
                let intervalle = proportion(nombre, sur).unwrap();
                let part = flottant(nombre) / flottant(sur);
                assert!(
                    intervalle.bas <= part + 1e-12 && part <= intervalle.haut + 1e-12,
                    "{nombre}/{sur} : {intervalle:?}"
                );
            }
        }
    }
}
