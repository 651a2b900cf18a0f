//! An attacker with a computer: the exact range of every hidden count, by linear programming over two regions and two
//! publications taken together.
//!
//! He knows more than the public: which shown counts are of the moment and which were left as they were, that a hidden count
//! is not zero, that nothing was cancelled between the two publications.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::*;
use super::simplexe::{Contrainte, Programme};
use crate::indicateur::{Compte, Comptes, Mesure};

const REGIONS: [&str; 3] = ["rachis-lombaire", "genou", "epaule"];

/// The patients of each region of the body in each CPTS, and how many of them all were sent to a doctor.
type Effectif = ([u64; 3], u64);

/// Two regions; the first has two departments, the second one; each department has two CPTS and a remainder.
const LIEUX: usize = 9;
const RELATIONS: [(usize, &[usize], bool); 5] =
    [(0, &[1, 2], false), (1, &[3, 4], false), (2, &[5], false), (3, &[6, 7], true), (5, &[8], true)];

/// The counts of every place, from those of the last ones: what a department has beside its CPTS comes in its own row.
fn sommer(feuilles: &[Effectif; 5], restes: &[Effectif; 2]) -> Vec<Effectif> {
    let plus = |a: Effectif, b: Effectif| (std::array::from_fn(|n| a.0[n] + b.0[n]), a.1 + b.1);
    let [a, b, c, deuxieme, reste_du_deux] = *feuilles;
    let premier = plus(plus(a, b), restes[0]);
    let deuxieme = plus(deuxieme, reste_du_deux);
    let troisieme = plus(c, restes[1]);
    let (ouest, est) = (plus(premier, deuxieme), troisieme);
    vec![plus(ouest, est), ouest, est, premier, deuxieme, troisieme, a, b, c]
}

fn comptes((regions, orientes): Effectif) -> Comptes {
    let compte = |n| Compte { n, sujets: n };
    let mut comptes = Comptes::default();
    for (region, n) in REGIONS.iter().zip(regions) {
        comptes.poser(Mesure::EpisodesParRegion, region, compte(n));
    }
    let tout = regions.iter().sum();
    comptes.poser(Mesure::Episodes, "", compte(tout));
    comptes.poser(Mesure::EpisodesOrientes, "", compte(orientes.min(tout)));
    comptes
}

fn publication(lieux: &[Effectif], avant: Option<&[TableParue]>) -> Publication {
    let table = |(rang, effectif): (usize, &Effectif)| Table {
        comptes: comptes(*effectif),
        etendue: Etendue::Entiere,
        prix: if rang < 6 { Prix::Extreme } else { Prix::Moyen },
        jours: Some(366),
        activite: None,
        avant: avant.map(|avant| avant[rang].clone()),
    };
    let relation =
        |(tout, parts, _): (usize, &[usize], bool)| Relation { tout, parts: parts.to_vec(), sauf: vec![] };
    Publication {
        tables: lieux.iter().enumerate().map(table).collect(),
        relations: RELATIONS.into_iter().map(relation).collect(),
    }
}

fn cles() -> Vec<Cle> {
    let regions = REGIONS.iter().map(|region| (Mesure::EpisodesParRegion, (*region).to_owned()));
    let autres = [(Mesure::Episodes, String::new()), (Mesure::EpisodesOrientes, String::new())];
    autres.into_iter().chain(regions).collect()
}

/// A count of a place at one of the two publications.
type Place = (usize, usize, Cle);

/// What is known of it: a number, or a variable that is so many at least.
#[derive(Clone, Copy)]
enum Terme {
    Connu(i128),
    Inconnu { variable: usize, au_moins: i128 },
}

/// The constraints written down so far.
#[derive(Default)]
struct Attaque {
    termes: BTreeMap<Place, Terme>,
    contraintes: Vec<Contrainte>,
    variables: usize,
}

impl Attaque {
    fn lire(
        &mut self,
        moment: usize,
        parues: &[TableParue],
        vraies: &[Effectif],
        levee: Option<&(usize, Cle)>,
    ) {
        for (rang, (parue, effectif)) in parues.iter().zip(vraies).enumerate() {
            let vraies = comptes(*effectif);
            for cle in cles() {
                let vrai = vraies.un(cle.0, &cle.1).n;
                let montre = match parue.cases.get(&cle) {
                    Some(CaseParue::Montree(montre)) => montre.n == vrai,
                    Some(CaseParue::Cachee { .. }) => false,
                    None => !parue.effacees.contains(&cle.0),
                };
                let terme = if montre || levee == Some(&(rang, cle.clone())) {
                    Terme::Connu(i128::from(vrai))
                } else {
                    self.variables += 1;
                    Terme::Inconnu { variable: self.variables - 1, au_moins: i128::from(vrai > 0) }
                };
                self.termes.insert((moment, rang, cle), terme);
            }
        }
    }

    fn libre(&mut self) -> usize {
        self.variables += 1;
        self.variables - 1
    }

    /// `Σ signe × terme = 0`, or at least zero.
    fn egaler(&mut self, termes: &[(Place, i128)], au_moins: bool) {
        let (mut inconnus, mut constante) = (Vec::new(), 0);
        for (place, signe) in termes {
            match self.termes[place] {
                Terme::Connu(n) => constante -= signe * n,
                Terme::Inconnu { variable, au_moins } => {
                    inconnus.push((variable, *signe));
                    constante -= signe * au_moins;
                }
            }
        }
        if inconnus.is_empty() {
            return;
        }
        if au_moins {
            inconnus.push((self.libre(), -1));
        }
        self.contraintes.push((inconnus, constante));
    }

    fn sommer(&mut self, moment: usize) {
        for rang in 0..LIEUX {
            let place = |cle: &Cle| (moment, rang, cle.clone());
            let [tout, orientes] = [Mesure::Episodes, Mesure::EpisodesOrientes].map(|m| (m, String::new()));
            let regions = cles().into_iter().filter(|(mesure, _)| *mesure == Mesure::EpisodesParRegion);
            let mut termes: Vec<(Place, i128)> = regions.map(|cle| (place(&cle), -1)).collect();
            termes.push((place(&tout), 1));
            self.egaler(&termes, false);
            self.egaler(&[(place(&tout), 1), (place(&orientes), -1)], true);
        }
        for (tout, parts, reste) in RELATIONS {
            for cle in cles() {
                let mut termes = vec![((moment, tout, cle.clone()), 1)];
                termes.extend(parts.iter().map(|part| ((moment, *part, cle.clone()), -1)));
                self.egaler(&termes, reste);
            }
        }
    }

    /// Nothing is taken away from one publication to the next.
    fn enchainer(&mut self) {
        for rang in 0..LIEUX {
            for cle in cles() {
                self.egaler(&[((1, rang, cle.clone()), 1), ((0, rang, cle), -1)], true);
            }
        }
    }

    /// The exact range of every hidden count that is not zero: at least, and at most unless nothing bounds it.
    fn etendues(&self) -> Vec<(Place, i128, Option<i128>)> {
        let mut programme =
            Programme::nouveau(self.variables, &self.contraintes).expect("the truth satisfies them");
        let mut etendues = Vec::new();
        for (place, terme) in &self.termes {
            let Terme::Inconnu { variable, au_moins } = terme else { continue };
            let bas = programme.minimiser(&[(*variable, 1)]).expect("it is not below zero").plafond();
            let haut = programme.minimiser(&[(*variable, -1)]).map(|haut| (-haut).plancher() + au_moins);
            etendues.push((place.clone(), bas + au_moins, haut));
        }
        etendues
    }
}

/// Two states and their publications.
#[derive(Debug)]
struct Cas {
    lieux: [Vec<Effectif>; 2],
    parues: [Vec<TableParue>; 2],
}

impl Cas {
    fn nouveau(avant: Vec<Effectif>, apres: Vec<Effectif>) -> Self {
        let premiere = publication(&avant, None).paraitre();
        let seconde = publication(&apres, Some(&premiere)).paraitre();
        Self { lieux: [avant, apres], parues: [premiere, seconde] }
    }

    /// The ranges that both publications leave; with one hidden count of the first one told, if any is named.
    fn attaquer(&self, levee: Option<&(usize, Cle)>) -> Vec<(Place, i128, Option<i128>)> {
        let mut attaque = Attaque::default();
        for moment in 0..2 {
            let levee = levee.filter(|_| moment == 0);
            attaque.lire(moment, &self.parues[moment], &self.lieux[moment], levee);
            attaque.sommer(moment);
        }
        attaque.enchainer();
        attaque.etendues()
    }

    fn vrai(&self, (moment, rang, cle): &Place) -> i128 {
        i128::from(comptes(self.lieux[*moment][*rang]).un(cle.0, &cle.1).n)
    }

    /// The hidden counts given back: those of one to ten patients that keep one value.
    fn donnees(&self, etendues: &[(Place, i128, Option<i128>)]) -> Vec<Place> {
        let donnee = |(place, bas, haut): &&(Place, i128, Option<i128>)| {
            *haut == Some(*bas) && (1..i128::from(SEUIL)).contains(&self.vrai(place))
        };
        etendues.iter().filter(donnee).map(|(place, ..)| place.clone()).collect()
    }

    /// What was hidden of the first publication though enough patients stand behind it: to cover what is small.
    fn couvertures(&self) -> Vec<(usize, Cle)> {
        let mut couvertures = Vec::new();
        for (rang, parue) in self.parues[0].iter().enumerate() {
            for (cle, case) in &parue.cases {
                if matches!(case, CaseParue::Cachee { compte, .. } if compte.sujets >= SEUIL) {
                    couvertures.push((rang, cle.clone()));
                }
            }
        }
        couvertures
    }
}

fn effectif() -> impl Strategy<Value = Effectif> {
    let n = prop_oneof![2 => 0..4u64, 2 => 4..14u64, 3 => 14..90u64];
    (proptest::array::uniform3(n.clone()), n)
}

fn ajout() -> impl Strategy<Value = Effectif> {
    let n = prop_oneof![3 => Just(0u64), 3 => 1..4u64, 2 => 4..30u64];
    (proptest::array::uniform3(n.clone()), n)
}

fn cas() -> impl Strategy<Value = Cas> {
    let etat = (proptest::array::uniform5(effectif()), proptest::array::uniform2(effectif()));
    let ajouts = (proptest::array::uniform5(ajout()), proptest::array::uniform2(ajout()));
    (etat, ajouts).prop_map(|((feuilles, restes), (plus, plus_restes))| {
        let ajouter = |a: Effectif, b: Effectif| (std::array::from_fn(|n| a.0[n] + b.0[n]), a.1 + b.1);
        // Sent to a doctor are some of the patients, never more of them.
        let borner = |(regions, orientes): Effectif| (regions, orientes.min(regions.iter().sum()));
        let (feuilles, restes) = (feuilles.map(borner), restes.map(borner));
        let suivantes = std::array::from_fn(|n| borner(ajouter(feuilles[n], plus[n])));
        let suivants = std::array::from_fn(|n| borner(ajouter(restes[n], plus_restes[n])));
        Cas::nouveau(sommer(&feuilles, &restes), sommer(&suivantes, &suivants))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn deux_regions_et_deux_publications_ne_donnent_aucun_petit_nombre(cas in cas()) {
        let etendues = cas.attaquer(None);
        for (place, bas, haut) in &etendues {
            let vrai = cas.vrai(place);
            prop_assert!(*bas <= vrai && haut.is_none_or(|haut| vrai <= haut), "{place:?}: {vrai} is outside");
        }
        let donnees = cas.donnees(&etendues);
        prop_assert!(donnees.is_empty(), "{donnees:?}");
    }
}

/// A department that hides three regions of the body, then shows one of them, which bounds what it hid: read apart, each of
/// these publications was safe; together they told of one patient.
#[test]
fn deux_publications_se_tiennent_ensemble() {
    let rien = ([0, 0, 0], 0);
    let avant = sommer(
        &[([0, 24, 0], 0), ([0, 7, 0], 0), ([36, 0, 0], 4), ([10, 20, 1], 5), rien],
        &[([14, 0, 0], 0), ([14, 1, 11], 0)],
    );
    let apres = sommer(
        &[([0, 24, 0], 0), ([0, 7, 0], 0), ([36, 0, 10], 5), ([11, 20, 1], 6), rien],
        &[([15, 1, 10], 0), ([14, 1, 12], 1)],
    );
    let cas = Cas::nouveau(avant, apres);
    let donnees = cas.donnees(&cas.attaquer(None));
    assert!(donnees.is_empty(), "{donnees:?}");
}

/// The control: one count told among those hidden to cover others, and the same attack finds a small one.
#[test]
fn une_seule_couverture_levee_donne_un_petit_nombre() {
    let feuilles =
        [([3, 40, 50], 12), ([40, 30, 60], 20), ([30, 4, 40], 15), ([20, 50, 40], 30), ([0, 0, 0], 0)];
    let lieux = sommer(&feuilles, &[([0, 0, 0], 0), ([20, 30, 0], 11)]);
    let cas = Cas::nouveau(lieux.clone(), lieux);
    assert!(cas.donnees(&cas.attaquer(None)).is_empty());
    let couvertures = cas.couvertures();
    let trahies = couvertures.iter().filter(|levee| !cas.donnees(&cas.attaquer(Some(levee))).is_empty());
    let trahies: Vec<_> = trahies.collect();
    assert!(!trahies.is_empty(), "none of {couvertures:?} was needed");
}
