//! The ground of maps: the outline of each department, embedded (`donnees/LISEZMOI.md`).

use std::sync::LazyLock;

use droit::identifiant::CodeDepartement;

const FRANCE: &str = include_str!("../../../donnees/france.csv");
const CONTOURS: &str = include_str!("../../../donnees/contours.csv");

/// One department of the country's map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departement {
    /// Its code.
    pub code: CodeDepartement,
    /// Its name.
    pub nom: &'static str,
    /// How many live there, at the last census; `None` where the embedded file does not say.
    pub habitants: Option<u32>,
    /// Its outline, on a sheet of 1000 units.
    pub(super) chemin: &'static str,
}

static DEPARTEMENTS: LazyLock<Vec<Departement>> =
    LazyLock::new(|| FRANCE.lines().skip(1).filter_map(lire).collect());

fn lire(ligne: &'static str) -> Option<Departement> {
    let mut champs = ligne.split(';');
    let (code, nom) = (champs.next()?.parse().ok()?, champs.next()?);
    Some(Departement { code, nom, habitants: champs.next()?.parse().ok(), chemin: champs.next()? })
}

/// Every department of the map.
pub fn departements_dessines() -> &'static [Departement] {
    &DEPARTEMENTS
}

/// One of them.
pub fn departement_dessine(code: CodeDepartement) -> Option<&'static Departement> {
    DEPARTEMENTS.iter().find(|departement| departement.code == code)
}

/// The rings of a designated department, as longitudes and latitudes in degrees.
pub(super) fn contour(code: CodeDepartement) -> Option<Vec<Vec<(f64, f64)>>> {
    let code = code.to_string();
    let ligne =
        CONTOURS.lines().skip(1).find_map(|ligne| ligne.strip_prefix(code.as_str())?.strip_prefix(';'))?;
    let anneaux = ligne.split('|').map(|anneau| {
        anneau
            .split(' ')
            .filter_map(|point| point.split_once(','))
            .filter_map(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)))
            .collect()
    });
    Some(anneaux.collect())
}

/// The middle of the box around a path of whole relative steps, where its figure is written.
pub(super) fn milieu(chemin: &str) -> (f64, f64) {
    // The largest ring comes first only by chance: the box of the longest one is taken.
    let anneau = chemin.split('M').max_by_key(|anneau| anneau.len()).unwrap_or_default();
    let nombres =
        anneau.split(|signe: char| !signe.is_ascii_digit() && signe != '-').filter(|mot| !mot.is_empty());
    let nombres: Vec<f64> = nombres.filter_map(|mot| mot.parse().ok()).collect();
    let (mut x, mut y) = (0.0_f64, 0.0_f64);
    let mut boite: Option<(f64, f64, f64, f64)> = None;
    for pas in nombres.chunks_exact(2) {
        if let [dx, dy] = pas {
            (x, y) = (x + dx, y + dy);
            let (a, b, c, d) = boite.unwrap_or((x, y, x, y));
            boite = Some((a.min(x), b.min(y), c.max(x), d.max(y)));
        }
    }
    let (a, b, c, d) = boite.unwrap_or_default();
    (f64::midpoint(a, c), f64::midpoint(b, d))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tous_les_departements_sont_dessines() {
        assert_eq!(departements_dessines().len(), 101);
        assert!(departements_dessines().iter().all(|d| d.chemin.starts_with('M')));
        let connus: Vec<_> = departements_dessines().iter().filter_map(|d| d.habitants).collect();
        assert_eq!(connus.len(), 100, "Mayotte seul n’a pas de population dans le paquet");
        assert!(connus.iter().all(|habitants| *habitants > 50_000));
    }

    #[test]
    fn les_departements_designes_ont_un_contour_qui_contient_leur_prefecture() {
        let anneaux = contour("45".parse().unwrap()).unwrap();
        let orleans = (1.909, 47.902);
        let dedans = anneaux.iter().any(|anneau| {
            let mut dedans = false;
            for deux in anneau.windows(2) {
                let ((x1, y1), (x2, y2)) = (deux[0], deux[1]);
                if (y1 > orleans.1) != (y2 > orleans.1)
                    && orleans.0 < (x2 - x1) * (orleans.1 - y1) / (y2 - y1) + x1
                {
                    dedans = !dedans;
                }
            }
            dedans
        });
        assert!(dedans);
        assert_eq!(contour("75".parse().unwrap()), None);
    }

    #[test]
    fn le_milieu_est_celui_de_la_boite() {
        assert_eq!(milieu("M10 20l10 0 0 -10 -10 0z"), (15.0, 15.0));
    }
}
