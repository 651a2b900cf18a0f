//! The list of any department as of any day, and whether a number was authorised on a day, answered from memory.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use droit::identifiant::{CodeDepartement, CptsId, NumeroRpps, PraticienId};
use entrepot::publication::{Concernes, Periode, Publie, Suite};
use formats::liste_publique::Mouvement;
use jiff::Timestamp;
use jiff::civil::Date;

use super::critere::{Critere, Trouves};
use super::inscrit::{Inscrit, Ligne};
use super::registre::{Entree, Registre};

/// Every MK ever authorised, by number and by department.
#[derive(Debug, Default)]
pub struct Index {
    position: i64,
    modifie: Option<Timestamp>,
    inscrits: HashMap<PraticienId, Arc<Inscrit>>,
    par_rpps: HashMap<NumeroRpps, Arc<Inscrit>>,
    registres: BTreeMap<CodeDepartement, Registre>,
    communautes: HashMap<CptsId, String>,
}

/// Somebody enters or leaves the list of a department.
#[derive(Clone, Debug, PartialEq)]
pub struct Changement {
    /// Enters or leaves.
    pub mouvement: Mouvement,
    /// First day on the list, or first day off it.
    pub le: Date,
    /// Who, as he was on his first day.
    pub ligne: Ligne,
}

impl Index {
    /// An index of these MKs, as they were at this position of the journal.
    pub fn new(position: i64, praticiens: Vec<Publie>, communautes: HashMap<CptsId, String>) -> Self {
        let mut index = Self { position, communautes, ..Self::default() };
        index.inscrire(praticiens);
        index
    }

    /// The position of the journal that it has reached.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// When the list last changed, once it has since the program started.
    pub fn modifie(&self) -> Option<Timestamp> {
        self.modifie
    }

    /// The name of a CPTS.
    pub fn communaute(&self, id: CptsId) -> Option<&str> {
        self.communautes.get(&id).map(String::as_str)
    }

    /// Takes in what followed: these MKs are read again, and those who are not among them any more leave.
    pub fn suivre(&mut self, suite: &Suite, praticiens: Vec<Publie>) {
        self.position = suite.position;
        self.modifie = suite.modifie.or(self.modifie);
        if let Concernes::Praticiens(cles) = &suite.concernes
            && !cles.is_empty()
        {
            self.oublier(cles);
            self.inscrire(praticiens);
        }
    }

    fn oublier(&mut self, cles: &BTreeSet<PraticienId>) {
        for cle in cles {
            let Some(inscrit) = self.inscrits.remove(cle) else { continue };
            self.par_rpps.remove(&inscrit.publie.rpps);
            for departement in departements(&inscrit.publie) {
                if let Some(registre) = self.registres.get_mut(&departement) {
                    registre.garder(|entree| entree.inscrit.publie.id != *cle);
                    registre.ranger();
                }
            }
        }
    }

    fn inscrire(&mut self, praticiens: Vec<Publie>) {
        let mut touches = HashSet::new();
        for publie in praticiens {
            let inscrit = Arc::new(Inscrit::new(publie));
            self.inscrits.insert(inscrit.publie.id, Arc::clone(&inscrit));
            self.par_rpps.insert(inscrit.publie.rpps.clone(), Arc::clone(&inscrit));
            for periode in &inscrit.publie.periodes {
                let registre = self.registres.entry(periode.departement).or_default();
                registre.ajouter(Entree { inscrit: Arc::clone(&inscrit), periode: *periode });
                touches.insert(periode.departement);
            }
        }
        for departement in touches {
            self.registres.entry(departement).or_default().ranger();
        }
    }

    /// The periods of a number that run on a day.
    pub fn autorise<'i>(
        &'i self,
        rpps: &NumeroRpps,
        le: Date,
    ) -> impl Iterator<Item = &'i Periode> + use<'i> {
        let periodes = self.par_rpps.get(rpps).map(|inscrit| inscrit.publie.periodes.as_slice());
        periodes.unwrap_or_default().iter().filter(move |p| p.du <= le && p.au.is_none_or(|au| le <= au))
    }

    fn registres(&self, departement: Option<CodeDepartement>) -> impl Iterator<Item = &Registre> {
        let voulu = move |code: &CodeDepartement| departement.is_none_or(|voulu| voulu == *code);
        self.registres.iter().filter(move |(code, _)| voulu(code)).map(|(_, registre)| registre)
    }

    /// A page of the list, by distance when there is a place to be near, else by name.
    pub fn chercher(&self, critere: &Critere) -> Trouves {
        let (mut total, mut gardees) = (0, Vec::new());
        for registre in self.registres(critere.departement) {
            let moisson = registre.chercher(critere);
            total += moisson.total;
            gardees.extend(moisson.lignes);
        }
        gardees.sort_by(|(a, x), (b, y)| {
            let cle = |e: &'_ Entree| e.periode.declaration;
            a.cmp(b)
                .then_with(|| x.inscrit.publie.recherche.cmp(&y.inscrit.publie.recherche))
                .then_with(|| cle(x).cmp(&cle(y)))
        });
        let reste = gardees.len() > critere.limite;
        gardees.truncate(critere.limite);
        let lignes: Vec<Ligne> = gardees.into_iter().map(|(_, entree)| self.ligne(entree, critere)).collect();
        let suite = lignes.last().filter(|_| reste).map(|derniere| derniere.curseur.clone());
        Trouves { lignes, suite, total }
    }

    /// How many are authorised in a department on a day.
    pub fn nombre(&self, departement: CodeDepartement, le: Date) -> usize {
        self.registres(Some(departement)).map(|registre| registre.nombre(le)).sum()
    }

    /// What leads from the list of one day to that of a later one, the latest first.
    pub fn changements(&self, departement: Option<CodeDepartement>, du: Date, au: Date) -> Vec<Changement> {
        let mut changements = Vec::new();
        for entree in self.registres(departement).flat_map(Registre::entrees) {
            let periode = &entree.periode;
            if du < periode.du && periode.du <= au {
                changements.push((periode.du, Mouvement::Arrivee, entree));
            }
            if let Some(dernier) = periode.au.filter(|dernier| du <= *dernier && *dernier < au) {
                // Both days of a period are inclusive: the first day off the list is the next one.
                changements.push((dernier.tomorrow().unwrap_or(dernier), Mouvement::Depart, entree));
            }
        }
        changements.sort_by(|(a, _, x), (b, _, y)| {
            b.cmp(a).then_with(|| x.inscrit.publie.recherche.cmp(&y.inscrit.publie.recherche))
        });
        let raconter = |(le, mouvement, entree): (Date, Mouvement, &Entree)| Changement {
            mouvement,
            le,
            ligne: self.ligne(entree, &Critere::au(entree.periode.du)),
        };
        changements.into_iter().map(raconter).collect()
    }

    fn ligne(&self, entree: &Entree, critere: &Critere) -> Ligne {
        let nom_cpts = self.communautes.get(&entree.periode.cpts).cloned().unwrap_or_default();
        entree.inscrit.ligne(&entree.periode, critere, nom_cpts)
    }
}

fn departements(publie: &Publie) -> BTreeSet<CodeDepartement> {
    publie.periodes.iter().map(|periode| periode.departement).collect()
}
