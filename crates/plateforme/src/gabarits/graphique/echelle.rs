//! From figures to places on the sheet, and the graduations between them.

/// A linear scale; its domain is never empty, so that no figure is ever divided by nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Echelle {
    de: f64,
    a: f64,
    debut: f64,
    fin: f64,
}

impl Echelle {
    /// From a domain to places.
    pub(super) fn nouvelle(domaine: (f64, f64), places: (f64, f64)) -> Self {
        let (de, a) =
            if domaine.1 - domaine.0 > f64::EPSILON { domaine } else { (domaine.0, domaine.0 + 1.0) };
        Self { de, a, debut: places.0, fin: places.1 }
    }

    /// From zero to a round number above every figure.
    pub(super) fn depuis_zero(sommets: impl Iterator<Item = f64>, places: (f64, f64)) -> Self {
        let sommet = sommets.filter(|valeur| valeur.is_finite()).fold(0.0_f64, f64::max);
        // Where there is nothing to show, whole graduations all the same.
        let sommet = if sommet > 0.0 { sommet } else { 4.0 };
        let pas = pas_rond(sommet);
        Self::nouvelle((0.0, (sommet / pas).ceil().max(1.0) * pas), places)
    }

    /// Where a figure is; one outside the domain is at its end, one that is no number at its beginning.
    pub(super) fn place(self, valeur: f64) -> f64 {
        if valeur.is_nan() {
            return self.debut;
        }
        let part = ((valeur - self.de) / (self.a - self.de)).clamp(0.0, 1.0);
        self.debut + part * (self.fin - self.debut)
    }

    /// Round figures of the domain, and the step between them.
    pub(super) fn graduations(self) -> (Vec<f64>, f64) {
        let pas = pas_rond(self.a - self.de);
        let premiere = (self.de / pas).ceil();
        let nombre = ((self.a / pas).floor() - premiere).clamp(0.0, 20.0);
        let mut graduations = Vec::new();
        let mut rang = 0.0;
        while rang <= nombre {
            graduations.push((premiere + rang) * pas);
            rang += 1.0;
        }
        (graduations, pas)
    }
}

/// A step of 1, 2 or 5 times a power of ten, that cuts an extent in three to seven.
fn pas_rond(etendue: f64) -> f64 {
    let brut = etendue / 4.0;
    let puissance = 10_f64.powf(brut.log10().floor());
    let reste = brut / puissance;
    let facteur = if reste < 1.5 {
        1.0
    } else if reste < 3.5 {
        2.0
    } else if reste < 7.5 {
        5.0
    } else {
        10.0
    };
    facteur * puissance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn les_graduations_sont_rondes() {
        let echelle = Echelle::depuis_zero([37.0].into_iter(), (0.0, 100.0));
        assert_eq!(echelle.graduations().0, [0.0, 10.0, 20.0, 30.0, 40.0]);
        let echelle = Echelle::depuis_zero([0.9].into_iter(), (0.0, 100.0));
        assert_eq!(echelle.graduations().1, 0.2);
    }

    #[test]
    fn un_domaine_vide_a_quand_meme_une_echelle() {
        let echelle = Echelle::nouvelle((3.0, 3.0), (10.0, 20.0));
        assert_eq!((echelle.place(3.0), echelle.place(99.0)), (10.0, 20.0));
        assert_eq!(Echelle::depuis_zero(std::iter::empty(), (0.0, 1.0)).place(0.0), 0.0);
    }
}
