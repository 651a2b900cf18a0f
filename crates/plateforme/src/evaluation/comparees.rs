//! Charts that compare the places inside a perimeter: CPTS of a department, departments of a region.

use droit::evaluation::statistique::{self, Niveau};
use droit::evaluation::{Chiffre, Donnee, Lieu};
use droit::indicateur::Indicateur;

use super::figures::{Figure, de, mesure, termes};
use super::phrases;
use crate::gabarits::graphique::{Barre, Barres, Entonnoir, Limites, Mesure, Placee, Repere, Unite};
use crate::gabarits::texte;

/// What the places inside a perimeter are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maille {
    /// CPTS, in a department.
    Cpts,
    /// Departments, in a region.
    Departements,
}

impl Maille {
    /// Title of the column.
    fn colonne(self) -> &'static str {
        match self {
            Self::Cpts => "CPTS",
            Self::Departements => "Département",
        }
    }

    /// « Toutes les CPTS ».
    pub fn toutes(self) -> &'static str {
        match self {
            Self::Cpts => "Toutes les CPTS",
            Self::Departements => "Tous les départements",
        }
    }

    /// « Une CPTS ».
    pub fn une(self) -> &'static str {
        match self {
            Self::Cpts => "Une CPTS",
            Self::Departements => "Un département",
        }
    }

    /// « CPTS », after a number.
    pub fn noms(self) -> &'static str {
        match self {
            Self::Cpts => "CPTS",
            Self::Departements => "départements",
        }
    }

    /// The word that agrees: feminine, masculine.
    pub fn accorder(self, formes: [&'static str; 2]) -> &'static str {
        self.choisir(formes)
    }

    fn choisir(self, [cpts, departements]: [&'static str; 2]) -> &'static str {
        match self {
            Self::Cpts => cpts,
            Self::Departements => departements,
        }
    }
}

/// A share or a rate that places are compared on.
#[derive(Clone, Copy, Debug)]
pub struct Comparee {
    /// The indicator.
    pub indicateur: Indicateur,
    titres: [&'static str; 2],
    sujet: &'static str,
    termes: &'static str,
    unite: Unite,
}

/// Those that a dashboard compares, with their intervals.
pub const COMPAREES: [Comparee; 4] = [
    Comparee {
        indicateur: Indicateur::TauxOrientation,
        titres: ["Taux d’orientation par CPTS", "Taux d’orientation par département"],
        sujet: "Le taux d’orientation",
        termes: "Épisodes",
        unite: Unite::Pourcent,
    },
    Comparee {
        indicateur: Indicateur::TauxEvenements,
        titres: ["Événements indésirables par CPTS", "Événements indésirables par département"],
        sujet: "Le nombre d’événements pour mille séances",
        termes: "Événements sur séances",
        unite: Unite::Pourmille,
    },
    Comparee {
        indicateur: Indicateur::SansMedecinTraitant,
        titres: ["Patients sans médecin traitant par CPTS", "Patients sans médecin traitant par département"],
        sujet: "La part des patients sans médecin traitant",
        termes: "Patients",
        unite: Unite::Pourcent,
    },
    Comparee {
        indicateur: Indicateur::BilansTransmis,
        titres: ["Bilans transmis par CPTS", "Bilans transmis par département"],
        sujet: "La part des bilans transmis",
        termes: "Bilans",
        unite: Unite::Pourcent,
    },
];

/// Participation by place: authorised MKs.
pub fn participation(par_lieu: &[Donnee], lieux: &[Lieu], maille: Maille) -> Figure {
    let barres: Vec<Barre> = lieux
        .iter()
        .map(|lieu| {
            let chiffre = |indicateur| de(par_lieu, indicateur, &lieu.cle).map(|d| d.chiffre.clone());
            let actifs = chiffre(Indicateur::PraticiensActifs).and_then(|c| c.ecrire(','));
            Barre {
                nom: lieu.nom.clone(),
                mesure: chiffre(Indicateur::PraticiensAutorises).map_or(Mesure::Absente, |c| mesure(&c)),
                precision: actifs.map_or(String::new(), |actifs| format!("dont {actifs} actifs")),
            }
        })
        .collect();
    let total: f64 = barres.iter().filter_map(|barre| barre.mesure.valeur()).sum();
    let premiere = barres
        .iter()
        .max_by(|a, b| a.mesure.valeur().unwrap_or(-1.0).total_cmp(&b.mesure.valeur().unwrap_or(-1.0)))?;
    let phrase = match premiere.mesure.valeur() {
        Some(nombre) if nombre > 0.0 => {
            format!(
                "{} autorisations au total ; {} en compte le plus.",
                Unite::Entier.dire(total),
                premiere.nom
            )
        }
        _ => "Aucun praticien n’est encore autorisé.".to_owned(),
    };
    let graphique = Barres {
        titre: maille.choisir(["Praticiens autorisés par CPTS", "Praticiens autorisés par département"]),
        phrase,
        colonnes: [maille.colonne(), "Autorisés", "Actifs"],
        unite: Unite::Entier,
        barres,
        repere: None,
    };
    Some(graphique.graphique())
}

/// Orientation by place, between the limits that chance alone explains.
///
/// The limits are around the whole, CPTS that are hidden and episodes of none included; where the whole is hidden, around those
/// that are shown.
pub fn entonnoir(
    par_lieu: &[Donnee],
    (lieux, maille): (&[Lieu], Maille),
    ensemble: Option<&Donnee>,
) -> Figure {
    let places: Vec<Placee> = lieux
        .iter()
        .filter_map(|lieu| match de(par_lieu, Indicateur::TauxOrientation, &lieu.cle)?.chiffre {
            Chiffre::Part { n, sur, .. } => Some(Placee { nom: lieu.nom.clone(), nombre: n, sur }),
            _ => None,
        })
        .collect();
    let montrees = || places.iter().fold((0, 0), |(n, sur), place| (n + place.nombre, sur + place.sur));
    let (nom, (nombre, sur)) = match ensemble.map(|donnee| &donnee.chiffre) {
        Some(Chiffre::Part { n, sur, .. }) => ("Ensemble", (*n, *sur)),
        _ => {
            (maille.choisir(["Ensemble des CPTS montrées", "Ensemble des départements montrés"]), montrees())
        }
    };
    if places.len() < 3 || sur == 0 {
        return None;
    }
    let plus_grande = places.iter().map(|place| place.sur).max()?;
    let cent = |intervalle: statistique::Intervalle| (intervalle.bas * 100.0, intervalle.haut * 100.0);
    let limites: Vec<Limites> = (1..=40)
        .filter_map(|pas| {
            let taille = (plus_grande * pas).div_ceil(36).max(1);
            let proches = cent(statistique::limites(nombre, sur, taille, Niveau::Proche)?);
            let lointaines = cent(statistique::limites(nombre, sur, taille, Niveau::Lointain)?);
            Some(Limites { sur: taille, proches, lointaines })
        })
        .collect();
    let dehors: Vec<&str> = places
        .iter()
        .filter(|place| {
            let part = texte::flottant(place.nombre) / texte::flottant(place.sur);
            statistique::limites(nombre, sur, place.sur, Niveau::Proche)
                .is_some_and(|limites| part < limites.bas || part > limites.haut)
        })
        .map(|place| place.nom.as_str())
        .collect();
    let dite = match dehors.as_slice() {
        [] => {
            let montrees = phrases::dire_les_montrees(places.len(), lieux.len(), maille);
            format!("{montrees} sont entre les limites : le hasard suffit à expliquer leurs écarts.")
        }
        noms => format!("Le hasard n’explique pas seul l’écart de : {}.", noms.join(", ")),
    };
    let cachees = lieux
        .iter()
        .filter(|lieu| {
            de(par_lieu, Indicateur::TauxOrientation, &lieu.cle).is_some_and(|d| d.chiffre.est_masque())
        })
        .count();
    let phrase = format!("{dite}{}", phrases::dire_les_cachees(cachees, maille));
    let moyenne = texte::flottant(nombre) / texte::flottant(sur) * 100.0;
    let graphique = Entonnoir {
        titre: maille.choisir([
            "Orientation vers un médecin, par CPTS",
            "Orientation vers un médecin, par département",
        ]),
        phrase,
        colonne: maille.colonne(),
        taille: "Épisodes",
        moyenne,
        nom,
        places,
        limites,
    };
    Some(graphique.graphique())
}

/// A share or a rate by place, with its intervals, beside that of all together.
pub fn comparaison(
    par_lieu: &[Donnee],
    (lieux, maille): (&[Lieu], Maille),
    ensemble: Option<&Donnee>,
    comparee: Comparee,
) -> Figure {
    let barres: Vec<Barre> = lieux
        .iter()
        .filter_map(|lieu| {
            let donnee = de(par_lieu, comparee.indicateur, &lieu.cle)?;
            Some(Barre {
                nom: lieu.nom.clone(),
                mesure: mesure(&donnee.chiffre),
                precision: termes(&donnee.chiffre),
            })
        })
        .collect();
    let repere = ensemble
        .and_then(|donnee| mesure(&donnee.chiffre).valeur())
        .map(|valeur| Repere { nom: "Ensemble".to_owned(), valeur });
    let lus: Vec<(String, Mesure)> = barres.iter().map(|barre| (barre.nom.clone(), barre.mesure)).collect();
    let phrase = phrases::dire_l_etendue(comparee.sujet, &lus, maille, comparee.unite)?;
    let graphique = Barres {
        titre: maille.choisir(comparee.titres),
        phrase,
        colonnes: [maille.colonne(), "Taux et intervalle à 95 %", comparee.termes],
        unite: comparee.unite,
        barres,
        repere,
    };
    Some(graphique.graphique())
}
