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
/// How far from its disc a name may go to find room.
const ELOIGNEMENTS: [f64; 3] = [16.0, 30.0, 44.0];
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
        let legende = vec![Legende::Disque("La surface du disque dit le nombre".to_owned())];
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
                @for (nom, boite, attache) in self.noms(projection, rayon) {
                    @if let Some(attache) = attache { path.g-attache d=(attache) {} }
                    text.g-lieu x=(cote(boite.x)) y=(cote(boite.y)) text-anchor="middle" { (nom) }
                }
            },
        )
    }

    /// The names of the greatest communes, beside their discs, where they cover neither a disc nor another name.
    fn noms(
        &self,
        projection: &Projection,
        rayon: impl Fn(u64) -> f64,
    ) -> Vec<(String, Boite, Option<String>)> {
        let peuples = || self.lieux.iter().filter(|lieu| lieu.nombre > 0);
        let disque = |lieu: &Lieu| {
            let (x, y) = projection.place(lieu.longitude, lieu.latitude);
            (x, y, rayon(lieu.nombre).max(2.5))
        };
        let disques: Vec<(f64, f64, f64)> = peuples().map(disque).collect();
        let mut poses: Vec<(String, Boite, Option<String>)> = Vec::new();
        for (lieu, disque) in peuples().zip(&disques) {
            let nom = couper(&lieu.nom, CORPS, LARGEUR / 2.0);
            let libre = |boite: &Boite| {
                boite.tient_sur(projection.hauteur)
                    && disques.iter().all(|disque| !boite.touche_un_disque(*disque))
                    && poses.iter().all(|(_, autre, _)| !boite.touche(autre))
            };
            let boite = Boite::autour(*disque, largeur(&nom, CORPS)).find(libre);
            if let Some(boite) = boite.filter(|_| poses.len() < NOMMEES) {
                poses.push((nom, boite, boite.attache(*disque)));
            }
        }
        poses
    }
}

/// The place of a name: the middle of its base, half of its width.
#[derive(Clone, Copy, Debug)]
struct Boite {
    x: f64,
    y: f64,
    demi: f64,
    /// Is it away from its disc: a line leads to it.
    loin: bool,
}

impl Boite {
    /// Around a disc: close to it above, below, right and left, then farther and farther, where a line leads to it.
    fn autour(disque: (f64, f64, f64), large: f64) -> impl Iterator<Item = Self> {
        let directions = [(0.0, -1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0)];
        let biais = [(1.0, -1.0), (-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        let pres = directions.into_iter().map(move |vers| Self::vers(disque, large, vers, 3.0));
        let loin = move |ecart| {
            directions.into_iter().chain(biais).map(move |vers| Self::vers(disque, large, vers, ecart))
        };
        pres.chain(ELOIGNEMENTS.into_iter().flat_map(loin))
    }

    fn vers((x, y, rayon): (f64, f64, f64), large: f64, (dx, dy): (f64, f64), ecart: f64) -> Self {
        let demi = large / 2.0;
        let x = x + dx * (rayon + demi + ecart);
        // The base of letters is under their middle, which is where a name beside a disc is centred.
        let y = y + dy * (rayon + ecart + CORPS * 0.35) + CORPS * 0.35;
        Self { x, y, demi, loin: ecart > 3.0 }
    }

    /// From the disc to the nearest point of the name, where it is far.
    fn attache(&self, (x, y, rayon): (f64, f64, f64)) -> Option<String> {
        let milieu = self.y - CORPS * 0.35;
        let (vx, vy) =
            (serrer(x, self.x - self.demi, self.x + self.demi), milieu + (y - milieu).signum() * CORPS * 0.5);
        let long = (vx - x).hypot(vy - y);
        let bord = (x + (vx - x) / long * rayon, y + (vy - y) / long * rayon);
        (self.loin && long > rayon).then(|| format!("M{}L{}", point(bord.0, bord.1), point(vx, vy)))
    }

    fn tient_sur(&self, hauteur: f64) -> bool {
        self.x - self.demi >= 1.0
            && self.x + self.demi <= LARGEUR - 1.0
            && self.y >= CORPS
            && self.y < hauteur - 2.0
    }

    fn touche(&self, autre: &Self) -> bool {
        (self.y - autre.y).abs() <= CORPS + 1.0 && (self.x - autre.x).abs() <= self.demi + autre.demi + 4.0
    }

    /// Does it cover a disc, from the top of its letters to their base.
    fn touche_un_disque(&self, (x, y, rayon): (f64, f64, f64)) -> bool {
        let dx = x - serrer(x, self.x - self.demi, self.x + self.demi);
        let dy = y - serrer(y, self.y - CORPS * 0.75, self.y);
        dx.hypot(dy) < rayon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Orléans and what touches it: names are told where they cover no disc, or not at all.
    #[test]
    fn aucun_nom_ne_couvre_un_disque() {
        let communes = [
            ("Orléans", 47.9025, 1.909, 16),
            ("Fleury-les-Aubrais", 47.9312, 1.9211, 6),
            ("Saint-Jean-de-la-Ruelle", 47.9122, 1.8733, 6),
            ("Olivet", 47.8647, 1.9007, 5),
            ("Chécy", 47.8942, 2.0236, 3),
            ("Montargis", 47.9971, 2.7338, 3),
        ];
        let lieux = communes.map(|(nom, latitude, longitude, nombre)| Lieu {
            nom: nom.to_owned(),
            latitude,
            longitude,
            nombre,
        });
        let departement: CodeDepartement = "45".parse().unwrap();
        let projection = Projection::nouvelle(&fond::contour(departement).unwrap()).unwrap();
        let rayon = |nombre: u64| (texte::flottant(nombre) / 16.0).sqrt() * RAYON;
        let disques = lieux.clone().map(|lieu| {
            let (x, y) = projection.place(lieu.longitude, lieu.latitude);
            (x, y, rayon(lieu.nombre))
        });
        let carte = CarteDesLieux {
            titre: "",
            phrase: String::new(),
            colonne: "",
            departement,
            lieux: lieux.to_vec(),
        };
        let noms = carte.noms(&projection, rayon);
        // The greatest is always told, away from its neighbours if it must be.
        assert!(noms.iter().any(|(nom, ..)| nom == "Orléans") && noms.len() >= 4, "{noms:?}");
        for (nom, boite, _) in noms {
            assert!(disques.iter().all(|disque| !boite.touche_un_disque(*disque)), "{nom}");
        }
        let sur_orleans = Boite { x: disques[0].0, y: disques[0].1, demi: 20.0, loin: false };
        assert!(sur_orleans.touche_un_disque(disques[0]), "the control sees a name on a disc");
    }
}
