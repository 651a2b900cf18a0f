//! An attacker who has every published table and a pencil: intervals of what is hidden, narrowed by every sum he knows.
//!
//! He reads tables as the public does and knows nothing of how they were protected.

use std::collections::BTreeMap;

use droit::decision::TypeStructure;
use droit::indicateur::{Champ, Indicateur, Manque, Perimetre, Periode, Tableau, Valeur, Variante};
use droit::reglement::Reglement;

/// A number: of which table, which quantity.
pub type Cle = (Champ, Periode, String);
/// Every number, hidden or not.
pub type Verite = BTreeMap<Cle, u64>;

/// Farther than any count; sums of such bounds stay far from overflow.
const SANS_BORNE: i128 = 1 << 80;

/// A linear equation over unknowns: the sum of coefficient × unknown lies between two bounds.
struct Equation {
    termes: Vec<(usize, i128)>,
    bas: i128,
    haut: i128,
}

/// The attack under way.
pub struct Attaque {
    rangs: BTreeMap<Cle, usize>,
    cles: Vec<Cle>,
    /// What is known of each number: at least, at most.
    bornes: Vec<(i128, i128)>,
    caches: Vec<bool>,
    equations: Vec<Equation>,
}

/// The counts that are shown when they are zero.
const TOTAUX: [&str; 6] = ["episodes", "seances", "orientations", "evenements", "bilans", "comptes-rendus"];

/// The totals and their parts, by the indicators that show them.
const SOMMES: [(&str, Indicateur); 5] = [
    ("episodes", Indicateur::RegionsDuCorps),
    ("seances", Indicateur::ActesNgap),
    ("seances", Indicateur::ArticlesNgap),
    ("orientations", Indicateur::MotifsOrientation),
    ("evenements", Indicateur::GraviteEvenements),
];

/// Every quantity that a table shows or hides: `None` is hidden.
fn quantites(tableau: &Tableau) -> Vec<(String, Option<u64>)> {
    let mut lues = Vec::new();
    for ligne in &tableau.lignes {
        let nom = match ligne.indicateur {
            Indicateur::Episodes => "episodes",
            Indicateur::Seances => "seances",
            Indicateur::Orientations => "orientations",
            Indicateur::Evenements => "evenements",
            Indicateur::Bilans => "bilans",
            Indicateur::ComptesRendus => "comptes-rendus",
            Indicateur::TauxOrientation => "orientes",
            autre => autre.code(),
        };
        match &ligne.valeur {
            Valeur::Nombre(n) => lues.push((nom.to_owned(), Some(*n))),
            Valeur::Rapport { numerateur, .. } => lues.push((nom.to_owned(), Some(*numerateur))),
            Valeur::Absente(Manque::Secret) => lues.push((nom.to_owned(), None)),
            Valeur::Repartition(parts) => {
                lues.extend(parts.iter().map(|part| (format!("{nom}/{}", part.code), part.n)));
            }
            Valeur::Distribution { effectif, classes, .. } => {
                lues.push((format!("{nom}/effectif"), Some(*effectif)));
                lues.extend(classes.iter().map(|part| (format!("{nom}/{}", part.code), part.n)));
            }
            Valeur::Absente(_) => {}
        }
    }
    lues
}

/// What two states of the same tables tell by difference: each number shown in both, with what it gained. What was not
/// listed was zero, unless its breakdown was hidden whole or its distribution was not shown.
pub fn differences(avant: &[Tableau], apres: &[Tableau]) -> Vec<(Cle, i128)> {
    let lire = |tableaux: &[Tableau]| -> BTreeMap<Cle, Option<u64>> {
        let cle = |tableau: &Tableau, nom| (tableau.champ.clone(), tableau.periode, nom);
        let lues =
            tableaux.iter().flat_map(|t| quantites(t).into_iter().map(move |(nom, n)| (cle(t, nom), n)));
        lues.collect()
    };
    let (avant, apres) = (lire(avant), lire(apres));
    let ecart = |(cle, n): (Cle, Option<u64>)| {
        let entier = |(champ, periode, nom): &Cle| {
            let prefixe = nom.split_once('/').map_or("", |(prefixe, _)| prefixe);
            (champ.clone(), *periode, prefixe.to_owned())
        };
        let inconnu = cle.2.ends_with("/effectif") || avant.contains_key(&entier(&cle));
        let ancien = avant.get(&cle).copied().unwrap_or((!inconnu).then_some(0))?;
        Some((cle, i128::from(n?) - i128::from(ancien)))
    };
    apres.into_iter().filter_map(ecart).filter(|(_, ecart)| *ecart != 0).collect()
}

/// Notes the true value of everything that can be hidden.
pub fn relever(entier: &Tableau, verite: &mut Verite) {
    for (nom, n) in quantites(entier) {
        if let Some(n) = n {
            verite.insert((entier.champ.clone(), entier.periode, nom), n);
        }
    }
}

impl Attaque {
    /// Reads every table and writes down every sum.
    pub fn nouvelle(tableaux: &[Tableau], variante: Variante, reglement: &Reglement) -> Self {
        let mut attaque = Self {
            rangs: BTreeMap::new(),
            cles: Vec::new(),
            bornes: Vec::new(),
            caches: Vec::new(),
            equations: Vec::new(),
        };
        for tableau in tableaux {
            let montrees = quantites(tableau);
            let peuple = montrees.iter().any(|(nom, n)| nom == "episodes" && n.is_some());
            for (nom, n) in montrees {
                // A count of nothing is shown as zero, unless too few patients stand behind the whole table; a share is
                // hidden with any of its terms, and may be nothing.
                let total = peuple && TOTAUX.contains(&nom.as_str());
                let au_moins = i128::from(nom.contains('/') || total);
                let borne = n.map_or((au_moins, SANS_BORNE), |n| (i128::from(n), i128::from(n)));
                // The upper term of the séances per patient is the séances, which may be shown where the patients are not.
                let cache = n.is_none() && nom != "seances-par-patient";
                attaque.poser((tableau.champ.clone(), tableau.periode, nom), borne, cache);
            }
        }
        for tableau in tableaux {
            attaque.sommer_la_table(tableau);
        }
        attaque.sommer_les_temps(tableaux, variante, reglement);
        attaque.sommer_les_lieux(tableaux, reglement);
        attaque
    }

    fn poser(&mut self, cle: Cle, borne: (i128, i128), cache: bool) {
        self.rangs.insert(cle.clone(), self.cles.len());
        self.cles.push(cle);
        self.bornes.push(borne);
        self.caches.push(cache);
    }

    fn rang(&self, champ: &Champ, periode: Periode, nom: &str) -> Option<usize> {
        self.rangs.get(&(champ.clone(), periode, nom.to_owned())).copied()
    }

    /// Is the breakdown that this quantity is part of hidden whole in this table: what is absent of it may not be zero.
    fn est_efface(&self, champ: &Champ, periode: Periode, nom: &str) -> bool {
        let entier = nom.split_once('/').map(|(entier, _)| entier);
        entier.is_some_and(|entier| self.rang(champ, periode, entier).is_some())
    }

    /// `tout = parts`, or at least them when something else may be in it.
    fn egaler(&mut self, tout: usize, parts: &[usize], reste: bool) {
        let mut termes: Vec<(usize, i128)> = parts.iter().map(|part| (*part, -1)).collect();
        termes.push((tout, 1));
        self.equations.push(Equation { termes, bas: 0, haut: if reste { SANS_BORNE } else { 0 } });
    }

    fn parts(&self, champ: &Champ, periode: Periode, prefixe: &str) -> Vec<usize> {
        let prefixe = format!("{prefixe}/");
        let dedans = |(c, p, nom): &&Cle| {
            c == champ && *p == periode && nom.starts_with(&prefixe) && !nom.ends_with("/effectif")
        };
        self.cles.iter().filter(dedans).filter_map(|cle| self.rangs.get(cle).copied()).collect()
    }

    fn sommer_la_table(&mut self, tableau: &Tableau) {
        let (champ, periode) = (&tableau.champ, tableau.periode);
        let decompositions = SOMMES.iter().copied().chain([
            ("episodes", Indicateur::SeancesParEpisode),
            ("orientations", Indicateur::DestinationsOrientation),
        ]);
        for (total, indicateur) in decompositions {
            let parts = self.parts(champ, periode, indicateur.code());
            if let (Some(total), false) = (self.rang(champ, periode, total), parts.is_empty()) {
                self.egaler(total, &parts, false);
            }
        }
        for (total, part) in [
            ("episodes", "orientes"),
            ("bilans", "bilans-transmis"),
            ("bilans", "bilans-dmp"),
            ("comptes-rendus", "comptes-rendus-transmis"),
            ("comptes-rendus", "comptes-rendus-dmp"),
            ("patients", "patients-orientes"),
            ("orientes", "patients-orientes"),
        ] {
            if let (Some(total), Some(part)) =
                (self.rang(champ, periode, total), self.rang(champ, periode, part))
            {
                self.egaler(total, &[part], true);
            }
        }
        // The upper term of the séances per patient is the séances.
        let seances = self.rang(champ, periode, "seances");
        if let (Some(seances), Some(rapport)) = (seances, self.rang(champ, periode, "seances-par-patient")) {
            self.egaler(seances, &[rapport], false);
        }
        self.croiser_la_moyenne(tableau);
    }

    /// The mean times the number of episodes gives the séances, to half a hundredth per episode.
    fn croiser_la_moyenne(&mut self, tableau: &Tableau) {
        let Valeur::Distribution { effectif, moyenne, .. } = tableau.valeur(Indicateur::SeancesParEpisode)
        else {
            return;
        };
        let Some(episodes) = self.rang(&tableau.champ, tableau.periode, "episodes") else { return };
        let exact = (i128::from(*effectif), i128::from(*effectif));
        self.equations.push(Equation { termes: vec![(episodes, 1)], bas: exact.0, haut: exact.1 });
        let Some(seances) = self.rang(&tableau.champ, tableau.periode, "seances") else { return };
        if tableau.variante == Variante::Calendaire {
            return;
        }
        let produit = 2 * i128::from(*moyenne) * exact.0;
        let (bas, haut) = ((produit - exact.0).div_euclid(200), (produit + exact.0).div_euclid(200) + 1);
        self.equations.push(Equation { termes: vec![(seances, 1)], bas, haut });
    }

    fn noms(&self, champ: &Champ) -> Vec<String> {
        let mut noms: Vec<String> =
            self.cles.iter().filter(|(c, ..)| c == champ).map(|(_, _, nom)| nom.clone()).collect();
        noms.sort_unstable();
        noms.dedup();
        noms
    }

    /// Is this quantity the sum of its parts through time and space: not different people.
    fn s_additionne(nom: &str, variante: Variante) -> bool {
        let distincts =
            nom.starts_with("patients") || nom.starts_with("sans-medecin") || nom.starts_with("praticiens");
        let derives = nom.starts_with("taux-")
            || nom.starts_with("part-")
            || nom == "seances-par-patient"
            || nom.ends_with("/effectif")
            || nom.starts_with("rang-")
            || nom.starts_with("delai-");
        let episodes = variante == Variante::Calendaire
            && (nom == "episodes"
                || nom == "orientes"
                || nom.starts_with("regions")
                || nom.starts_with("seances-par"));
        !distincts && !derives && !episodes
    }

    fn sommer_les_temps(&mut self, tableaux: &[Tableau], variante: Variante, reglement: &Reglement) {
        let mut champs: Vec<Champ> = tableaux.iter().map(|t| t.champ.clone()).collect();
        champs.sort_unstable();
        champs.dedup();
        for champ in champs {
            let periodes: Vec<Periode> =
                tableaux.iter().filter(|t| t.champ == champ).map(|t| t.periode).collect();
            let annees: Vec<Periode> =
                periodes.iter().copied().filter(|p| matches!(p, Periode::Annee(_))).collect();
            for nom in self.noms(&champ).into_iter().filter(|nom| Self::s_additionne(nom, variante)) {
                for annee in &annees {
                    let mois: Vec<Periode> = annee
                        .mois(&champ.perimetre, reglement)
                        .into_iter()
                        .filter(|m| periodes.contains(m))
                        .collect();
                    let connus: Vec<usize> =
                        mois.iter().filter_map(|m| self.rang(&champ, *m, &nom)).collect();
                    if let (Some(tout), false) = (self.rang(&champ, *annee, &nom), connus.is_empty()) {
                        self.egaler(tout, &connus, connus.len() < mois.len());
                    }
                }
                self.egaler_les_calendriers(&champ, &nom, &periodes);
            }
        }
    }

    /// Calendar years and years of the experiment hold the same time; a quantity absent from a table is zero there.
    fn egaler_les_calendriers(&mut self, champ: &Champ, nom: &str, periodes: &[Periode]) {
        let mut termes = Vec::new();
        let mut annees = periodes.iter().filter(|periode| !matches!(periode, Periode::Mois(..)));
        if annees.any(|periode| self.est_efface(champ, *periode, nom)) {
            return;
        }
        for periode in periodes {
            let signe = match periode {
                Periode::Annee(_) => 1,
                Periode::AnneeExperience(_) => -1,
                Periode::Mois(..) => continue,
            };
            termes.extend(self.rang(champ, *periode, nom).map(|rang| (rang, signe)));
        }
        self.equations.push(Equation { termes, bas: 0, haut: 0 });
    }

    fn sommer_les_lieux(&mut self, tableaux: &[Tableau], reglement: &Reglement) {
        let region = |champ: &Champ| match &champ.perimetre {
            Perimetre::Departement(code) => reglement.departement(*code).map(|lu| lu.region.clone()),
            _ => None,
        };
        for tableau in tableaux {
            let (champ, periode) = (&tableau.champ, tableau.periode);
            let enfants: Vec<&Tableau> = tableaux
                .iter()
                .filter(|t| t.periode == periode)
                .filter(|t| match (&champ.perimetre, &t.champ.perimetre) {
                    (Perimetre::Pays, Perimetre::Region(_)) => t.champ.structure == champ.structure,
                    (Perimetre::Region(nom), Perimetre::Departement(_)) => {
                        t.champ.structure == champ.structure && region(&t.champ).as_ref() == Some(nom)
                    }
                    _ => false,
                })
                .collect();
            // What is opened under a CPTS is of that type of structure; a CPTS may act in another department too.
            let est_des_cpts = matches!(champ.structure, None | Some(TypeStructure::Cpts));
            let cpts: Vec<&Tableau> = tableaux
                .iter()
                .filter(|t| {
                    est_des_cpts && t.periode == periode && matches!(t.champ.perimetre, Perimetre::Cpts(_))
                })
                .filter(|_| match &champ.perimetre {
                    Perimetre::Pays => true,
                    Perimetre::Departement(code) => tableaux.iter().all(
                        |t| !matches!(t.champ.perimetre, Perimetre::Departement(autre) if autre != *code),
                    ),
                    _ => false,
                })
                .collect();
            let structures: Vec<&Tableau> = tableaux
                .iter()
                .filter(|t| champ.structure.is_none() && t.champ.structure.is_some())
                .filter(|t| t.periode == periode && t.champ.perimetre == champ.perimetre)
                .collect();
            let toutes = champ.perimetre == Perimetre::Pays && champ.structure.is_some();
            for nom in quantites(tableau).into_iter().map(|(nom, _)| nom) {
                // Space adds up whatever the variant: an episode is in one place.
                if !Self::s_additionne(&nom, Variante::Ouverture) {
                    continue;
                }
                let Some(tout) = self.rang(champ, periode, &nom) else { continue };
                for (groupe, reste) in [(&enfants, false), (&cpts, !toutes), (&structures, false)] {
                    let parts: Vec<usize> =
                        groupe.iter().filter_map(|t| self.rang(&t.champ, periode, &nom)).collect();
                    let efface = groupe.iter().any(|t| self.est_efface(&t.champ, periode, &nom));
                    if !parts.is_empty() {
                        self.egaler(tout, &parts, reste || efface);
                    }
                }
            }
        }
    }

    /// Narrows every interval by every sum until nothing moves.
    pub fn propager(&mut self) {
        for _ in 0..200 {
            let mut bouge = false;
            for rang in 0..self.equations.len() {
                bouge |= self.resserrer(rang);
            }
            if !bouge {
                return;
            }
        }
    }

    fn resserrer(&mut self, rang: usize) -> bool {
        let equation = &self.equations[rang];
        let etendue = |(case, c): &(usize, i128)| {
            let (bas, haut) = self.bornes[*case];
            if *c > 0 { (c * bas, c * haut) } else { (c * haut, c * bas) }
        };
        let mut nouvelles = Vec::new();
        for (case, coefficient) in &equation.termes {
            let autres = equation.termes.iter().filter(|(autre, _)| autre != case).map(etendue);
            let (bas, haut) = autres.fold((0, 0), |(b, h), (bas, haut)| (b + bas, h + haut));
            // coefficient × x lies between bas - others' most and haut - others' least.
            let (mut min, mut max) = (equation.bas - haut, equation.haut - bas);
            if *coefficient < 0 {
                (min, max) = (-max, -min);
            }
            nouvelles.push((*case, min, max));
        }
        let mut bouge = false;
        for (case, min, max) in nouvelles {
            let (bas, haut) = self.bornes[case];
            let resserre = (bas.max(min.min(SANS_BORNE)), haut.min(max.max(-SANS_BORNE)));
            if resserre != (bas, haut) {
                self.bornes[case] = resserre;
                bouge = true;
            }
        }
        bouge
    }

    /// The hidden numbers that are now known exactly. Zero is no secret: nobody is behind it.
    pub fn trouvees(&self) -> Vec<(&Cle, i128)> {
        let exact = |rang: usize| {
            let (bas, haut) = self.bornes[rang];
            (self.caches[rang] && bas >= haut && haut > 0).then_some(bas)
        };
        let trouvee = |(rang, cle): (usize, _)| exact(rang).map(|valeur| (cle, valeur));
        self.cles.iter().enumerate().filter_map(trouvee).collect()
    }

    /// The hidden numbers that keep the fewest values: how many values less one, which, between what.
    pub fn plus_serrees(&self) -> Vec<(i128, &Cle, (i128, i128))> {
        let caches = self.cles.iter().enumerate().filter(|(rang, _)| self.caches[*rang]);
        let largeur = |(rang, cle): (usize, _)| {
            let (bas, haut) = self.bornes[rang];
            (haut - bas, cle, (bas, haut))
        };
        let mut serrees: Vec<_> = caches.map(largeur).filter(|(_, _, (_, haut))| *haut > 0).collect();
        serrees.sort_by_key(|(largeur, ..)| *largeur);
        serrees
    }

    /// What the attacker deduces is true: his sums are those of the product.
    pub fn exiger_vraie(&self, verite: &Verite) {
        for (cle, (bas, haut)) in self.cles.iter().zip(&self.bornes) {
            if let Some(vrai) = verite.get(cle) {
                let vrai = i128::from(*vrai);
                assert!(*bas <= vrai && vrai <= *haut, "{cle:?}: {vrai} is outside {bas}..{haut}");
            }
        }
    }

    /// Numbers hidden and shown.
    pub fn effectifs(&self) -> (usize, usize) {
        let caches = self.caches.iter().filter(|cache| **cache).count();
        (caches, self.caches.len() - caches)
    }
}
