//! The figures of the moment of a department and of its CPTS, with what is hidden of them: read once, then followed change by
//! change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use droit::identifiant::CodeDepartement;
use droit::indicateur::secret::{Masque, TableParue};
use droit::indicateur::{Champ, Comptes, Mesure, Perimetre, Periode, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::changement::{self, Repere, Suite};
use entrepot::indicateur::{Presences, Serie};
use entrepot::journal::{self, Ancre};
use entrepot::{Echec, Tx};

use super::famille::Famille;
use super::perimetres::Perimetres;

/// The tables of a department, as of a point of a base.
#[derive(Clone)]
pub struct Vive {
    departement: CodeDepartement,
    /// Names the base and everything written in it.
    tete: Ancre,
    epoque: i64,
    perimetres: Perimetres,
    reperes: BTreeMap<Perimetre, Repere>,
    /// Who was at work in each place.
    presences: BTreeMap<Perimetre, Presences>,
    /// Those that somebody asked for.
    resolues: BTreeMap<Variante, Resolue>,
}

/// The tables under one way of keeping episodes.
#[derive(Clone)]
struct Resolue {
    famille: Famille,
    /// By rank of table.
    parues: Vec<TableParue>,
    /// What moved since they were solved.
    changees: BTreeSet<Mesure>,
}

/// What is kept of one department; who comes in meanwhile waits for it rather than doing the same work.
type Place = Arc<Mutex<Option<Vive>>>;

static VIVES: Mutex<BTreeMap<CodeDepartement, Place>> = Mutex::new(BTreeMap::new());

/// Of which tables: a variant, the department of whoever reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vue {
    /// Which episodes are kept.
    pub variante: Variante,
    /// Whose ARS reads.
    pub departement: CodeDepartement,
}

/// The sums of a table now and what is hidden of them; `None` for a table that is none of the department.
///
/// # Errors
/// When the base fails.
pub fn lire(
    tx: &mut Tx,
    reglement: &Reglement,
    vue: Vue,
    table: (&Champ, Periode),
) -> Result<Option<(Comptes, Masque)>, Echec> {
    let place = Arc::clone(garde(&VIVES).entry(vue.departement).or_default());
    let mut place = garde(&place);
    let mut vive = match place.take() {
        Some(connue) => connue.suivre(tx, reglement)?,
        None => Vive::charger(tx, vue.departement)?,
    };
    let lue = vive.lire(tx, reglement, vue.variante, table);
    *place = Some(vive);
    lue
}

impl Vive {
    /// Where the base stands; tables are read when they are asked for.
    ///
    /// # Errors
    /// When the base fails.
    pub fn charger(tx: &mut Tx, departement: CodeDepartement) -> Result<Self, Echec> {
        let perimetres = Perimetres::du_departement(tx, departement)?;
        let (mut reperes, mut presences) = (BTreeMap::new(), BTreeMap::new());
        for perimetre in perimetres.iter() {
            reperes.insert(perimetre.clone(), changement::repere(tx, perimetre)?);
            presences.insert(perimetre.clone(), Presences::charger(tx, perimetre)?);
        }
        let (tete, epoque) = (journal::tete(tx)?, changement::epoque(tx)?);
        let resolues = BTreeMap::new();
        Ok(Self { departement, tete, epoque, perimetres, reperes, presences, resolues })
    }

    /// The same at the point where the base stands now: what changed is added, else everything is read again.
    fn suivre(self, tx: &mut Tx, reglement: &Reglement) -> Result<Self, Echec> {
        let (tete, departement) = (journal::tete(tx)?, self.departement);
        if changement::epoque(tx)? != self.epoque {
            return Self::charger(tx, departement);
        }
        if tete == self.tete {
            return Ok(self);
        }
        let la_meme = journal::continue_depuis(tx, &self.tete)?
            && Perimetres::du_departement(tx, departement)? == self.perimetres;
        let suivie = if la_meme { self.avancer(tx, reglement)? } else { None };
        match suivie {
            Some(suivie) => Ok(Self { tete, ..suivie }),
            None => Self::charger(tx, departement),
        }
    }

    /// Adds what changed, and forgets the tables that must be read again; `None` when nothing of it can be kept.
    ///
    /// # Errors
    /// When the base fails.
    pub fn avancer(mut self, tx: &mut Tx, reglement: &Reglement) -> Result<Option<Self>, Echec> {
        for (lieu, repere) in &mut self.reperes {
            let Suite::Continue(present, changements) = changement::depuis(tx, lieu, *repere)? else {
                return Ok(None);
            };
            *repere = present;
            for change in &changements {
                let mut perdues = Vec::new();
                for (variante, resolue) in &mut self.resolues {
                    let ecarts = Serie::du_changement(lieu, change, *variante, reglement)?;
                    match resolue.famille.suivre(lieu, &ecarts, reglement) {
                        Some(changees) => resolue.changees.extend(changees),
                        None => perdues.push(*variante),
                    }
                }
                self.resolues.retain(|variante, _| !perdues.contains(variante));
                self.presences.entry(lieu.clone()).or_default().suivre(change)?;
            }
        }
        Ok(Some(self))
    }

    /// The ways of keeping episodes of which tables are kept.
    pub fn variantes(&self) -> impl Iterator<Item = Variante> {
        self.resolues.keys().copied()
    }

    /// The sums of a table and what is hidden of them; `None` for a table that is none of the department.
    ///
    /// # Errors
    /// When the base fails.
    pub fn lire(
        &mut self,
        tx: &mut Tx,
        reglement: &Reglement,
        variante: Variante,
        (champ, periode): (&Champ, Periode),
    ) -> Result<Option<(Comptes, Masque)>, Echec> {
        let resolue = self.resoudre(tx, reglement, variante)?;
        let rang = resolue.famille.rang(champ, periode);
        let table = rang.and_then(|rang| Some((resolue.famille.comptes(rang)?, resolue.parues.get(rang)?)));
        let (Some((comptes, parue)), Some(tranches)) = (table, periode.tranches(&champ.perimetre, reglement))
        else {
            return Ok(None);
        };
        let (mut comptes, masque) = (comptes.clone(), parue.masque());
        let presences = self.presences.get(&champ.perimetre);
        let actifs = presences.map(|presences| presences.actifs(champ.structure, tranches));
        comptes.remplacer(Mesure::PraticiensActifs, "", actifs.unwrap_or_default());
        Ok(Some((comptes, masque)))
    }

    /// The tables under this way of keeping episodes, solved as they stand.
    fn resoudre(
        &mut self,
        tx: &mut Tx,
        reglement: &Reglement,
        variante: Variante,
    ) -> Result<&Resolue, Echec> {
        let resolue = match self.resolues.remove(&variante) {
            Some(connue) => connue.a_jour(),
            None => Resolue::lire(Famille::des_perimetres(tx, reglement, variante, &self.perimetres)?),
        };
        Ok(self.resolues.entry(variante).or_insert(resolue))
    }
}

impl Resolue {
    fn lire(famille: Famille) -> Self {
        let parues = famille.resoudre();
        Self { famille, parues, changees: BTreeSet::new() }
    }

    fn a_jour(mut self) -> Self {
        let changees = std::mem::take(&mut self.changees);
        if !changees.is_empty() {
            self.famille.resoudre_encore(&mut self.parues, &changees);
        }
        self
    }
}

fn garde<T>(verrou: &Mutex<T>) -> MutexGuard<'_, T> {
    verrou.lock().unwrap_or_else(PoisonError::into_inner)
}
