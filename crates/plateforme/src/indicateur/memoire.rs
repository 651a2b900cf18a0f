//! The figures of the moment of a department and of its CPTS, with what is hidden of them: read once, then followed change by
//! change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use droit::identifiant::{CodeDepartement, CptsId};
use droit::indicateur::secret::{Masque, Memoires, TableParue};
use droit::indicateur::{Champ, Compte, Comptes, Mesure, Perimetre, Periode, Tranche, Variante};
use droit::reglement::Reglement;
use entrepot::indicateur::changement::{self, Changement, Repere, Suite};
use entrepot::indicateur::{Serie, praticiens_actifs, presences_de_la_cpts};
use entrepot::journal::{self, Ancre};
use entrepot::{Echec, Tx};

use super::famille::Famille;
use super::perimetres::Perimetres;

/// The séances of the MKs of a CPTS, by third of a month.
type Presences = BTreeMap<(u128, Tranche), i64>;

/// The tables of a department, as of a point of a base.
#[derive(Clone)]
pub struct Vive {
    /// Names the base and everything written in it.
    tete: Ancre,
    perimetres: Perimetres,
    reperes: BTreeMap<Perimetre, Repere>,
    presences: BTreeMap<CptsId, Presences>,
    famille: Famille,
    /// By rank of table.
    parues: Vec<TableParue>,
    /// What solving them found.
    memoires: Memoires,
}

/// What is kept of one department under one variant; who comes in meanwhile waits for it rather than doing the same work.
type Place = Arc<Mutex<Option<Vive>>>;

static VIVES: Mutex<BTreeMap<(Variante, CodeDepartement), Place>> = Mutex::new(BTreeMap::new());

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
    (champ, periode): (&Champ, Periode),
) -> Result<Option<(Comptes, Masque)>, Echec> {
    let place = Arc::clone(garde(&VIVES).entry((vue.variante, vue.departement)).or_default());
    let mut place = garde(&place);
    let vive = match place.take() {
        Some(connue) => connue.suivre(tx, reglement, vue)?,
        None => Vive::charger(tx, reglement, vue)?,
    };
    let lue = vive.lire(tx, reglement, champ, periode);
    *place = Some(vive);
    lue
}

impl Vive {
    /// Reads everything.
    ///
    /// # Errors
    /// When the base fails.
    pub fn charger(tx: &mut Tx, reglement: &Reglement, vue: Vue) -> Result<Self, Echec> {
        let perimetres = Perimetres::du_departement(tx, vue.departement)?;
        let (mut reperes, mut presences) = (BTreeMap::new(), BTreeMap::new());
        for perimetre in perimetres.iter() {
            reperes.insert(perimetre.clone(), changement::repere(tx, perimetre)?);
            if let Perimetre::Cpts(id) = perimetre {
                presences.insert(*id, presences_de_la_cpts(tx, *id)?);
            }
        }
        let famille = Famille::des_perimetres(tx, reglement, vue.variante, &perimetres)?;
        let (tete, mut memoires) = (journal::tete(tx)?, Memoires::default());
        let parues = famille.resoudre(&mut memoires);
        Ok(Self { tete, perimetres, reperes, presences, famille, parues, memoires })
    }

    /// The same at the point where the base stands now: what changed is added, else everything is read again.
    fn suivre(self, tx: &mut Tx, reglement: &Reglement, vue: Vue) -> Result<Self, Echec> {
        let tete = journal::tete(tx)?;
        if tete == self.tete && self.est_de_cette_epoque(tx)? {
            return Ok(self);
        }
        let la_meme = journal::continue_depuis(tx, &self.tete)?
            && Perimetres::du_departement(tx, vue.departement)? == self.perimetres;
        let suivie = if la_meme { self.avancer(tx, reglement, vue.variante)? } else { None };
        match suivie {
            Some(suivie) => Ok(Self { tete, ..suivie }),
            None => Self::charger(tx, reglement, vue),
        }
    }

    fn est_de_cette_epoque(&self, tx: &mut Tx) -> Result<bool, Echec> {
        let Some((lieu, connu)) = self.reperes.first_key_value() else { return Ok(true) };
        Ok(changement::repere(tx, lieu)? == *connu)
    }

    /// Adds what changed; `None` when everything must be read again.
    ///
    /// # Errors
    /// When the base fails.
    pub fn avancer(
        mut self,
        tx: &mut Tx,
        reglement: &Reglement,
        variante: Variante,
    ) -> Result<Option<Self>, Echec> {
        let mut changees = BTreeSet::new();
        for (lieu, repere) in &mut self.reperes {
            let Suite::Continue(present, changements) = changement::depuis(tx, lieu, *repere)? else {
                return Ok(None);
            };
            *repere = present;
            for change in changements {
                let ecarts = Serie::du_changement(lieu, &change, variante, reglement)?;
                let Some(siennes) = self.famille.suivre(lieu, &ecarts, reglement) else { return Ok(None) };
                changees.extend(siennes);
                if let Perimetre::Cpts(id) = lieu {
                    compter_les_presences(self.presences.entry(*id).or_default(), &change);
                }
            }
        }
        if !changees.is_empty() {
            self.famille.resoudre_encore(&mut self.parues, &changees, &mut self.memoires);
        }
        Ok(Some(self))
    }

    /// The sums of a table and what is hidden of them; `None` for a table that is none of the department.
    ///
    /// # Errors
    /// When the base fails.
    pub fn lire(
        &self,
        tx: &mut Tx,
        reglement: &Reglement,
        champ: &Champ,
        periode: Periode,
    ) -> Result<Option<(Comptes, Masque)>, Echec> {
        let rang = self.famille.rang(champ, periode);
        let table = rang.and_then(|rang| Some((self.famille.comptes(rang)?, self.parues.get(rang)?)));
        let (Some((comptes, parue)), Some(tranches)) = (table, periode.tranches(&champ.perimetre, reglement))
        else {
            return Ok(None);
        };
        let actifs = match champ.perimetre {
            Perimetre::Cpts(id) => self.actifs_de_la_cpts(id, tranches),
            _ => praticiens_actifs(tx, champ, tranches)?,
        };
        let mut comptes = comptes.clone();
        comptes.remplacer(Mesure::PraticiensActifs, "", actifs);
        Ok(Some((comptes, parue.masque())))
    }

    fn actifs_de_la_cpts(&self, id: CptsId, (du, au): (Tranche, Tranche)) -> Compte {
        let presences = self.presences.get(&id).into_iter().flatten();
        let siennes = presences.filter(|((_, tranche), n)| (du..=au).contains(tranche) && **n > 0);
        let praticiens: BTreeSet<u128> = siennes.map(|((par, _), _)| *par).collect();
        Compte { n: 0, sujets: praticiens.len() as u64 }
    }
}

fn compter_les_presences(presences: &mut Presences, change: &Changement) {
    for (cle, n) in change.seances() {
        *presences.entry(cle).or_default() += n;
    }
}

fn garde<T>(verrou: &Mutex<T>) -> MutexGuard<'_, T> {
    verrou.lock().unwrap_or_else(PoisonError::into_inner)
}
