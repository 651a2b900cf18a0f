//! Texts on a sheet: how wide they are, and how to keep them inside and apart.

/// Mean width of a letter of the house's font, for a size of 1.
const CHASSE: f64 = 0.56;

/// Estimated width of a text.
pub(super) fn largeur(texte: &str, corps: f64) -> f64 {
    f64::from(u32::try_from(texte.chars().count()).unwrap_or(u32::MAX)) * corps * CHASSE
}

/// A text cut to a width, with an ellipsis where something is missing.
pub(super) fn couper(texte: &str, corps: f64, place: f64) -> String {
    if largeur(texte, corps) <= place {
        return texte.to_owned();
    }
    let mut coupe = String::new();
    for lettre in texte.chars() {
        coupe.push(lettre);
        if largeur(&coupe, corps) + corps * CHASSE > place {
            coupe.pop();
            break;
        }
    }
    format!("{}…", coupe.trim_end())
}

/// A place kept between two ends; the first wins where they cross.
pub(super) fn serrer(place: f64, debut: f64, fin: f64) -> f64 {
    place.min(fin).max(debut)
}

/// Moves places apart, downwards, by at least `ecart`, within a limit; the order is kept.
pub(super) fn ecarter(mut places: Vec<(usize, f64)>, ecart: f64, bornes: (f64, f64)) -> Vec<(usize, f64)> {
    places.sort_by(|une, autre| une.1.total_cmp(&autre.1));
    let mut haut = bornes.0;
    for (_, place) in &mut places {
        *place = place.max(haut);
        haut = *place + ecart;
    }
    let mut bas = bornes.1;
    for (_, place) in places.iter_mut().rev() {
        *place = place.min(bas);
        bas = *place - ecart;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_nom_trop_long_finit_par_des_points() {
        assert_eq!(couper("CPTS Orléanaise", 13.0, 400.0), "CPTS Orléanaise");
        let coupe = couper("CPTS du Giennois Berry et du Val", 13.0, 100.0);
        assert!(coupe.ends_with('…') && largeur(&coupe, 13.0) <= 100.0, "{coupe}");
    }

    #[test]
    fn les_etiquettes_ne_se_recouvrent_pas() {
        let places = ecarter(vec![(0, 50.0), (1, 52.0), (2, 51.0)], 14.0, (10.0, 70.0));
        let y: Vec<_> = places.iter().map(|(_, y)| *y).collect();
        assert_eq!(places.iter().map(|(rang, _)| *rang).collect::<Vec<_>>(), [0, 2, 1]);
        assert!(y.windows(2).all(|deux| deux[1] - deux[0] >= 14.0 - 1e-9) && y[2] <= 70.0, "{y:?}");
    }
}
