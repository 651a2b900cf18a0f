//! The country's map: the designated departments in their class, with their figure; the others as ground.

use droit::identifiant::CodeDepartement;
use maud::{Markup, html};

use super::dessin::cote;
use super::fond::{self, departements_dessines};
use super::{Dessin, Graphique, Legende, Mesure, Unite};
use crate::gabarits::Tableau;

const COTE: f64 = 1000.0;

/// One designated department.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Which.
    pub code: CodeDepartement,
    /// Its name.
    pub nom: String,
    /// Its figure.
    pub mesure: Mesure,
    /// What the figure is made of, for the table.
    pub precision: String,
    /// Where more is said of it.
    pub adresse: Option<String>,
}

/// A map being described.
#[derive(Clone, Debug, PartialEq)]
pub struct CarteDeFrance<'a> {
    /// Title.
    pub titre: &'a str,
    /// What it says, in a sentence.
    pub phrase: String,
    /// What is measured, and what that is made of: titles of the columns of its table.
    pub colonnes: [&'a str; 2],
    /// How figures are written.
    pub unite: Unite,
    /// The designated departments.
    pub zones: Vec<Zone>,
}

impl<'a> CarteDeFrance<'a> {
    /// The chart.
    pub fn graphique(self) -> Graphique<'a> {
        let seuils = self.seuils();
        let dessin = self.dessiner(&seuils);
        let tableau = self.tableau();
        let mut legende = self.legende(&seuils);
        if self.zones.iter().any(|zone| zone.mesure == Mesure::Masquee) {
            legende.push(Legende::Signe("g-zone-masquee", "Non publié : trop peu de patients".to_owned()));
        }
        Graphique::new(self.titre, self.phrase, dessin, tableau).legende(legende)
    }

    /// The upper ends of five classes of equal numbers of departments, each once.
    fn seuils(&self) -> Vec<f64> {
        let mut valeurs: Vec<f64> = self.zones.iter().filter_map(|zone| zone.mesure.valeur()).collect();
        valeurs.sort_by(f64::total_cmp);
        let nombre = valeurs.len();
        let mut seuils: Vec<f64> = (1..=5)
            .filter_map(|rang| valeurs.get((nombre * rang).div_ceil(5).saturating_sub(1)).copied())
            .collect();
        seuils.dedup();
        seuils
    }

    /// The tone of a figure: the highest class is the darkest, none at all the lightest, the others in between.
    fn ton(seuils: &[f64], valeur: f64) -> usize {
        let rang = seuils.iter().position(|seuil| valeur <= *seuil).unwrap_or(seuils.len().saturating_sub(1));
        match seuils.len() {
            _ if valeur <= 0.0 => 0,
            0 | 1 => 4,
            classes => rang * 4 / (classes - 1),
        }
    }

    fn legende(&self, seuils: &[f64]) -> Vec<Legende> {
        let mut bas: Option<String> = None;
        let mut entrees = Vec::new();
        for seuil in seuils {
            let fin = self.borne(*seuil);
            // Two ends that are written alike are one for whoever reads.
            if bas.as_ref() == Some(&fin) {
                continue;
            }
            let dite = match &bas {
                None if *seuil <= 0.0 => "aucun".to_owned(),
                None => format!("jusqu’à {fin}"),
                Some(bas) => format!("plus de {bas}, jusqu’à {fin}"),
            };
            entrees.push(Legende::Classe(Self::ton(seuils, *seuil), dite));
            bas = Some(fin);
        }
        entrees
    }

    /// An end of a class: nothing is written as 0, and what is hardly anything is not written as nothing.
    fn borne(&self, seuil: f64) -> String {
        if seuil <= 0.0 {
            return "0".to_owned();
        }
        let dite = self.unite.dire(seuil);
        if dite == self.unite.dire(0.0) { self.unite.dire(0.1) } else { dite }
    }

    fn tableau(&self) -> Markup {
        let colonnes = ["Département", self.colonnes[0], self.colonnes[1]];
        let lignes = self.zones.iter().map(|zone| {
            let nom = html! { (zone.nom) " (" (zone.code) ")" };
            vec![
                match &zone.adresse {
                    Some(adresse) => html! { a href=(adresse) { (nom) } },
                    None => nom,
                },
                html! { (zone.mesure.dire_tout(self.unite)) },
                html! { (zone.precision) },
            ]
        });
        Tableau::new(self.titre, &colonnes).lignes(lignes).rendre()
    }

    fn dessiner(&self, seuils: &[f64]) -> Dessin {
        let autres =
            departements_dessines().iter().filter(|d| self.zones.iter().all(|zone| zone.code != d.code));
        let zones =
            || self.zones.iter().filter_map(|zone| fond::departement_dessine(zone.code).map(|d| (zone, d)));
        Dessin::de_largeur(
            COTE,
            COTE - 20.0,
            html! {
                @for departement in autres { path.g-terre d=(departement.chemin) {} }
                @for (zone, departement) in zones() {
                    @match zone.mesure {
                        Mesure::Connue { valeur, .. } => path.(format!("g-c{} g-zone", Self::ton(seuils, valeur) + 1)) d=(departement.chemin) {},
                        Mesure::Masquee => path.g-zone-masquee d=(departement.chemin) {},
                        Mesure::Absente => path.g-zone-vide d=(departement.chemin) {},
                    }
                }
                @for (zone, departement) in zones() {
                    @let (x, y) = fond::milieu(departement.chemin);
                    text.g-carte x=(cote(x.clamp(45.0, COTE - 45.0))) y=(cote(y + 10.0)) text-anchor="middle" { (self.chiffre(zone)) }
                }
            },
        )
    }

    fn chiffre(&self, zone: &Zone) -> String {
        match zone.mesure {
            // From ten on, a decimal would only make neighbours touch; the table has it.
            Mesure::Connue { valeur, .. } if valeur >= 10.0 => Unite::Entier.dire(valeur),
            Mesure::Connue { valeur, .. } => self.unite.dire(valeur).replace("\u{a0}%", ""),
            Mesure::Masquee => "·".to_owned(),
            Mesure::Absente => "–".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn legende(valeurs: &[f64]) -> Vec<String> {
        let codes = ["11", "22", "2B", "32", "38", "45"];
        let zones = codes.iter().zip(valeurs).map(|(code, valeur)| Zone {
            code: code.parse().unwrap(),
            nom: (*code).to_owned(),
            mesure: Mesure::nouvelle(*valeur),
            precision: String::new(),
            adresse: None,
        });
        let carte = CarteDeFrance {
            titre: "Titre",
            phrase: String::new(),
            colonnes: ["Pour 100 000 habitants", "Praticiens"],
            unite: Unite::Decimal(1),
            zones: zones.collect(),
        };
        let dite = |entree: Legende| match entree {
            Legende::Classe(_, dite) => dite,
            autre => panic!("{autre:?}"),
        };
        carte.legende(&carte.seuils()).into_iter().map(dite).collect()
    }

    #[test]
    fn une_classe_ne_va_pas_de_zero_a_zero() {
        assert_eq!(legende(&[0.0, 0.0, 0.0, 0.0, 0.0, 4.7]), ["aucun", "plus de 0, jusqu’à 4,7"]);
        let dites = legende(&[0.0, 0.01, 0.02, 0.03, 2.0, 4.7]);
        assert!(dites.iter().all(|dite| !dite.contains("0,0")), "{dites:?}");
    }
}
