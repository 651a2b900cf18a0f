//! The map of one department: a disc per commune, whose surface is its figure.

use droit::identifiant::CodeDepartement;
use maud::{Markup, html};

use super::dessin::{Marque, cote, point};
use super::etiquette::{couper, largeur, serrer};
use super::{Dessin, Graphique, LARGEUR, Legende, fond};
use crate::gabarits::{Tableau, texte};

const MARGE: f64 = 16.0;
const RAYON: f64 = 17.0;
const CORPS: f64 = 12.0;
/// How many communes are named on the map: more would cover each other.
const NOMMEES: usize = 8;

/// One commune.
#[derive(Clone, Debug, PartialEq)]
pub struct Lieu {
    /// Its name.
    pub nom: String,
    /// Degrees.
    pub latitude: f64,
    /// Degrees.
    pub longitude: f64,
    /// Its figure.
    pub nombre: u64,
}

/// A map being described.
#[derive(Clone, Debug, PartialEq)]
pub struct CarteDesLieux<'a> {
    /// Title.
    pub titre: &'a str,
    /// What it says, in a sentence.
    pub phrase: String,
    /// What is counted: title of the column of its table.
    pub colonne: &'a str,
    /// Which department.
    pub departement: CodeDepartement,
    /// The communes.
    pub lieux: Vec<Lieu>,
}

/// From degrees to the sheet: degrees of longitude as long as those of latitude in the middle of the department.
struct Projection {
    ouest: f64,
    nord: f64,
    reduction: f64,
    echelle: f64,
    gauche: f64,
    hauteur: f64,
}

impl Projection {
    fn nouvelle(anneaux: &[Vec<(f64, f64)>]) -> Option<Self> {
        let points = || anneaux.iter().flatten();
        let bornes = |lire: fn(&(f64, f64)) -> f64| {
            points().map(lire).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)))
        };
        let ((ouest, est), (sud, nord)) = (bornes(|p| p.0), bornes(|p| p.1));
        let reduction = f64::midpoint(sud, nord).to_radians().cos();
        let (large, haute) = ((est - ouest) * reduction, nord - sud);
        if !(large.is_finite() && haute.is_finite() && large > 0.0 && haute > 0.0) {
            return None;
        }
        let echelle = ((LARGEUR - 2.0 * MARGE) / large).min(360.0 / haute);
        let gauche = (LARGEUR - large * echelle) / 2.0;
        Some(Self { ouest, nord, reduction, echelle, gauche, hauteur: haute * echelle + 2.0 * MARGE })
    }

    fn place(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        let x = self.gauche + (longitude - self.ouest) * self.reduction * self.echelle;
        let y = MARGE + (self.nord - latitude) * self.echelle;
        (x.clamp(MARGE / 2.0, LARGEUR - MARGE / 2.0), y.clamp(MARGE / 2.0, self.hauteur - MARGE / 2.0))
    }
}

impl<'a> CarteDesLieux<'a> {
    /// The chart; `None` where the outline of the department is not embedded.
    pub fn graphique(mut self) -> Option<Graphique<'a>> {
        let anneaux = fond::contour(self.departement)?;
        let projection = Projection::nouvelle(&anneaux)?;
        self.lieux.sort_by(|un, autre| autre.nombre.cmp(&un.nombre).then_with(|| un.nom.cmp(&autre.nom)));
        let dessin = self.dessiner(&projection, &anneaux);
        let tableau = self.tableau();
        let legende = vec![Legende::Serie(0, "La surface du disque dit le nombre".to_owned())];
        Some(Graphique::new(self.titre, self.phrase, dessin, tableau).legende(legende))
    }

    fn tableau(&self) -> Markup {
        let lignes =
            self.lieux.iter().map(|lieu| vec![html! { (lieu.nom) }, html! { (texte::grouper(lieu.nombre)) }]);
        Tableau::new(self.titre, &["Commune", self.colonne]).lignes(lignes).rendre()
    }

    fn dessiner(&self, projection: &Projection, anneaux: &[Vec<(f64, f64)>]) -> Dessin {
        let plus_grand = self.lieux.first().map_or(1.0, |lieu| texte::flottant(lieu.nombre)).max(1.0);
        let rayon = |nombre: u64| (texte::flottant(nombre) / plus_grand).sqrt() * RAYON;
        let place = |lieu: &Lieu| projection.place(lieu.longitude, lieu.latitude);
        Dessin::nouveau(
            projection.hauteur,
            html! {
                @for anneau in anneaux {
                    @let points: Vec<_> = anneau.iter().map(|(x, y)| { let (x, y) = projection.place(*x, *y); point(x, y) }).collect();
                    path.g-terre d=(format!("M{}z", points.join("L"))) {}
                }
                @for lieu in self.lieux.iter().filter(|lieu| lieu.nombre > 0) {
                    @let (x, y) = place(lieu);
                    path.g-disque d=(Marque::Rond.trace(x, y, rayon(lieu.nombre).max(2.5))) {}
                }
                @for (nom, x, y) in self.noms(projection, rayon) {
                    text.g-lieu x=(cote(x)) y=(cote(y)) text-anchor="middle" { (nom) }
                }
            },
        )
    }

    /// The names of the greatest communes, above their discs, where they cover no other name.
    fn noms(&self, projection: &Projection, rayon: impl Fn(u64) -> f64) -> Vec<(String, f64, f64)> {
        let mut poses: Vec<(String, f64, f64)> = Vec::new();
        for lieu in self.lieux.iter().filter(|lieu| lieu.nombre > 0) {
            let (x, y) = projection.place(lieu.longitude, lieu.latitude);
            let nom = couper(&lieu.nom, CORPS, LARGEUR / 2.0);
            let demi = largeur(&nom, CORPS) / 2.0;
            let x = serrer(x, demi + 2.0, LARGEUR - demi - 2.0);
            let y = (y - rayon(lieu.nombre).max(2.5) - 3.0).max(CORPS);
            let libre = poses.iter().all(|(autre, px, py)| {
                (y - py).abs() > CORPS + 1.0 || (x - px).abs() > demi + largeur(autre, CORPS) / 2.0 + 4.0
            });
            if libre && poses.len() < NOMMEES {
                poses.push((nom, x, y));
            }
        }
        poses
    }
}
